import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { encodeText } from '../bytes/text.ts';
import { ber, closeBer, openBer, writeBerInteger, writeBerOctets, writeBerOid } from './ber.ts';
import { decodeCertificate, decodeCertificateFields } from './x509.ts';
import { formatName } from './x509-name.ts';

interface Made {
  readonly name?: readonly (readonly [oid: string, tag: number, content: Uint8Array])[];
  readonly times?: readonly (readonly [tag: number, text: string])[];
  readonly names?: readonly (readonly [tag: number, content: Uint8Array])[];
  readonly serial?: Uint8Array;
}

const COMMON_NAME = '2.5.4.3';
const utf8 = (text: string): readonly [string, number, Uint8Array] => [COMMON_NAME, 0x0c, encodeText(text)];

/** A certificate by hand, so that it may hold what no tool would sign. */
function made({
  name = [utf8('x')],
  times = [
    [0x17, '100101000000Z'],
    [0x17, '380101000000Z'],
  ],
  names = [],
  serial = Uint8Array.of(1),
}: Made): Uint8Array {
  const w = new ByteWriter();
  const inside = (tag: number, write: () => void) => {
    const start = openBer(w, tag);
    write();
    closeBer(w, start);
  };
  const algorithm = (oid: string) => inside(ber.sequence, () => writeBerOid(w, ber.oid, oid));
  const distinguished = () =>
    inside(ber.sequence, () => {
      for (const [oid, tag, content] of name)
        inside(ber.set, () =>
          inside(ber.sequence, () => {
            writeBerOid(w, ber.oid, oid);
            writeBerOctets(w, tag, content);
          }),
        );
    });
  inside(ber.sequence, () => {
    inside(ber.sequence, () => {
      inside(0xa0, () => writeBerInteger(w, ber.integer, 2));
      writeBerOctets(w, ber.integer, serial);
      algorithm('1.2.840.113549.1.1.11');
      distinguished();
      inside(ber.sequence, () => {
        for (const [tag, text] of times) writeBerOctets(w, tag, encodeText(text));
      });
      distinguished();
      inside(ber.sequence, () => {
        algorithm('1.3.101.112');
        writeBerOctets(w, ber.bitString, new Uint8Array(33));
      });
      if (names.length > 0)
        inside(0xa3, () =>
          inside(ber.sequence, () =>
            inside(ber.sequence, () => {
              writeBerOid(w, ber.oid, '2.5.29.17');
              inside(ber.octets, () =>
                inside(ber.sequence, () => {
                  for (const [tag, content] of names) writeBerOctets(w, tag, content);
                }),
              );
            }),
          ),
        );
    });
    algorithm('1.2.840.113549.1.1.11');
    writeBerOctets(w, ber.bitString, new Uint8Array(9));
  });
  return w.finish();
}

const read = (bytes: Uint8Array) => {
  const decoded = decodeCertificate(bytes);
  if (!decoded.ok) throw new Error(`${decoded.error.code} in ${decoded.error.field} at ${decoded.error.offset}`);
  return decoded.value;
};

describe('certificates', () => {
  it('a small one, whole', () => {
    expect(read(made({}))).toEqual({
      version: 3,
      serial: '01',
      issuer: [{ type: 'CN', value: 'x' }],
      subject: [{ type: 'CN', value: 'x' }],
      notBefore: Date.UTC(2010, 0, 1),
      notAfter: Date.UTC(2038, 0, 1),
      key: { kind: 'Ed25519' },
      signature: 'sha256WithRSAEncryption',
      selfIssued: true,
      names: [],
      authority: false,
    });
  });

  it('a NUL in a name is visible and ends nothing', () => {
    const bank = encodeText('bank.example\0.evil.example');
    const { subject, names } = read(made({ name: [[COMMON_NAME, 0x0c, bank]], names: [[0x82, bank]] }));
    expect(formatName(subject)).toBe('CN=bank.example␀.evil.example');
    expect(names).toEqual([{ kind: 'dns', value: 'bank.example␀.evil.example', path: 'name[0]' }]);
  });

  it.each([
    ['UTF-8', 0x0c, encodeText('Drücker'), 'Drücker'],
    ['Latin-1 under any tag', 0x13, Uint8Array.of(0x44, 0xfc), 'Dü'],
    ['two bytes a letter', 0x1e, Uint8Array.of(0x30, 0xd7, 0, 0), '\u30d7␀'],
    ['a terminal sequence', 0x0c, encodeText('\u001b[2J\u007f\u0085'), '␛[2J␡\ufffd'],
  ])('text as %s', (_, tag, content, shown) => {
    expect(read(made({ name: [[COMMON_NAME, tag, content]] })).subject[0]?.value).toBe(shown);
  });

  it('names of several parts keep their order, and a comma is escaped', () => {
    const { subject } = read(
      made({
        name: [['2.5.4.10', 0x13, encodeText('SEIKO EPSON CORP.')], utf8('a, b\\c'), ['1.2.3', 0x0c, encodeText('y')]],
      }),
    );
    expect(formatName(subject)).toBe('O=SEIKO EPSON CORP., CN=a\\, b\\\\c, 1.2.3=y');
  });

  it.each([
    [0x17, '491231235959Z', Date.UTC(2049, 11, 31, 23, 59, 59)],
    [0x17, '500101000000Z', Date.UTC(1950, 0, 1)],
    [0x17, '2601010000Z', Date.UTC(2026, 0, 1)],
    [0x18, '99991231235959Z', Date.UTC(9999, 11, 31, 23, 59, 59)],
    [0x18, '20380101000000.000Z', Date.UTC(2038, 0, 1)],
    [0x18, '00010101000000Z', new Date('0001-01-01T00:00:00Z').getTime()],
  ])('time %i %s', (tag, text, millis) => {
    expect(
      read(
        made({
          times: [
            [0x17, '100101000000Z'],
            [tag, text],
          ],
        }),
      ).notAfter,
    ).toBe(millis);
  });

  it.each(['', '100101', '101301000000Z', '100101250000Z', '100101000000+0100', 'never'])('%s is no time', (text) => {
    const decoded = decodeCertificate(
      made({
        times: [
          [0x17, text],
          [0x17, text],
        ],
      }),
    );
    expect(decoded).toMatchObject({ ok: false, error: { code: 'bad-value', field: 'notBefore' } });
  });

  it('alternative names by their kind', () => {
    const names = read(
      made({
        names: [
          [0x82, encodeText('a.local')],
          [0x87, Uint8Array.of(192, 0, 2, 9)],
          [0x87, Uint8Array.of(1, 2)],
          [0x86, encodeText('https://x/')],
          [0x81, encodeText('a@b')],
          [0x88, Uint8Array.of(0x2a)],
        ],
      }),
    ).names;
    expect(names.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      'dns a.local',
      'ip 192.0.2.9',
      'ip 0102',
      'uri https://x/',
      'email a@b',
      'other 2a',
    ]);
  });

  it('more names than anybody needs are too many', () => {
    const names = Array.from({ length: 300 }, () => [0x82, encodeText('x')] as const);
    expect(decodeCertificate(made({ names }))).toMatchObject({ ok: false, error: { code: 'too-large' } });
    const name = Array.from({ length: 80 }, () => utf8('x'));
    expect(decodeCertificate(made({ name }))).toMatchObject({ ok: false, error: { code: 'too-large' } });
  });

  it('every proper prefix is truncated, and what follows is too much', () => {
    const bytes = made({ names: [[0x82, encodeText('a.local')]] });
    for (let length = 0; length < bytes.length; length++)
      expect(decodeCertificate(bytes.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'truncated' } });
    expect(decodeCertificate(Uint8Array.from([...bytes, 0]))).toMatchObject({ ok: false, error: { code: 'trailing' } });
  });

  it('fields lie inside of the bytes, in offsets of the whole packet', () => {
    const bytes = Uint8Array.from([9, 9, 9, ...made({ names: [[0x82, encodeText('a.local')]] })]);
    const { decoded, fields } = decodeCertificateFields(bytes, 3);
    expect(decoded.ok).toBe(true);
    expect(fields.map(({ path }) => path)).toEqual([
      ...['version', 'serial', 'signature', 'issuer', 'notBefore', 'notAfter', 'subject', 'key', 'name[0]'],
    ]);
    const name = fields.at(-1)!;
    expect(bytes.subarray(name.offset + 2, name.offset + name.length)).toEqual(encodeText('a.local'));
  });

  it('any change of one byte gives a certificate or a reason inside of the bytes', () => {
    const bytes = made({
      names: [
        [0x82, encodeText('a.local')],
        [0x87, Uint8Array.of(192, 0, 2, 9)],
      ],
    });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        const changed = bytes.slice();
        changed[at] = value;
        const decoded = decodeCertificate(changed);
        if (!decoded.ok) expect(decoded.error.offset).toBeLessThanOrEqual(changed.length);
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (tail) => void decodeCertificate(Uint8Array.from([0x30, ...tail]))),
    );
  });
});
