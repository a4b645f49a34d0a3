import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHex } from '../bytes/hex.ts';
import { encodeText } from '../bytes/text.ts';
import { decodeIn, isForeign } from './mib-charset.ts';

describe('text in a character set by its number', () => {
  it.each([
    ['Latin-1', 4, '536368 77 61 727a 20 fc', 'Schwarz ü'],
    ['Latin-2', 5, 'ae6c7574fd', 'Žlutý'],
    ['ISO 8859-5', 8, 'bad1d8', 'Кби'],
    ['Shift-JIS', 17, '83678369815b', 'トナー'],
    ['Windows-1251', 2251, 'd2eeedf0', 'Тонр'],
    ['HP Roman-8', 2004, '4b6f706965cd6e', 'Kopieën'],
    ['UTF-16', 1015, '0054006f006e00fc', 'Tonü'],
  ])('%s', (_, charset, hex, text) => {
    expect(decodeIn(parseHex(hex)!, charset)).toBe(text);
  });

  it('is UTF-8 wherever it can be, whatever was announced', () => {
    // a Ricoh MP C2503 in Chinese; a Brother that announces HP Roman-8 and sends UTF-8
    for (const charset of [undefined, 4, 17, 106, 2004, 1015])
      expect(decodeIn(encodeText('黑色碳粉'), charset)).toBe('黑色碳粉');
    expect(decodeIn(encodeText('Toner\0\0'), 17)).toBe('Toner');
  });

  it('is Latin-1 where the announced set does not fit or is unknown', () => {
    expect(decodeIn(parseHex('fc81')!, 17)).toBe('ü\u0081');
    expect(decodeIn(parseHex('4efc')!, 9999)).toBe('Nü');
    expect(decodeIn(parseHex('4efc')!, undefined)).toBe('Nü');
  });

  it('tells what must be asked about', () => {
    expect([encodeText('黑'), encodeText('Black\0'), new Uint8Array()].map(isForeign)).toEqual([false, false, false]);
    expect([parseHex('fc')!, parseHex('00540065')!].map(isForeign)).toEqual([true, true]);
  });

  it('reads any bytes in any set', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), fc.integer({ min: 0, max: 3000 }), (bytes, charset) => {
        expect(typeof decodeIn(bytes, charset)).toBe('string');
        // no byte is lost: bytes that are no padding leave a sign
        if (bytes.some((byte) => byte !== 0)) expect(decodeIn(bytes, charset).length).toBeGreaterThan(0);
      }),
    );
  });
});
