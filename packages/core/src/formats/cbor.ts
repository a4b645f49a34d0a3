import { type DecodeOptions, decode, encode, rfc8949EncodeOptions, Tokenizer } from 'cborg';
import { DecodeError } from '../bytes/decode-error.ts';
import { type CborItem, CborScan } from './cbor-scan.ts';

export type { CborItem } from './cbor-scan.ts';

/**
 * What CBOR may carry here (RFC 8949): integers within ±(2^53-1), byte strings, UTF-8 text, arrays, maps, booleans, null.
 * A map whose keys are all text is an object, any other one a `Map`.
 */
export type CborValue =
  | number
  | string
  | boolean
  | null
  | Uint8Array
  | readonly CborValue[]
  | { readonly [name: string]: CborValue }
  | ReadonlyMap<CborValue, CborValue>;

export interface CborBounds {
  /** Maps and arrays inside one another, the outermost one counted. */
  readonly deepest: number;
  /** Bytes in all. */
  readonly largest: number;
}

/**
 * One map and nothing after it, in core deterministic encoding (RFC 8949, 4.2.1), between `start` and `limit`. Throws
 * `DecodeError` with the offset of what is wrong: `bad-value` for another encoding or another item than a map,
 * `too-deep`, `too-large`, `truncated`, `trailing`. The bounds hold before a value is made: the library alone would
 * overflow the stack on deep nesting. Bytes are copies.
 */
export function readCborMap(
  bytes: Uint8Array,
  start: number,
  limit: number,
  field: string,
  bounds: CborBounds,
): ReadonlyMap<CborValue, CborValue> {
  if (limit - start > bounds.largest) throw new DecodeError('too-large', start, field);
  if (start < limit && bytes[start]! >> 5 !== MAP) throw new DecodeError('bad-value', start, field, 'no map');
  const scan = new CborScan(bytes, limit, field, bounds.deepest);
  const end = scan.item(start);
  if (end !== limit) throw new DecodeError('trailing', end, field);
  const whole = bytes.subarray(start, limit);
  const options = scan.byteOrderMark ? { ...strictly, tokenizer: new KeepingMarks(whole, keepingText) } : strictly;
  const entries = decode(whole, options) as ReadonlyMap<unknown, unknown>;
  return new Map([...entries].map(([key, value]) => [plain(key), plain(value)]));
}

/** Every item between `start` and `limit` but the keys, in order, a container before what it holds. Throws as `readCborMap`. */
export function walkCbor(
  bytes: Uint8Array,
  start: number,
  limit: number,
  field: string,
  bounds: CborBounds,
): readonly CborItem[] {
  if (limit - start > bounds.largest) throw new DecodeError('too-large', start, field);
  const items: CborItem[] = [];
  const end = new CborScan(bytes, limit, field, bounds.deepest, (item) => items.push(item)).item(start);
  if (end !== limit) throw new DecodeError('trailing', end, field);
  return items;
}

/**
 * Core deterministic encoding: shortest numbers, keys in bytewise order. Throws `RangeError` where the value cannot be
 * carried: a number that is no integer within ±(2^53-1), something undefined, nesting beyond `deepest`.
 */
export function encodeCbor(value: CborValue, deepest: number): Uint8Array {
  check(value, deepest);
  return encode(value, rfc8949EncodeOptions);
}

function check(value: unknown, deepest: number): void {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new RangeError(`${value} is no integer for CBOR`);
    return;
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || value instanceof Uint8Array) return;
  if (typeof value !== 'object') throw new RangeError(`a ${typeof value} has no place in CBOR`);
  if (deepest === 0) throw new RangeError('nested deeper than is allowed');
  if (value instanceof Map) {
    for (const [key, held] of value) {
      check(key, 0);
      check(held, deepest - 1);
    }
  } else for (const held of Array.isArray(value) ? value : Object.values(value)) check(held, deepest - 1);
}

/** Maps with text keys as objects; `Object.fromEntries` makes a member of any name, `__proto__` as well. */
function plain(value: unknown): CborValue {
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Map)) return value as CborValue; // a leaf: the scan has let nothing else pass
  const entries = [...value].map(([key, held]) => [plain(key), plain(held)] as const);
  return entries.every(([key]) => typeof key === 'string') ? Object.fromEntries(entries) : new Map(entries);
}

/** The library's decoder takes a byte order mark away, though it is a character of the text. */
class KeepingMarks extends Tokenizer {
  override next(): ReturnType<Tokenizer['next']> {
    const token = super.next();
    if (token.byteValue !== undefined) token.value = marked.decode(token.byteValue);
    return token;
  }
}

const MAP = 5;
const marked = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const strictly: DecodeOptions = {
  strict: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
};
const keepingText: DecodeOptions = { ...strictly, retainStringBytes: true };
