import type { Clock } from '../../../contracts/clock.ts';
import type { TcpStream } from '../../../contracts/tcp-stream.ts';
import { HEAD_SIZE, type Ncdp2FromStream, readNcdp2 } from '../codec.ts';

/** The frames of a stream, whatever its pieces are. */
export class FrameInbox {
  readonly #stream: Pick<TcpStream, 'read'>;
  readonly #clock: Pick<Clock, 'monotonic' | 'timeout'>;
  #pieces: Uint8Array[] = [];
  #length = 0;
  /** So many bytes are needed before anything can be said. */
  #wanted = HEAD_SIZE;
  /** When the first byte came that belongs to no frame yet. */
  #since = 0;

  constructor(stream: Pick<TcpStream, 'read'>, clock: Pick<Clock, 'monotonic' | 'timeout'>) {
    this.#stream = stream;
    this.#clock = clock;
  }

  /**
   * The next frame, or what came in its place. `undefined` where the stream is over, where nothing came for `idleMs`, and
   * where a frame is not whole `frameMs` after its first byte.
   */
  async next(idleMs: number, frameMs: number): Promise<Exclude<Ncdp2FromStream, { is: 'more' }> | undefined> {
    const from = this.#clock.monotonic();
    // what is left of the last piece waited while that was answered
    this.#since = from;
    for (;;) {
      const arrived = this.#take();
      if (arrived !== undefined) return arrived;
      const until = this.#length > 0 ? this.#since + frameMs : from + idleMs;
      const piece = await this.#read(until - this.#clock.monotonic());
      if (piece === undefined) return undefined;
      if (this.#length === 0) this.#since = this.#clock.monotonic();
      this.#pieces.push(piece);
      this.#length += piece.length;
    }
  }

  #take(): Exclude<Ncdp2FromStream, { is: 'more' }> | undefined {
    if (this.#length < this.#wanted) return undefined;
    const held = this.#joined();
    const found = readNcdp2(held);
    if (found.is === 'more') {
      this.#wanted = found.wanted;
      return undefined;
    }
    this.#wanted = HEAD_SIZE;
    if (found.is === 'no-frame') return found;
    this.#pieces = [held.subarray(found.size)];
    this.#length = held.length - found.size;
    return found;
  }

  #joined(): Uint8Array {
    const [first] = this.#pieces;
    if (this.#pieces.length === 1 && first !== undefined) return first;
    const joined = new Uint8Array(this.#length);
    let at = 0;
    for (const piece of this.#pieces) {
      joined.set(piece, at);
      at += piece.length;
    }
    this.#pieces = [joined];
    return joined;
  }

  async #read(waitMs: number): Promise<Uint8Array | undefined> {
    if (waitMs <= 0) return undefined;
    if (waitMs === Number.POSITIVE_INFINITY) return this.#stream.read();
    // a deadline that is over lets its timer go: a busy stream would leave thousands of them behind
    const turn = new AbortController();
    const piece = await this.#stream.read(this.#clock.timeout(waitMs, turn.signal));
    turn.abort();
    return piece;
  }
}
