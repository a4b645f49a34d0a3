import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import { claimsOf } from './claims.ts';
import { decodePjLink, encodePjLink, type PjLine } from './codec.ts';
import { describePjLink } from './describe.ts';
import { encodeReadOnly, isReadOnly, question, questions, search } from './questions.ts';
import { sameQuestion, withoutDigest } from './replay.ts';

const golden = goldenOf('pjlink');
const bytesOf = (name: string) => golden.find((row) => row.name === name)!.bytes;
const line = (text: string): PjLine => {
  const decoded = decodePjLink(encodeText(`${text}\r`));
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
};
const claims = (text: string) => claimsOf(line(text));

describe('lines of PJLink', () => {
  it.each(golden)('$name is encoded again byte by byte, and every proper prefix is truncated', ({ bytes }) => {
    const decoded = decodePjLink(bytes);
    expect(decoded.ok && formatHex(encodePjLink(decoded.value))).toBe(formatHex(bytes));
    for (let length = 0; length < bytes.length; length++)
      expect(decodePjLink(bytes.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'truncated' } });
  });

  it.each([...golden.map(({ bytes }) => bytes), encodeText('%1NAME=Café\r'), encodeText('PJLINK ERRA\r')])(
    'the fields cover every byte once, in order (%#)',
    (bytes) => {
      let next = 0;
      for (const { offset, length } of describePjLink(bytes).fields) {
        expect(offset).toBe(next);
        next += length;
      }
      expect(next).toBe(bytes.length);
    },
  );

  it.each([
    ['GET / HTTP/1.0\r', 'bad-magic'],
    ['SSH-2.0-x', 'bad-magic'],
    ['%1POWR=1\r%1POWR=1\r', 'trailing'],
    ['%1POWR=\x1b[2J\r', 'bad-value'],
    [`%1NAME=${'x'.repeat(600)}\r`, 'too-large'],
    [`PJLINK ${'1'.repeat(600)}`, 'too-large'],
    ['%POWR=1\r', 'bad-magic'],
    ['\r', 'bad-magic'],
  ])('%j is none', (text, code) => {
    expect(decodePjLink(encodeText(text))).toMatchObject({ ok: false, error: { code } });
  });

  it('any bytes are a line or a reason, and what is a line is written again as it was', () => {
    const text = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.string({ unit: 'grapheme' }).map(encodeText));
    fc.assert(
      fc.property(text, fc.constantFrom('', 'PJLINK ', '%1NAME=', '%1POWR '), (tail, head) => {
        const bytes = Uint8Array.from([...encodeText(head), ...tail, 13]);
        const decoded = decodePjLink(bytes);
        expect(describePjLink(bytes).ok).toBe(decoded.ok);
        // a value that is not UTF-8 is read as Latin-1, and written as UTF-8
        if (decoded.ok && !decodeText(bytes).includes('\ufffd') && bytes.every((byte) => byte < 0x80))
          expect(encodePjLink(decoded.value)).toEqual(bytes);
      }),
    );
  });

  it('a digest is not shown, and not kept', () => {
    const bytes = bytesOf('power-with-digest');
    expect(JSON.stringify(describePjLink(bytes))).not.toContain('5d8409bc');
    expect(decodeText(withoutDigest(bytes))).toBe('%1POWR ?\r');
    expect(sameQuestion(withoutDigest(bytes), bytes)).toBe(true);
    expect(sameQuestion(bytes, encodeText('%1LAMP ?\r'))).toBe(false);
    expect(withoutDigest(Uint8Array.of(1))).toEqual(Uint8Array.of(1));
  });
});

describe('what a line lets us say', () => {
  it('facts, in the field that holds them', () => {
    expect(claims('%1INF1=EPSON')).toMatchObject([{ fact: 'make', value: 'EPSON', path: 'INF1' }]);
    expect(claims('%1INF2=EPSON 1470Ui/1470UT')).toMatchObject([{ fact: 'model', value: '1470Ui/1470UT' }]);
    expect(claims('%1NAME=Room 4')).toMatchObject([{ fact: 'name', value: 'Room 4' }]);
    expect(claims('%2SNUM=X4YK500123')).toMatchObject([{ fact: 'serial', value: 'X4YK500123' }]);
    expect(claims('%2SVER=1.04')).toMatchObject([{ fact: 'firmware' }]);
    expect(claims('%2ACKN=40:4E:36:ce:e5:9c')).toEqual([{ is: 'mac', value: '40:4e:36:ce:e5:9c', path: 'ACKN' }]);
    const model = bytesOf('model');
    expect(describePjLink(model).fields.find(({ path }) => path === 'INF2')?.text).toBe('EPSON 1470Ui/1470UT');
  });

  it.each([
    ['0', 'asleep', 'standby'],
    ['1', 'idle', 'lamp-on'],
    ['2', 'processing', 'cooling'],
    ['3', 'processing', 'warm-up'],
  ])('POWR=%s is %s', (value, word, reason) => {
    expect(claims(`%1POWR=${value}`)).toEqual([{ is: 'state', word, reasons: [reason], path: 'POWR' }]);
  });

  it('lamps make a projector, and each counts its hours', () => {
    expect(claims('%1LAMP=1234 1 56 0')).toMatchObject([
      { fact: 'kind', value: 'projector', basis: 'derived' },
      { is: 'counter', name: 'lamp-hours', value: 1234, row: 'lamp.1' },
      { is: 'counter', name: 'lamp-hours', value: 56, row: 'lamp.2' },
    ]);
    for (const value of ['', 'ERR1', '1', '1 2', '-1 0', '123456 0', `${'1 0 '.repeat(9)}`.trim()])
      expect(claims(`%1LAMP=${value}`)).toEqual([]);
  });

  it('parts that warn or fail are alerts', () => {
    expect(claims('%1ERST=020010')).toMatchObject([
      { severity: 'critical', code: 'lamp-error', row: 'ERST.2' },
      { severity: 'warning', code: 'filter-warning', row: 'ERST.5' },
    ]);
    for (const value of ['000000', '3', '00000', 'ERR3']) expect(claims(`%1ERST=${value}`)).toEqual([]);
  });

  it('errors, questions and greetings say nothing of the device; a locked one says that it is', () => {
    for (const text of ['%1POWR=ERR3', '%1NAME=ERRA', '%1INFO=hello', '%1NAME ?', 'PJLINK 0', '%2ACKN=here'])
      expect(claims(text)).toEqual([]);
    for (const text of ['PJLINK 1 498e4a67', 'PJLINK 2 0123', 'PJLINK ERRA'])
      expect(claims(text)).toMatchObject([{ is: 'alert', code: 'password-required', severity: 'report' }]);
  });
});

describe('what may be said', () => {
  it('is the closed list, and nothing else', () => {
    const all = Object.entries(questions).flatMap(([level, list]) => list.map((command) => question(level, command)));
    expect(all).toHaveLength(10);
    for (const row of [...all, search, question('1', 'POWR', '0'.repeat(32))]) expect(isReadOnly(row)).toBe(true);
    expect(encodeReadOnly(search)).toEqual(bytesOf('search'));
    for (const text of [
      '%1POWR 1',
      '%1POWR 0',
      '%1INPT 31',
      '%1AVMT 31',
      '%2SVOL 1',
      '%2FREZ 1',
      '%1INST ?',
      '%2POWR ?',
    ])
      expect(() => encodeReadOnly(line(text))).toThrow(RangeError);
    for (const text of ['PJLINK 0', '%1POWR=1', '%1POWR']) expect(isReadOnly(line(text))).toBe(false);
    const any = fc.record({
      ...{ is: fc.constant('command' as const), class: fc.constantFrom('1', '2', '3') },
      ...{ command: fc.constantFrom('POWR', 'INPT', 'SRCH', 'SNUM'), parameter: fc.string({ maxLength: 3 }) },
    });
    fc.assert(
      fc.property(any, (row) => {
        fc.pre(row.parameter !== '?');
        expect(() => encodeReadOnly(row)).toThrow(RangeError);
      }),
    );
  });
});
