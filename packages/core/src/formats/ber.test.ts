import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { type DecodeCode, DecodeError } from '../bytes/decode-error.ts';
import { formatHex, parseHex } from '../bytes/hex.ts';
import {
  ber,
  closeBer,
  enterBer,
  openBer,
  readBerEnd,
  readBerInteger,
  readBerOid,
  readBerTag,
  writeBerInteger,
  writeBerOctets,
  writeBerOid,
} from './ber.ts';

describe('object identifiers', () => {
  test.each([
    ['1.3.6.1.4.1.1248', '06072b060104018960'],
    ['1.3.6.1.4.1.2699', '06072b06010401950b'],
    ['2.999.3', '0603883703'],
    ['0.0', '060100'],
    ['1.3.4294967295', '06062b8fffffff7f'],
  ])('%s is written as X.690 says and read back', (oid, hex) => {
    expect(formatHex(written((w) => writeBerOid(w, ber.oid, oid)))).toBe(hex);
    expect(readOid(hex)).toBe(oid);
  });

  test('any OID within the bounds comes back as it was', () => {
    const arc = fc.nat({ max: 0xffff_ffff });
    const head = fc.oneof(
      fc.tuple(fc.constantFrom(0, 1), fc.nat(39)),
      fc.tuple(fc.constant(2), fc.nat(0xffff_ffff - 80)),
    );
    fc.assert(
      fc.property(head, fc.array(arc, { maxLength: 126 }), (first, rest) => {
        const oid = [...first, ...rest].join('.');
        expect(readOid(formatHex(written((w) => writeBerOid(w, ber.oid, oid))))).toBe(oid);
      }),
    );
  });

  test.each([
    ['a sub-identifier beyond 32 bits', '06062b9080808000', 'too-large'],
    ['one padded with a leading 0x80', '06032b8001', 'bad-value'],
    ['one that the content cuts off', '06022b81', 'bad-value'],
    ['an empty one', '0600', 'bad-length'],
    ['129 of them', `068180${'01'.repeat(128)}`, 'too-large'],
  ])('%s is refused', (_, hex, code) => {
    expect(codeOf(() => readOid(hex))).toBe(code);
  });

  test.each(['', '1', '1.', '.1.3', '3.1', '1.40', '1.3.x', '1.3.4294967296'])(
    '"%s" is a mistake of the caller',
    (oid) => {
      expect(() => written((w) => writeBerOid(w, ber.oid, oid))).toThrow(RangeError);
    },
  );
});

describe('integers', () => {
  test.each([
    [0, '020100'],
    [127, '02017f'],
    [128, '02020080'],
    [-128, '020180'],
    [-129, '0202ff7f'],
    [-8388609, '0204ff7fffff'],
    [0xffff_ffff, '020500ffffffff'],
    [18446744073709551615n, '020900ffffffffffffffff'],
  ])('%s takes the fewest octets', (value, hex) => {
    expect(formatHex(written((w) => writeBerInteger(w, ber.integer, value)))).toBe(hex);
    expect(readInteger(hex)).toBe(value);
  });

  test('every integer of 64 bits comes back, as a number where that is exact', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), (large) => {
        const back = readInteger(formatHex(written((w) => writeBerInteger(w, ber.integer, large))));
        expect(BigInt(back)).toBe(large);
        expect(typeof back).toBe(Number.isSafeInteger(Number(large)) ? 'number' : 'bigint');
      }),
    );
  });

  test('an empty integer and one of ten octets are refused', () => {
    expect(codeOf(() => readInteger('0200'))).toBe('bad-length');
    expect(codeOf(() => readInteger(`020a${'01'.repeat(10)}`))).toBe('too-large');
  });
});

describe('lengths', () => {
  test.each([0, 1, 127, 128, 255, 256, 65535, 65536])(
    'a value of %i bytes is measured in the shortest form',
    (size) => {
      const bytes = written((w) => {
        const outer = openBer(w, ber.sequence);
        writeBerOctets(w, ber.octets, new Uint8Array(size).fill(7));
        closeBer(w, outer);
      });
      const r = new ByteReader(bytes);
      expect(enterBer(r, ber.sequence, 'outer')).toBe(bytes.length);
      const end = enterBer(r, ber.octets, 'inner', bytes.length);
      expect(r.octets(end - r.offset, 'content')).toEqual(new Uint8Array(size).fill(7));
    },
  );

  test.each<[string, string, DecodeCode]>([
    ['the indefinite form', '3080020100', 'bad-length'],
    ['a length of five octets', '30850000000001ff', 'bad-length'],
    ['a length beyond the packet', '3005020100', 'truncated'],
    ['a length of 4 GiB', '3084ffffffff', 'truncated'],
    ['a length that is itself cut off', '308201', 'truncated'],
  ])('%s is refused', (_, hex, code) => {
    expect(codeOf(() => enterBer(reader(hex), ber.sequence, 'f'))).toBe(code);
  });

  test('a value that leaves its enclosing value contradicts it', () => {
    const r = reader('3003 0404 01020304');
    const end = enterBer(r, ber.sequence, 'outer');
    expect(codeOf(() => enterBer(r, ber.octets, 'inner', end))).toBe('bad-length');
  });

  test('a tag beyond 30 is kept as its octets and written back', () => {
    const r = reader('9f78 04 42f60000');
    expect(readBerTag(r, 'tag')).toBe(0x9f78);
    const end = readBerEnd(r, 'length');
    const content = r.octets(end - r.offset, 'content');
    expect(formatHex(written((w) => writeBerOctets(w, 0x9f78, content)))).toBe('9f780442f60000');
    expect(codeOf(() => readBerTag(reader('9fffffffff'), 'tag'))).toBe('too-large');
  });
});

function reader(hex: string): ByteReader {
  return new ByteReader(parseHex(hex)!);
}

function readOid(hex: string): string {
  const r = reader(hex);
  return readBerOid(r, enterBer(r, ber.oid, 'oid'), 'oid');
}

function readInteger(hex: string): number | bigint {
  const r = reader(hex);
  return readBerInteger(r, enterBer(r, ber.integer, 'integer'), 'integer');
}

function written(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter(16);
  write(writer);
  return writer.finish();
}

function codeOf(read: () => unknown): DecodeCode | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof DecodeError) return error.code;
    throw error;
  }
}
