import { DecodeError } from '../../bytes/decode-error.ts';
import type { Attributes } from '../../formats/attribute-value.ts';
import { type CborBounds, type CborValue, encodeCbor, readCborMap } from '../../formats/cbor.ts';

/** The envelope of section 2, by what its keys mean. A key that is missing is no fault of the frame. */
export interface Ncdp2Body {
  /** Key 0, 1 to 8 bytes. */
  readonly token?: Uint8Array;
  /** Key 1. */
  readonly version?: number;
  /** Key 2. Zero bytes, and ignored; kept as they came. */
  readonly padding?: Uint8Array;
  /** Key 3. */
  readonly revision?: number;
  /** Key 4. */
  readonly bootId?: number;
  /** Key 5. Where it is absent in arrive, change and p replies: 1,800. */
  readonly maxAgeSeconds?: number;
  /** Key 6. */
  readonly dryRun?: boolean;
  /** Key 7, 16 bytes. */
  readonly idempotencyKey?: Uint8Array;
  /** Key 8. */
  readonly attributes?: Attributes;
  /** Key 9: names (notify), or plan entries `[name, old, new]` (setup). */
  readonly changes?: readonly CborValue[];
  /** Key 10: how many devices the server has, if more than one. */
  readonly deviceCount?: number;
  /** Keys that this version does not know: ignored, and kept. */
  readonly unknown?: ReadonlyMap<number, CborValue>;
}

/** Throws `DecodeError` `bad-body` with the offset in the frame where it is no body of section 2. */
export function readBody(bytes: Uint8Array, start: number, limit: number): Ncdp2Body {
  try {
    return envelope(readCborMap(bytes, start, limit, 'body', BODY_BOUNDS), start);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new DecodeError('bad-body', error.offset, error.field, error.message);
  }
}

/** Throws `RangeError` where a value cannot be carried. */
export function encodeBody(body: Ncdp2Body): Uint8Array {
  const entries = envelopeEntries(body);
  for (const [key, value] of entries)
    if (known.get(key)?.is(value) === false)
      throw new RangeError(`key ${key} (${keyName(key)}) has not its type or size`);
  return encodeCbor(new Map<CborValue, CborValue>(entries), BODY_BOUNDS.deepest);
}

/** The envelope as it goes on the wire: keys with their values. */
export function envelopeEntries(body: Ncdp2Body): readonly (readonly [number, CborValue])[] {
  const entries: (readonly [number, CborValue])[] = [];
  for (const [key, { name }] of known) {
    const value = body[name];
    if (value !== undefined) entries.push([key, value]);
  }
  return body.unknown === undefined ? entries : [...entries, ...body.unknown];
}

/** What an envelope key is called; `undefined` for one that this version does not know. */
export function keyName(key: number): string | undefined {
  return known.get(key)?.name;
}

/**
 * The token of a body that could not be read, where it stands whole at its beginning: an answer that it is malformed may
 * then bear it.
 */
export function tokenAtFront(body: Uint8Array): Uint8Array | undefined {
  const first = body[0] ?? 0;
  const at = first >= 0xa1 && first <= 0xb7 ? 1 : first === 0xb8 ? 2 : undefined;
  if (at === undefined || body[at] !== 0) return undefined;
  const length = (body[at + 1] ?? 0) - 0x40;
  if (length < 1 || length > 8 || at + 2 + length > body.length) return undefined;
  return body.slice(at + 2, at + 2 + length);
}

function envelope(map: ReadonlyMap<CborValue, CborValue>, start: number): Ncdp2Body {
  const body: Record<string, CborValue> = {};
  const unknown = new Map<number, CborValue>();
  for (const [key, value] of map) {
    if (typeof key !== 'number' || key < 0) throw new DecodeError('bad-body', start, 'body', 'a key that is no uint');
    const row = known.get(key);
    if (row === undefined) unknown.set(key, value);
    else if (row.is(value)) body[row.name] = value;
    else throw new DecodeError('bad-body', start, `body.${key}`, 'of the wrong type or size');
  }
  // each value was checked by its row, so the record has the types of the interface
  const typed = body as Ncdp2Body;
  return unknown.size === 0 ? typed : { ...typed, unknown };
}

const uint = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const octets =
  (least: number, most: number) =>
  (value: unknown): boolean =>
    value instanceof Uint8Array && value.length >= least && value.length <= most;
const textKeys = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array) &&
  !(value instanceof Map);

interface EnvelopeRow {
  readonly name: Exclude<keyof Ncdp2Body, 'unknown'>;
  readonly is: (value: unknown) => boolean;
}

const known: ReadonlyMap<number, EnvelopeRow> = new Map<number, EnvelopeRow>([
  [0, { name: 'token', is: octets(1, 8) }],
  [1, { name: 'version', is: uint }],
  [2, { name: 'padding', is: octets(0, 0xffff) }],
  [3, { name: 'revision', is: uint }],
  [4, { name: 'bootId', is: uint }],
  [5, { name: 'maxAgeSeconds', is: uint }],
  [6, { name: 'dryRun', is: (value) => typeof value === 'boolean' }],
  [7, { name: 'idempotencyKey', is: octets(16, 16) }],
  [8, { name: 'attributes', is: textKeys }],
  [9, { name: 'changes', is: (value) => Array.isArray(value) }],
  [10, { name: 'deviceCount', is: uint }],
]);

/** Section 2: at most 8 maps and arrays inside one another, the body counted; the length field holds 16 bits. */
export const BODY_BOUNDS: CborBounds = { deepest: 8, largest: 0xffff };
