import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decoding } from '../bytes/decoding.ts';
import { formatHex, parseHex } from '../bytes/hex.ts';
import { type CborValue, encodeCbor, readCborMap, walkCbor } from './cbor.ts';

const BOUNDS = { deepest: 8, largest: 0xffff };
const read = (hex: string) => {
  const bytes = parseHex(hex)!;
  const read = decoding(bytes, () => readCborMap(bytes, 0, bytes.length, 'body', BOUNDS));
  return read.ok ? read.value : `${read.error.code} at ${read.error.offset}`;
};
const nested = (depth: number) => `a100${'81'.repeat(depth - 2)}80`;

describe('CBOR in core deterministic encoding', () => {
  it.each([
    ['a1001817', 'bad-value at 2', 'a number not in its shortest form'],
    ['a1005800', 'bad-value at 2', 'a length not in its shortest form'],
    ['a1001b00000000ffffffff', 'bad-value at 2', 'eight bytes for what fits into four'],
    ['a1001b0020000000000000', 'bad-value at 2', '2^53'],
    ['a1003b001fffffffffffff', 'bad-value at 2', '-2^53'],
    ['a1009fff', 'bad-value at 2', 'an indefinite length'],
    ['a100f93c00', 'bad-value at 2', 'a float'],
    ['a100f7', 'bad-value at 2', 'undefined'],
    ['a100f8ff', 'bad-value at 2', 'a simple value'],
    ['a100c101', 'bad-value at 2', 'a tag'],
    ['a10061ff', 'bad-value at 3', 'text that is no UTF-8'],
    ['a10063eda080', 'bad-value at 3', 'half of a surrogate pair in UTF-8'],
    ['a201000000', 'bad-value at 3', 'keys that fall'],
    ['a200000000', 'bad-value at 3', 'the same key twice'],
    ['a2616200616100', 'bad-value at 4', 'text keys that fall'],
    ['a1009affffffff', 'truncated at 7', 'an array that cannot be'],
    ['a1005b001fffffffffffff', 'truncated at 11', 'a string that cannot be'],
    ['a1000000', 'trailing at 3', 'bytes after the map'],
    ['80', 'bad-value at 0', 'another item than a map'],
    ['', 'truncated at 0', 'nothing'],
    [nested(9), 'too-deep at 9', 'nine containers in one another'],
  ])('%s is refused: %s (%s)', (hex, why) => expect(read(hex)).toBe(why));

  it('takes eight containers in one another, the greatest integers, and text with a byte order mark', () => {
    expect(read(nested(8))).toBeInstanceOf(Map);
    expect(read('a2001b001fffffffffffff013b001ffffffffffffe')).toEqual(
      new Map([
        [0, Number.MAX_SAFE_INTEGER],
        [1, -Number.MAX_SAFE_INTEGER],
      ]),
    );
    expect(read('a10064efbbbf41')).toEqual(new Map([[0, '\ufeffA']]));
  });

  it('makes a member of any name, and none of the prototype', () => {
    const map = read('a100a1695f5f70726f746f5f5f01') as ReadonlyMap<CborValue, CborValue>;
    expect(Object.keys(map.get(0) as object)).toEqual(['__proto__']);
    expect(formatHex(encodeCbor(map, 8))).toBe('a100a1695f5f70726f746f5f5f01');
  });

  it('refuses to read more bytes than its bound', () => {
    const bytes = new Uint8Array(9);
    expect(() => readCborMap(bytes, 0, 9, 'body', { deepest: 8, largest: 8 })).toThrow(/too-large/);
  });

  it.each([1.5, 2 ** 53, Number.NaN, -0, undefined, 1n, [[]]])('refuses to write %s', (value) => {
    expect(() => encodeCbor({ x: value as CborValue }, 2)).toThrow(RangeError);
  });

  it('names each item with its place, a container before what it holds', () => {
    const bytes = parseHex('a201820208a1616101')!.subarray(0);
    expect(decoding(bytes, () => walkCbor(bytes, 0, bytes.length, 'body', BOUNDS))).toMatchObject({ ok: false });
    const whole = parseHex('a2018202030843616263')!;
    expect(walkCbor(whole, 0, whole.length, 'body', BOUNDS)).toEqual([
      { path: 'body', offset: 0, length: 10, kind: 'map', count: 2 },
      { path: 'body.1', offset: 2, length: 3, kind: 'array', count: 2 },
      { path: 'body.1.0', offset: 3, length: 1, kind: 'integer', count: 2 },
      { path: 'body.1.1', offset: 4, length: 1, kind: 'integer', count: 3 },
      { path: 'body.8', offset: 6, length: 4, kind: 'bytes', count: 3 },
    ]);
  });
});

const leaf = fc.oneof(
  fc.maxSafeInteger().map((n) => n + 0),
  fc.string({ unit: 'grapheme' }),
  fc.uint8Array({ maxLength: 40 }),
  fc.boolean(),
  fc.constant(null),
);
const { tree } = fc.letrec<{ tree: CborValue }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('tree'), { maxKeys: 5 }),
  ),
}));

/** The library reads a map whose keys are maps or arrays, and does not sort one. */
function hasContainerKey(value: CborValue): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false;
  if (!(value instanceof Map)) return Object.values(value).some(hasContainerKey);
  return [...value].some(([key, held]) => (typeof key === 'object' && key !== null) || hasContainerKey(held));
}

describe('laws of CBOR', () => {
  it('what was written is read as it was', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.nat(), tree), { selector: ([key]) => key, maxLength: 6 }), (entries) => {
        const bytes = encodeCbor(new Map(entries), 8);
        const back = readCborMap(bytes, 0, bytes.length, 'body', BOUNDS);
        expect([...back.keys()]).toEqual(entries.map(([key]) => key).sort((a, b) => a - b));
        expect(formatHex(encodeCbor(back, 8))).toBe(formatHex(bytes));
      }),
    );
  });

  it('what is read is encoded again to the same bytes, whatever was done to them', () => {
    fc.assert(
      fc.property(tree, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }), (value, changes) => {
        const bytes = encodeCbor({ a: value }, 8);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        const read = decoding(bytes, () => readCborMap(bytes, 0, bytes.length, 'body', BOUNDS));
        if (read.ok && !hasContainerKey(read.value))
          expect(formatHex(encodeCbor(read.value, 8))).toBe(formatHex(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('every proper prefix is truncated', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const bytes = encodeCbor({ a: value }, 8);
        for (let length = 0; length < bytes.length; length++)
          expect(decoding(bytes, () => readCborMap(bytes, 0, length, 'body', BOUNDS))).toMatchObject({
            ok: false,
            error: { code: 'truncated', offset: length },
          });
      }),
      { numRuns: 50 },
    );
  });
});
