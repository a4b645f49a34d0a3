import { DecodeError } from './decode-error.ts';

/**
 * A cursor over a packet. Every read names what it reads, checks the bounds and shares memory with the packet:
 * copy what outlives it. A read past the end is an error, never a short value. Big-endian unless the name says `Le`.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly limit: number;
  offset: number;

  constructor(bytes: Uint8Array, offset = 0, limit: number = bytes.length) {
    this.bytes = bytes;
    this.offset = offset;
    this.limit = limit;
  }

  get remaining(): number {
    return this.limit - this.offset;
  }

  u8(field: string): number {
    return this.bytes[this.#take(1, field)]!;
  }

  u16(field: string): number {
    const at = this.#take(2, field);
    return (this.bytes[at]! << 8) | this.bytes[at + 1]!;
  }

  u32(field: string): number {
    const at = this.#take(4, field);
    const b = this.bytes;
    return ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0;
  }

  i32(field: string): number {
    return this.u32(field) | 0;
  }

  u16Le(field: string): number {
    const at = this.#take(2, field);
    return this.bytes[at]! | (this.bytes[at + 1]! << 8);
  }

  u32Le(field: string): number {
    const at = this.#take(4, field);
    const b = this.bytes;
    return (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0;
  }

  /** The next `count` bytes, without a copy. */
  octets(count: number, field: string): Uint8Array {
    const at = this.#take(count, field);
    return this.bytes.subarray(at, at + count);
  }

  /** All that is left, without a copy. */
  rest(): Uint8Array {
    const at = this.offset;
    this.offset = this.limit;
    return this.bytes.subarray(at, this.limit);
  }

  /** A reader confined to the next `count` bytes, with the offsets of the whole packet; this one moves past them. */
  slice(count: number, field: string): ByteReader {
    const at = this.#take(count, field);
    return new ByteReader(this.bytes, at, at + count);
  }

  /** Nothing may follow. */
  end(field: string): void {
    if (this.offset !== this.limit) throw new DecodeError('trailing', this.offset, field);
  }

  #take(count: number, field: string): number {
    const at = this.offset;
    if (count > this.limit - at) throw new DecodeError('truncated', this.limit, field);
    if (count < 0) throw new DecodeError('bad-length', at, field);
    this.offset = at + count;
    return at;
  }
}
