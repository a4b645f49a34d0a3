import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatHex, parseHex } from '../../packages/core/src/bytes/hex.ts';
import { decodeNcdp2, encodeNcdp2 } from '../../packages/core/src/protocols/ncdp2/codec.ts';
import { describeNcdp2 } from '../../packages/core/src/protocols/ncdp2/describe.ts';

/** Frames in hex with their meaning, made by an implementation that shares no code with this one. */
const file = new URL('../../../shared/corpus/ncdp2/vectors.tsv', import.meta.url);
const [, ...lines] = readFileSync(file, 'utf8').replace(/\n$/, '').split('\n');
const vectors = lines.map((line) => {
  const [id, kind, hex, meaning] = line.split('\t');
  return { id: id!, kind: kind!, bytes: parseHex(hex!)!, meaning: JSON.parse(meaning!) as unknown };
});
const good = vectors.filter(({ kind }) => kind === 'good');
const malformed = vectors.filter(({ kind }) => kind === 'malformed');

describe('the vectors of the open profile', () => {
  it('are good or malformed, and many', () => {
    expect(good.length).toBeGreaterThanOrEqual(25);
    expect(malformed.length).toBeGreaterThanOrEqual(25);
    expect(good.length + malformed.length).toBe(vectors.length);
  });

  it.each(good)('$id means what they say', ({ bytes, meaning }) => {
    const described = describeNcdp2(bytes);
    expect(described.ok).toBe(true);
    expect(JSON.parse(JSON.stringify(described.ok && described.value))).toEqual(meaning);
  });

  it.each(good)('$id is encoded again byte by byte', ({ bytes }) => {
    const decoded = decodeNcdp2(bytes);
    expect(decoded.ok && formatHex(encodeNcdp2(decoded.value))).toBe(formatHex(bytes));
  });

  it.each(malformed)('$id is refused by its code', ({ bytes, meaning }) => {
    const decoded = decodeNcdp2(bytes);
    expect(decoded.ok ? 'decoded' : decoded.error.code).toBe((meaning as { error: string }).error);
  });
});
