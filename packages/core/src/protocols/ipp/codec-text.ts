import { decodeText } from '../../bytes/text.ts';

/**
 * All text of a message, decoded in one go: a copy of the bytes with the high bits cleared is ASCII, one call turns it
 * into a string, and every value is a substring of it. Only values that do hold a high byte are decoded one by one.
 * Six hundred calls of a text decoder take as long as the rest of the decoding many times over.
 */
export class MessageText {
  readonly #bytes: Uint8Array;
  readonly #ascii: string;
  /** Offsets of 4-byte words with a high bit, rising; the last is a stop mark. */
  readonly #high: readonly number[];
  #nextHigh = 0;

  constructor(bytes: Uint8Array) {
    const length = bytes.length;
    const padded = length <= scratch.length ? scratch : new Uint8Array((length + 3) & ~3);
    padded.set(bytes);
    const count = (length + 3) >>> 2;
    const words = padded === scratch ? scratchWords : new Uint32Array(padded.buffer, 0, count);
    const high: number[] = [];
    for (let i = 0; i < count; i++) {
      const word = words[i]!;
      if ((word & 0x80808080) !== 0) {
        words[i] = word & 0x7f7f7f7f;
        high.push(i << 2);
      }
    }
    high.push(Number.MAX_SAFE_INTEGER);
    this.#bytes = bytes;
    this.#high = high;
    this.#ascii = ascii.decode(padded.subarray(0, length));
  }

  /** The text from `at` to `end`. Calls go forward through the message. */
  read(at: number, end: number): string {
    const high = this.#high;
    let next = this.#nextHigh;
    while (high[next]! + 4 <= at) next++;
    this.#nextHigh = next;
    // a word that only touches the text costs one slow decoding, nothing else
    return high[next]! < end ? decodeText(this.#bytes.subarray(at, end)) : this.#ascii.substring(at, end);
  }
}

const ascii = new TextDecoder('utf-8', { ignoreBOM: true });
const scratch = new Uint8Array(32 * 1024);
const scratchWords = new Uint32Array(scratch.buffer);
