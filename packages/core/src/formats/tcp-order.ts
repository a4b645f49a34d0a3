import type { TcpSegment } from './ip-transport.ts';

/** What came early. */
interface Piece {
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

/**
 * One direction of a TCP connection, put in order by its sequence numbers: what came again is dropped, what came early
 * waits for what is missing. Bounded: where too much waits, a piece was never captured, and the direction is cut there.
 */
export class TcpOrder {
  #next: number | undefined;
  #waiting: Piece[] = [];
  #held = 0;
  #end: number | undefined;
  /** True where a piece is missing for good: nothing more comes out. */
  cut = false;

  /** The bytes that are in order by now, shared with the packets. */
  take(segment: TcpSegment): readonly Uint8Array[] {
    const { sequence, syn, fin, payload } = segment;
    if (this.cut) return [];
    if (syn) this.#next = (sequence + 1) >>> 0;
    const start = syn ? (sequence + 1) >>> 0 : sequence;
    if (fin) this.#end = (start + payload.length) >>> 0;
    if (payload.length === 0) return [];
    // a capture that begins in the middle of a connection
    this.#next ??= start;
    if (after(start, this.#next) > 0) return this.#keep(start, payload);
    const first = this.#fitting(start, payload);
    return first === undefined ? [] : [first, ...this.#released()];
  }

  /** The sequence number that a SYN would give is another connection's, where data went before. */
  begins(sequence: number): boolean {
    return this.#next === undefined || after((sequence + 1) >>> 0, this.#next) === 0;
  }

  /** True where the other side has ended, and all before it is there. */
  get ended(): boolean {
    return this.#end !== undefined && this.#next !== undefined && after(this.#end, this.#next) <= 0;
  }

  /** At the end of the capture: what waits still, waits for what never came. */
  end(): void {
    if (this.#waiting.length > 0) this.cut = true;
    this.#waiting = [];
  }

  #keep(sequence: number, bytes: Uint8Array): readonly Uint8Array[] {
    this.#waiting.push({ sequence, bytes });
    this.#held += bytes.length;
    if (this.#waiting.length > MOST_SEGMENTS || this.#held > MOST_BYTES) {
      this.cut = true;
      this.#waiting = [];
    }
    return [];
  }

  /** What of it is new, and the place behind it. */
  #fitting(start: number, bytes: Uint8Array): Uint8Array | undefined {
    const known = -after(start, this.#next!);
    if (known >= bytes.length) return undefined;
    this.#next = (start + bytes.length) >>> 0;
    return bytes.subarray(known);
  }

  #released(): Uint8Array[] {
    const ready: Uint8Array[] = [];
    for (let again = this.#waiting.length > 0; again; ) {
      again = false;
      const left: Piece[] = [];
      for (const piece of this.#waiting) {
        if (after(piece.sequence, this.#next!) > 0) {
          left.push(piece);
          continue;
        }
        this.#held -= piece.bytes.length;
        const fits = this.#fitting(piece.sequence, piece.bytes);
        if (fits !== undefined) ready.push(fits);
        again = true;
      }
      this.#waiting = left;
    }
    return ready;
  }
}

/** How far `a` lies behind `b`, as sequence numbers are compared (RFC 9293 section 3.4). */
function after(a: number, b: number): number {
  return (a - b) | 0;
}

const MOST_SEGMENTS = 1_024;
const MOST_BYTES = 4 * 1024 * 1024;
