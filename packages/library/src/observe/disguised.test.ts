import { encodeText, formatHex } from '@quietport/core';
import { seededDice } from '@quietport/virtual';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disguised } from './disguised.ts';
import { everybodysWords } from './vocabulary.ts';

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const wide = (text: string, le: boolean) =>
  Uint8Array.from([...encodeText(text)].flatMap((byte) => (le ? [byte, 0] : [0, byte])));
const framed = (...parts: readonly Uint8Array[]) =>
  Uint8Array.from([0x51, 0x37, 0x8a, 0x01, ...parts.flatMap((part) => [0, part.length, ...part])]);

describe('bytes that may be published', () => {
  it('hold no word that may be a name, in whatever form it stood, and are as long as before', () => {
    const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHJKMNP');
    const name = fc
      .tuple(fc.string({ unit: letter, minLength: 5, maxLength: 12 }), fc.integer({ min: 0, max: 99 }))
      .map(([text, number]) => (number < 50 ? text : `${text}${number}`))
      // a run of one letter is found again in any disguise
      .filter((text) => new Set(text.toLowerCase()).size > 3 && !everybodysWords.has(text.toLowerCase()));
    const form = fc.constantFrom<(text: string) => Uint8Array>(
      (text) => encodeText(text),
      (text) => encodeText(text.toUpperCase()),
      (text) => wide(text, true),
      (text) => wide(text, false),
      (text) => encodeText(formatHex(encodeText(text))),
      (text) => encodeText(Buffer.from(`user=${text};`).toString('base64')),
      (text) => encodeText(`{"owner":"${text}","n":1}`),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, form), { minLength: 1, maxLength: 6 }), fc.nat(), (rows, seed) => {
        const messages = rows.map(([text, shape]) => framed(shape(text)));
        const { messages: made } = disguised(messages, [], seededDice(seed));
        expect(made.map((bytes) => bytes.length)).toEqual(messages.map((bytes) => bytes.length));
        const all = made.map((bytes) => latin1(bytes).toLowerCase());
        for (const [text] of rows) {
          const plain = encodeText(text);
          for (const one of [plain, wide(text, true)])
            expect(all.some((row) => row.includes(latin1(one).toLowerCase()))).toBe(false);
          expect(all.some((row) => row.includes(formatHex(plain)))).toBe(false);
          const packed = Buffer.from(`user=${text};`).toString('base64').replace(/=+$/, '');
          expect(made.some((bytes) => latin1(bytes).includes(packed))).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('have one disguise for one value, wherever and in whatever case it stands', () => {
    const { messages } = disguised(
      [framed(encodeText('Berenike'), encodeText('to BERENIKE')), framed(encodeText('berenike@attic'))],
      [],
      seededDice(1),
    );
    const [first, second, third] = [/([A-Z][a-z]{7})/, /to ([A-Z]{8})/, /([a-z]{8})@/].map(
      (pattern, i) => pattern.exec(latin1(messages[i < 2 ? 0 : 1]!))?.[1],
    );
    expect(first).toMatch(/^[A-Z][a-z]{7}$/);
    expect(first).not.toBe('Berenike');
    expect([second?.toLowerCase(), third]).toEqual([first?.toLowerCase(), first?.toLowerCase()]);
  });

  it('hold no address, MAC or UUID that is known or has the form of one, as text or as bytes', () => {
    const known = [
      { is: 'address', value: '10.59.3.2' },
      { is: 'mac', value: '00:26:ab:7c:e8:31' },
    ] as const;
    const before = framed(
      Uint8Array.of(10, 59, 3, 2),
      Uint8Array.of(0, 0x26, 0xab, 0x7c, 0xe8, 0x31),
      encodeText('10.59.3.2 192.168.7.33 fe80::1:2 00-26-AB-7C-E8-31 cfe92100-67c4-11d4-a45f-0026ab7ce831'),
    );
    const { messages, replaced } = disguised([before], known, seededDice(5));
    const after = latin1(messages[0]!).toLowerCase();
    for (const value of [
      '10.59.3.2',
      '192.168.7.33',
      'fe80::1:2',
      '00-26-ab-7c-e8-31',
      'cfe92100-67c4-11d4-a45f-0026ab7ce831',
    ])
      expect(after).not.toContain(value);
    expect(after).not.toContain('\x0a\x3b\x03\x02');
    expect(after).not.toContain('\x26\xab\x7c\xe8\x31');
    // the maker's half says whose make it is, not whose device
    expect(after).toContain('\x00\x26\xab');
    expect(replaced).toMatchObject({ address: 3, mac: 1, uuid: 1 });
  });

  it('keep what is no name: numbers, structure, words of everybody, a short magic', () => {
    const messages = [
      Uint8Array.from([...encodeText('XQ7P'), 1, 0, 9, ...encodeText('EPSON printer status 1234')]),
      Uint8Array.from([...encodeText('XQ7P'), 2, 0, 9, ...encodeText('host name error')]),
    ];
    const { messages: made, magic, replaced } = disguised(messages, [], seededDice(2));
    expect(made).toEqual(messages);
    expect([magic, replaced.text]).toEqual(['XQ7P', 0]);
  });

  it('are all there for nothing, too', () => {
    expect(disguised([], [], seededDice(1)).messages).toEqual([]);
    expect(disguised([new Uint8Array()], [{ is: 'text', value: 'Berenike' }], seededDice(1)).messages).toEqual([
      new Uint8Array(),
    ]);
  });
});
