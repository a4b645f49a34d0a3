/** The other way: bytes appended to a buffer that grows. Big-endian unless the name says `Le`. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    // the room first: making it may replace the buffer
    const at = this.#room(1);
    this.#bytes[at] = value;
    return this;
  }

  u16(value: number): this {
    return this.u8(value >>> 8).u8(value);
  }

  u32(value: number): this {
    return this.u16(value >>> 16).u16(value);
  }

  u16Le(value: number): this {
    return this.u8(value).u8(value >>> 8);
  }

  u32Le(value: number): this {
    return this.u16Le(value).u16Le(value >>> 16);
  }

  octets(bytes: Uint8Array): this {
    const at = this.#room(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }

  zeros(count: number): this {
    this.#room(count);
    return this;
  }

  /** Writes a 16-bit length in front of what `write` appends. */
  prefixed16(write: (writer: this) => void): this {
    const at = this.#room(2);
    write(this);
    const length = this.#length - at - 2;
    if (length > 0xffff) throw new RangeError(`${length} bytes do not fit behind a 16-bit length`);
    this.#bytes[at] = length >>> 8;
    this.#bytes[at + 1] = length;
    return this;
  }

  /** Overwrites one byte written before. */
  patch8(at: number, value: number): this {
    if (at >= this.#length) throw new RangeError(`nothing was written at ${at}`);
    this.#bytes[at] = value;
    return this;
  }

  /** Moves what was written from `at` on by `count` bytes, for a length that turns out longer than the room left for it. */
  widen(at: number, count: number): this {
    const end = this.#length;
    this.#room(count);
    this.#bytes.copyWithin(at + count, at, end);
    return this;
  }

  /** A copy of what was written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #room(count: number): number {
    const at = this.#length;
    if (at + count > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(at + count, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#length = at + count;
    return at;
  }
}
