import { DecodeError } from '../bytes/decode-error.ts';

/** One item as it stands in the bytes. `length` counts the whole item, with what it holds. */
export interface CborItem {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
  readonly kind: CborKind;
  /** Elements of an array, pairs of a map, bytes of a string; the value of an integer; 0 else. */
  readonly count: number;
}

export type CborKind = 'integer' | 'bytes' | 'text' | 'array' | 'map' | 'boolean' | 'null';

/** The path of a member is its parent's, a dot, and its key or place. Keys are no items. */
type CborVisitor = (item: CborItem) => void;

/**
 * Goes over one item in core deterministic encoding (RFC 8949, 4.2.1) without making a value of it, and throws
 * `DecodeError` where it is anything else: an indefinite length, a number or length not in its shortest form, a tag, a
 * float or a simple value beyond false, true and null, an integer beyond ±(2^53-1), text that is no UTF-8, keys that do
 * not strictly rise, more depth than is allowed, an end before the item's. Nothing is allotted by what a length claims.
 */
export class CborScan {
  /** A text begins with a byte order mark, which is a character of it. */
  byteOrderMark = false;
  readonly #bytes: Uint8Array;
  readonly #limit: number;
  readonly #field: string;
  readonly #deepest: number;
  readonly #visit: CborVisitor | undefined;
  #argument = 0;

  constructor(bytes: Uint8Array, limit: number, field: string, deepest: number, visit?: CborVisitor) {
    this.#bytes = bytes;
    this.#limit = limit;
    this.#field = field;
    this.#deepest = deepest;
    this.#visit = visit;
  }

  /** Where the item ends that begins at `start`. */
  item(start: number, depth = 0, path: string = this.#field): number {
    const major = this.#at(start) >> 5;
    if (major === SIMPLE) return this.#simple(start, path);
    const at = this.#head(start);
    const argument = this.#argument;
    switch (major) {
      case UNSIGNED:
        this.#found(path, start, at, 'integer', argument);
        return at;
      case NEGATIVE:
        if (argument >= Number.MAX_SAFE_INTEGER) throw this.#bad(start, 'an integer beyond 2^53-1');
        this.#found(path, start, at, 'integer', -1 - argument);
        return at;
      case BYTES:
      case TEXT: {
        this.#room(at, argument);
        const end = at + argument;
        if (major === TEXT) this.#text(at, end);
        this.#found(path, start, end, major === TEXT ? 'text' : 'bytes', argument);
        return end;
      }
      case ARRAY:
      case MAP:
        if (depth >= this.#deepest) throw new DecodeError('too-deep', start, this.#field);
        this.#room(at, major === MAP ? 2 * argument : argument);
        return major === MAP ? this.#map(start, at, depth, path) : this.#array(start, at, depth, path);
      default:
        throw this.#bad(start, 'a tag');
    }
  }

  #array(start: number, first: number, depth: number, path: string): number {
    const count = this.#argument;
    const place = this.#hold(path, start, 'array', count);
    let at = first;
    for (let i = 0; i < count; i++) at = this.item(at, depth + 1, this.#visit === undefined ? path : `${path}.${i}`);
    this.#close(place, at);
    return at;
  }

  #map(start: number, first: number, depth: number, path: string): number {
    const count = this.#argument;
    const place = this.#hold(path, start, 'map', count);
    let at = first;
    let before = first;
    for (let i = 0; i < count; i++) {
      const key = at;
      at = this.#quietly(key, depth + 1);
      if (i > 0 && !this.#rises(before, key, at)) throw this.#bad(key, 'a key that does not follow the one before');
      before = key;
      at = this.item(at, depth + 1, this.#visit === undefined ? path : `${path}.${this.#keyName(key, at)}`);
    }
    this.#close(place, at);
    return at;
  }

  /** A key is no item of its own for who looks on. */
  #quietly(start: number, depth: number): number {
    if (this.#visit === undefined) return this.item(start, depth);
    const quiet = new CborScan(this.#bytes, this.#limit, this.#field, this.#deepest);
    const end = quiet.item(start, depth);
    this.byteOrderMark ||= quiet.byteOrderMark;
    return end;
  }

  /** Bytewise order of the encoded keys: the key at `before` ends where its value begins, so the first difference decides. */
  #rises(before: number, key: number, keyEnd: number): boolean {
    for (let i = 0; key + i < keyEnd; i++) {
      const difference = this.#bytes[key + i]! - this.#bytes[before + i]!;
      if (difference !== 0) return difference > 0;
    }
    // no whole encoding is the beginning of another, so they are the same
    return false;
  }

  /** What a key is called in a path: text as it is, numbers in decimal, anything else by its bytes. */
  #keyName(start: number, end: number): string {
    const major = this.#bytes[start]! >> 5;
    const at = this.#head(start);
    if (major === UNSIGNED) return String(this.#argument);
    if (major === NEGATIVE) return String(-1 - this.#argument);
    if (major === TEXT) return utf8.decode(this.#bytes.subarray(at, end));
    return `0x${[...this.#bytes.subarray(start, end)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  }

  /** Reads the argument of an item's head in its shortest form; gives where the head ends. */
  #head(start: number): number {
    const info = this.#at(start) & 0x1f;
    if (info < 24) {
      this.#argument = info;
      return start + 1;
    }
    const size = sizes[info - 24];
    if (size === undefined) throw this.#bad(start, 'an indefinite length, or a reserved one');
    this.#room(start + 1, size);
    let value = 0;
    for (let i = 1; i <= size; i++) {
      value = value * 256 + this.#bytes[start + i]!;
      if (value > Number.MAX_SAFE_INTEGER) throw this.#bad(start, 'a number beyond 2^53-1');
    }
    if (value < shortest[info - 24]!) throw this.#bad(start, 'a number not in its shortest form');
    this.#argument = value;
    return start + 1 + size;
  }

  #simple(start: number, path: string): number {
    const info = this.#bytes[start]! & 0x1f;
    if (info < 20 || info > 22) throw this.#bad(start, 'a float, or a simple value beyond false, true and null');
    this.#found(path, start, start + 1, info === 22 ? 'null' : 'boolean', 0);
    return start + 1;
  }

  #text(start: number, end: number): void {
    for (let i = start; i < end; i++) {
      if (this.#bytes[i]! < 0x80) continue;
      const bytes = this.#bytes.subarray(start, end);
      try {
        utf8.decode(bytes);
      } catch {
        throw this.#bad(start, 'text that is no UTF-8');
      }
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.byteOrderMark = true;
      return;
    }
  }

  #at(offset: number): number {
    if (offset >= this.#limit) throw new DecodeError('truncated', this.#limit, this.#field);
    return this.#bytes[offset]!;
  }

  /** Each item takes a byte at least, so a count is bounded by what is left. */
  #room(at: number, count: number): void {
    if (count > this.#limit - at) throw new DecodeError('truncated', this.#limit, this.#field);
  }

  #bad(offset: number, detail: string): DecodeError {
    return new DecodeError('bad-value', offset, this.#field, detail);
  }

  #found(path: string, offset: number, end: number, kind: CborKind, count: number): void {
    this.#visit?.({ path, offset, length: end - offset, kind, count });
  }

  /** A container is shown before what it holds, when its length is not yet known: the visitor gets the object, then the length. */
  #hold(path: string, offset: number, kind: CborKind, count: number): { length: number } | undefined {
    if (this.#visit === undefined) return undefined;
    const item = { path, offset, length: 0, kind, count };
    this.#visit(item);
    return item;
  }

  #close(item: { length: number; offset?: number } | undefined, end: number): void {
    if (item !== undefined) item.length = end - (item.offset ?? 0);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const SIMPLE = 7;
/** Additional information 24 to 27: how many bytes follow, and the least value that needs them. */
const sizes = [1, 2, 4, 8] as const;
const shortest = [24, 0x100, 0x1_0000, 0x1_0000_0000] as const;
