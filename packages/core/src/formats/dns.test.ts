import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHex, parseHex } from '../bytes/hex.ts';
import { encodeText } from '../bytes/text.ts';
import { type DnsMessage, type DnsRecord, decodeMessage, decodeWithFields, dnsFlags, encodeMessage } from './dns.ts';
import { dnsType } from './dns-data.ts';
import { labelsOf, nameKey, nameOf } from './dns-name.ts';
import { txtEntries } from './dns-txt.ts';

const none = { id: 0, flags: 0, questions: [], answers: [], authorities: [], additionals: [] };
const record = (name: string, type: number, data: DnsRecord['data']): DnsRecord => ({
  name,
  type,
  class: 1,
  flush: true,
  ttlSeconds: 120,
  data,
});
const strings = (...texts: string[]) => texts.map((text) => encodeText(text));
const sample: DnsMessage = {
  id: 0,
  flags: dnsFlags.response | dnsFlags.authoritative,
  questions: [{ name: '_ipp._tcp.local', type: dnsType.ptr, class: 1, unicast: true }],
  answers: [
    record('_ipp._tcp.local', dnsType.ptr, { is: 'ptr', target: nameOf(['Büro 2. OG', '_ipp', '_tcp', 'local']) }),
    record(nameOf(['Büro 2. OG', '_ipp', '_tcp', 'local']), dnsType.srv, {
      is: 'srv',
      priority: 0,
      weight: 0,
      port: 631,
      target: 'printer.local',
    }),
  ],
  authorities: [record('printer.local', dnsType.aaaa, { is: 'address', address: 'fe80::1' })],
  additionals: [
    record('printer.local', dnsType.a, { is: 'address', address: '192.0.2.9' }),
    record('printer.local', dnsType.nsec, { is: 'nsec', next: 'printer.local', types: [1, 28, 257] }),
    record('printer.local', 13, { is: 'raw', bytes: Uint8Array.of(1, 2) }),
    record('printer.local', dnsType.txt, { is: 'txt', strings: strings('ty=A', '', 'note=', 'flag') }),
  ],
};

const bytesOf = (hex: string) => parseHex(hex)!;
const failure = (hex: string) => {
  const decoded = decodeMessage(bytesOf(hex));
  return decoded.ok ? undefined : decoded.error;
};

describe('DNS messages', () => {
  it('come back as they were written, and the same bytes come out again', () => {
    const bytes = encodeMessage(sample);
    const decoded = decodeMessage(bytes);
    expect(decoded).toEqual({ ok: true, value: sample });
    expect(decoded.ok && formatHex(encodeMessage(decoded.value))).toBe(formatHex(bytes));
  });

  it('share every ending that two names have in common', () => {
    const long = encodeMessage(sample, { shortSrv: false }).length;
    // Whole, the SRV target takes 5 bytes more, and the next owner has no earlier place to point at: 8 more.
    expect(encodeMessage(sample).length).toBe(long - 13);
    expect(formatHex(encodeMessage(sample)).split(formatHex(encodeText('_tcp')))).toHaveLength(2);
  });

  it('cut anywhere are truncated, never a value', () => {
    const bytes = encodeMessage(sample);
    for (let length = 0; length < bytes.length; length++) {
      const decoded = decodeMessage(bytes.subarray(0, length));
      expect(decoded.ok ? 'value' : decoded.error.code, `${length} bytes`).toBe('truncated');
    }
  });

  it('with more behind them are refused', () => {
    expect(failure(`${formatHex(encodeMessage(sample))}00`)?.code).toBe('trailing');
  });

  it('that promise 65,535 records in 12 bytes fail before anything is read', () => {
    expect(failure('0000 8400 ffff ffff ffff ffff')).toEqual({ code: 'truncated', offset: 12, field: 'counts' });
  });

  it('with a pointer to itself, forward, into the header or in a circle are refused', () => {
    const question = (name: string) => failure(`0000 0000 0001 0000 0000 0000 ${name} 000c 0001`);
    expect(question('c00c')).toEqual({ code: 'bad-pointer', offset: 12, field: 'question[0].name' });
    expect(question('c010')?.code).toBe('bad-pointer');
    expect(question('c004')?.code).toBe('bad-pointer');
    expect(question('0161 c00c')?.code).toBe('bad-pointer');
    expect(question('4161 00')?.code).toBe('bad-value');
  });

  it('with a long chain of pointers are given up, not followed', () => {
    const chain = Array.from({ length: 80 }, (_, i) => (i === 0 ? '0000' : (0xc000 + 23 + 2 * (i - 1)).toString(16)));
    const raw = `00 ff00 0001 00000000 ${(160).toString(16).padStart(4, '0')} ${chain.join('')}`;
    const last = (0xc000 + 23 + 2 * 79).toString(16);
    const message = `0000 8400 0000 0002 0000 0000 ${raw} ${last} ff00 0001 00000000 0000`;
    expect(failure(message)?.code).toBe('too-deep');
  });

  it('with a name beyond 255 bytes are refused', () => {
    const label = `3f${'61'.repeat(63)}`;
    expect(failure(`0000 0000 0001 0000 0000 0000 ${label.repeat(4)}00 000c 0001`)?.code).toBe('too-large');
    expect(() =>
      encodeMessage({ ...none, questions: [{ name: 'a'.repeat(64), type: 1, class: 1, unicast: false }] }),
    ).toThrow(RangeError);
  });

  it('whose data is longer or shorter than its type are refused', () => {
    const a = (data: string) => failure(`0000 8400 0000 0001 0000 0000 00 0001 0001 00000078 ${data}`);
    expect(a('0004 c0000209')).toBeUndefined();
    expect(a('0005 c000020901')?.code).toBe('trailing');
    expect(a('0003 c00002')?.code).toBe('truncated');
  });

  it('of any bytes give a value or a reason', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const { decoded, fields } = decodeWithFields(bytes);
        expect(decoded).toEqual(decodeMessage(bytes));
        for (const field of fields) expect(field.offset + field.length).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  it('with one byte changed give a value or a reason', () => {
    const good = encodeMessage(sample);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const bytes = good.slice();
        bytes[at] = byte;
        expect(typeof decodeMessage(bytes).ok).toBe('boolean');
      }),
    );
  });

  it('are told field by field, each with its place', () => {
    const bytes = encodeMessage(sample);
    const { fields } = decodeWithFields(bytes);
    const at = (path: string) => fields.find((field) => field.path === path);
    expect(at('question[0].class')?.text).toBe('IN, QU');
    expect(at('answer[0].target')?.text).toBe('Büro 2\\. OG._ipp._tcp.local');
    expect(at('answer[1].port')).toMatchObject({ text: '631', length: 2 });
    expect(at('authority[0].address')).toMatchObject({ text: 'fe80::1', length: 16 });
    expect(at('additional[3].txt.ty')).toMatchObject({ text: 'A', length: 5 });
    expect(at('additional[3].txt[1]')).toMatchObject({ text: '', length: 1 });
    const covered = new Set(
      fields.flatMap((field) => Array.from({ length: field.length }, (_, i) => field.offset + i)),
    );
    expect(covered.size).toBe(bytes.length);
  });
});

describe('names', () => {
  it('keep dots, backslashes and foreign letters inside a label', () => {
    expect(nameOf(['Dr. Smith\\Lab', 'local'])).toBe('Dr\\. Smith\\\\Lab.local');
    expect(labelsOf('Dr\\. Smith\\\\Lab.local')).toEqual(['Dr. Smith\\Lab', 'local']);
  });

  it('of any bytes survive reading and writing', () => {
    const label = fc.uint8Array({ minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), (labels) => {
        const wire = labels.map((bytes) => formatHex(Uint8Array.of(bytes.length, ...bytes))).join('');
        const bytes = bytesOf(`0000 0000 0001 0000 0000 0000 ${wire}00 000c 0001`);
        const decoded = decodeMessage(bytes);
        if (!decoded.ok) throw new Error(decoded.error.code);
        expect(labelsOf(decoded.value.questions[0]!.name)).toHaveLength(labels.length);
        expect(formatHex(encodeMessage(decoded.value))).toBe(formatHex(bytes));
      }),
    );
  });

  it('are the same in upper and lower case of ASCII, and of ASCII only', () => {
    expect(nameKey('EPSON-Ä.Local')).toBe('epson-Ä.local');
  });
});

describe('TXT entries', () => {
  it('take the first of equal keys, and tell an empty value from none', () => {
    const entries = txtEntries(strings('Ty=first', 'ty=second', 'note=', 'flag', '=lost', '', 'a=b=c'));
    expect(entries.map(({ key, value, index }) => [key, value && formatHex(value), index])).toEqual([
      ['Ty', formatHex(encodeText('first')), 0],
      ['note', '', 2],
      ['flag', undefined, 3],
      ['a', formatHex(encodeText('b=c')), 6],
    ]);
  });
});
