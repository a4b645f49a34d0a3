import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { formatHex } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import { claimsOf, lineClaims } from './claims.ts';
import { decodeVp, encodeVp, type VpMessage, vpStatus } from './codec.ts';
import { answerSize, decodeVp21, encodeAnswer } from './codec-vp21.ts';
import { describeEscVpNet } from './describe.ts';
import { demandReadOnly, encodeQuestion, questions, sayable } from './questions.ts';

const golden = goldenOf('escvpnet');
const bytesOf = (name: string) => golden.find((row) => row.name === name)!.bytes;
const messages = golden.filter(({ name }) => !name.startsWith('power'));
const read = (bytes: Uint8Array): VpMessage => {
  const decoded = decodeVp(bytes);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
};
const anyMessage = fc
  .record({ version: fc.nat(255), type: fc.nat(255), reserved: fc.nat(0xffff), status: fc.nat(255) })
  .chain((head) =>
    fc
      .array(
        fc.record({
          id: fc.nat(255),
          attribute: fc.nat(255),
          information: fc.uint8Array({ minLength: 16, maxLength: 16 }),
        }),
        { maxLength: 4 },
      )
      .map((headers) => ({ ...head, headers })),
  );

describe('messages of ESC/VP.net', () => {
  it.each(messages)('$name is encoded again byte by byte, and every proper prefix is truncated', ({ bytes }) => {
    expect(formatHex(encodeVp(read(bytes)))).toBe(formatHex(bytes));
    for (let length = 0; length < bytes.length; length++)
      expect(decodeVp(bytes.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'truncated' } });
  });

  it.each(golden)('$name: the fields cover every byte once, in order', ({ bytes }) => {
    let next = 0;
    for (const { offset, length } of describeEscVpNet(bytes).fields) {
      expect(offset).toBe(next);
      next += length;
    }
    expect(next).toBe(bytes.length);
  });

  it('give back what was encoded', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(decodeVp(encodeVp(message))).toEqual({ ok: true, value: message });
      }),
    );
  });

  it('any bytes are a message, a text or a reason', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 90 }), fc.boolean(), (tail, named) => {
        const bytes = named ? Uint8Array.from([...encodeText('ESC/VP.net'), ...tail]) : tail;
        const described = describeEscVpNet(bytes);
        if (!described.ok) expect(described.error.offset).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  it('are described with the names of the protocol, passwords left as they came', () => {
    const fields = describeEscVpNet(bytesOf('hello-reply')).fields;
    const textOf = (path: string) => fields.find((field) => field.path === path)?.text;
    expect(textOf('head.type')).toBe('0x01 (hello)');
    expect(textOf('head.status')).toBe('0x20 (ok)');
    expect(textOf('header[0].id')).toBe('0x03 (name)');
    expect(textOf('header[0].information')).toBe('EB-L200F');
  });
});

describe('what a reply lets us say', () => {
  it('of a HELLO: a projector, its name, and the maker by the command set that it names', () => {
    expect(claimsOf(read(bytesOf('hello-reply')))).toEqual([
      { is: 'fact', fact: 'kind', value: 'projector', basis: 'derived', path: 'head.protocol' },
      { is: 'fact', fact: 'name', value: 'EB-L200F', basis: 'told', path: 'header[0].information' },
      { is: 'fact', fact: 'make', value: 'EPSON', basis: 'derived', path: 'header[2].attribute' },
    ]);
    expect(claimsOf(read(bytesOf('hello')))).toEqual([]);
  });

  it('of a name in an encoding that we do not read: nothing', () => {
    const reply = read(bytesOf('hello-reply'));
    const [name, ...others] = reply.headers;
    const claims = claimsOf({ ...reply, headers: [{ ...name!, attribute: 0x02 }, ...others] });
    expect(claims.some((claim) => claim.is === 'fact' && claim.fact === 'name')).toBe(false);
  });

  it('of a session that wants a password: that it does', () => {
    const locked = claimsOf({ ...read(bytesOf('connect-ok')), status: vpStatus.unauthorized });
    expect(locked).toContainEqual(
      expect.objectContaining({ is: 'alert', severity: 'report', code: 'password-required' }),
    );
  });

  it.each([
    ['00', 'asleep', ['standby']],
    ['01', 'idle', ['lamp-on']],
    ['02', 'processing', ['warm-up']],
    ['03', 'processing', ['cooling']],
    ['04', 'asleep', ['standby']],
    ['05', 'stopped', ['abnormal-standby']],
    ['09', 'asleep', ['av-standby']],
  ])('PWR=%s is %s', (value, word, reasons) => {
    const claims = lineClaims({ name: 'PWR', value, offset: 0, length: 6 }, 'x');
    expect(claims).toEqual([{ is: 'state', word, reasons, path: 'x' }]);
  });

  it('hours of each lamp, errors by name, and nothing of what is not understood', () => {
    const claims = (name: string, value: string) => lineClaims({ name, value, offset: 0, length: 0 }, 'x');
    expect(claims('LAMP', '1234')).toMatchObject([{ is: 'counter', name: 'lamp-hours', value: 1234, unit: 'hours' }]);
    expect(claims('LAMP', '12 34')).toMatchObject([
      { row: 'lamp.1', value: 12 },
      { row: 'lamp.2', value: 34 },
    ]);
    for (const value of ['', '-1', '1e9', '123456789', '1 2 3 4 5']) expect(claims('LAMP', value)).toEqual([]);
    expect(claims('ERR', '00')).toEqual([]);
    expect(claims('ERR', '04')).toMatchObject([{ severity: 'critical', code: 'temperature-error' }]);
    expect(claims('ERR', '7F')).toMatchObject([{ code: 'other-error', text: expect.stringContaining('7F') }]);
    expect(claims('SNO', 'X4YK500123')).toMatchObject([{ fact: 'serial', basis: 'told' }]);
    for (const [name, value] of [
      ['PWR', '06'],
      ['ERR', 'zz'],
      ['SNO', ''],
      ['SOURCE', '30'],
    ] as const)
      expect(claims(name, value)).toEqual([]);
  });
});

describe('text of a session', () => {
  it('is read up to the sign that the projector is ready', () => {
    expect(decodeVp21(bytesOf('power-on'))).toEqual({
      ok: true,
      value: { is: 'answer', lines: [{ name: 'PWR', value: '01', offset: 0, length: 6 }] },
    });
    expect(decodeVp21(bytesOf('power'))).toEqual({ ok: true, value: { is: 'command', text: 'PWR?' } });
    expect(answerSize(encodeText('IMEVENT=0001 03 10:20\rPWR=01\r:rest'))).toBe(30);
    for (const text of ['', 'PWR', 'PWR=01\r', 'A:B\r']) expect(answerSize(encodeText(text))).toBeUndefined();
    expect(encodeAnswer('PWR=01')).toEqual(bytesOf('power-on'));
  });

  it('with control characters, or without end, is a reason', () => {
    expect(decodeVp21(encodeText('PWR=\x1b\r:'))).toMatchObject({ ok: false, error: { code: 'bad-value', offset: 4 } });
    expect(decodeVp21(encodeText('PWR=01'))).toMatchObject({ ok: false, error: { code: 'truncated' } });
    expect(decodeVp21(encodeText(`${'A\r'.repeat(65)}:`))).toMatchObject({ ok: false, error: { code: 'too-large' } });
  });
});

describe('what may be said to a projector', () => {
  it('is the closed list, and nothing else', () => {
    expect(sayable).toHaveLength(2 + questions.length);
    for (const bytes of sayable) expect(demandReadOnly(bytes)).toBe(bytes);
    expect(questions.map((row) => formatHex(encodeQuestion(row)))).toContain(formatHex(bytesOf('power')));
    for (const text of ['PWR ON\r', 'PWR OFF\r', 'SOURCE 30\r', 'MUTE ON\r', 'PWR?', 'PWR?\rPWR OFF\r', '\r', ''])
      expect(() => demandReadOnly(encodeText(text))).toThrow(RangeError);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        fc.pre(!sayable.some((row) => formatHex(row) === formatHex(bytes)));
        expect(() => demandReadOnly(bytes)).toThrow(RangeError);
      }),
    );
    fc.assert(
      fc.property(anyMessage, (message) => {
        fc.pre(message.headers.length > 0);
        expect(() => demandReadOnly(encodeVp(message))).toThrow(RangeError);
      }),
    );
  });
});
