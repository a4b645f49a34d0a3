import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemCryptography } from '../../../../../tests/support/cryptography.ts';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { perform } from '../../../../../tests/support/perform.ts';
import { formatHex } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import type { TlsOutcome } from '../../contracts/network.ts';
import type { HostTarget, Lead } from '../../contracts/protocol.ts';
import type { Certificate } from '../../formats/x509.ts';
import { claimsOf } from './claims.ts';
import { decodeTls, encodeTls } from './codec.ts';
import { describeTls } from './describe.ts';
import { look } from './talk.ts';

const golden = new Map(goldenOf('tls').map(({ name, bytes }) => [name, bytes]));
const seen = (name: string) => {
  const decoded = decodeTls(golden.get(name)!);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
};
const der = (name: string) => golden.get(name)!.subarray(seen(name).offset);
const host = (leads: readonly Lead[] = []): HostTarget => ({
  address: '192.0.2.9',
  port: (standard) => standard,
  leads,
  waitMs: 250,
  tries: 3,
  community: 'public',
});
function visit(target: HostTarget, respond: (port: number) => TlsOutcome) {
  const asked: number[] = [];
  const done = perform(look(target), (effect) => {
    if (effect.do === 'cryptography') return systemCryptography;
    if (effect.do !== 'tls') throw new Error(`unexpected ${effect.do}`);
    asked.push(effect.to.port);
    return respond(effect.to.port);
  });
  return { ...done, asked };
}

describe('what a handshake left behind', () => {
  it.each([...golden.keys()])('%s is encoded again byte by byte', (name) => {
    const { version, cipher, offset } = seen(name);
    const bytes = golden.get(name)!;
    expect(formatHex(encodeTls(version!, cipher!, bytes.subarray(offset)))).toBe(formatHex(bytes));
  });

  it.each([...golden.keys()])('%s: every proper prefix is truncated, of the bare certificate, too', (name) => {
    for (const bytes of [golden.get(name)!, der(name)])
      for (let length = 0; length < bytes.length; length++)
        expect(decodeTls(bytes.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'truncated' } });
  });

  it('says what openssl says of the same certificates', () => {
    expect(describeTls(golden.get('self-issued')!)).toMatchObject({
      ok: true,
      value: {
        tls: 'TLSv1.2',
        subject: 'O=SEIKO EPSON CORP., CN=EPSON102001',
        issuer: 'O=SEIKO EPSON CORP., CN=EPSON102001',
        serial: 'ab12cd34',
        notBefore: '2026-11-23T01:16:51.000Z',
        notAfter: '2036-11-20T01:16:51.000Z',
        key: { kind: 'RSA', bits: 1024 },
        signature: 'sha1WithRSAEncryption',
        selfIssued: true,
      },
    });
    expect(describeTls(der('alternative-names'))).toMatchObject({
      ok: true,
      value: {
        key: { kind: 'EC', curve: 'P-256', bits: 256 },
        signature: 'ecdsa-with-SHA256',
        authority: true,
        names: [
          { kind: 'dns', value: 'EPSON102001.local' },
          { kind: 'dns', value: '*.example' },
          { kind: 'ip', value: '192.0.2.9' },
          { kind: 'ip', value: '2001:db8::9' },
          { kind: 'email', value: 'a@b.example' },
          { kind: 'uri', value: 'https://x.example/' },
        ],
      },
    });
  });

  it('other bytes are another protocol', () => {
    expect(decodeTls(encodeText('GET / HTTP/1.1\r\n\r\n'))).toMatchObject({ ok: false, error: { code: 'bad-magic' } });
    expect(decodeTls(encodeText('x'.repeat(300)))).toMatchObject({ ok: false, error: { code: 'bad-magic' } });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const decoded = decodeTls(bytes);
        expect(describeTls(bytes).ok).toBe(decoded.ok);
        if (!decoded.ok) expect(decoded.error.offset).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});

describe('what a certificate lets us say', () => {
  const facts = (certificate: Partial<Certificate>) =>
    claimsOf({ certificate: { ...seen('self-issued').certificate, ...certificate }, offset: 0 }, '00').flatMap(
      (claim) =>
        claim.is === 'fact'
          ? [`${claim.basis} ${claim.fact} ${claim.value}`]
          : claim.is === 'hostname'
            ? [claim.value]
            : [],
    );
  const subject = (organisation: string, common: string) => ({
    subject: [
      { type: 'O', value: organisation },
      { type: 'CN', value: common },
    ],
  });

  it('itself, its maker where the device made it, and its names as labels', () => {
    const claims = claimsOf(seen('alternative-names'), 'ab');
    expect(claims).toEqual([
      {
        is: 'certificate',
        fingerprint: 'ab',
        subject: 'O=SEIKO EPSON CORP., CN=EPSON102001',
        issuer: 'O=SEIKO EPSON CORP., CN=EPSON102001',
        selfIssued: true,
        notBefore: Date.UTC(2026, 10, 23, 1, 16, 51),
        notAfter: Date.UTC(2026, 11, 23, 1, 16, 51),
        key: 'EC P-256 256 bits',
        signature: 'ecdsa-with-SHA256',
        tls: 'TLSv1.2',
        path: 'subject',
      },
      { is: 'fact', fact: 'make', value: 'EPSON', path: 'subject', basis: 'derived' },
      { is: 'hostname', value: 'EPSON102001', path: 'subject' },
      { is: 'hostname', value: 'EPSON102001.local', path: 'name[0]' },
    ]);
    const paths = describeTls(golden.get('alternative-names')!).fields.map(({ path }) => path);
    for (const { path } of claims) expect(paths).toContain(path);
  });

  it.each([
    [
      'a company in front of its own server',
      { ...subject('Hewlett-Packard', 'HPA1B2C3'), selfIssued: false },
      ['HPA1B2C3'],
    ],
    ['a maker without the form of its names', subject('SEIKO EPSON CORP.', 'shop'), ['shop']],
    ['a preset certificate', subject('', 'Preset Certificate'), []],
    ['a NUL in a name', subject('SEIKO EPSON CORP.', 'EPSON1␀.example'), ['derived make EPSON']],
    ['an address for a name', subject('x', '192.0.2.9'), []],
    [
      "Xerox's own root",
      { ...subject('x', 'XRX0001'), issuer: [{ type: 'CN', value: 'Xerox Generic Root' }], selfIssued: false },
      ['derived make Xerox', 'XRX0001'],
    ],
  ])('%s', (_, certificate, wanted) => {
    expect(facts(certificate)).toEqual(wanted);
  });
});

describe('looking at a certificate', () => {
  const shown = (certificate: Uint8Array): TlsOutcome => ({
    is: 'answered',
    shown: { version: 'TLSv1', cipher: 'AES128-SHA', certificate },
  });

  it('on 443, and tells what it saw with its fingerprint', () => {
    const { asked, result, told } = visit(host(), () => shown(der('alternative-names')));
    expect(asked).toEqual([443]);
    expect(result).toEqual({ is: 'answered', port: 443 });
    expect(told).toMatchObject([{ protocol: 'tls', from: { port: 443 } }]);
    // openssl x509 -fingerprint -sha256
    expect(told[0]?.claims[0]).toMatchObject({
      tls: 'TLSv1',
      fingerprint: '06fca0da42c8fb3aa3bfaef2a4fd041dcba7f4367b4c864a7f722785b19023bc',
    });
    expect(decodeTls(told[0]!.raw)).toMatchObject({ ok: true, value: { version: 'TLSv1', cipher: 'AES128-SHA' } });
  });

  it('on 631 where nobody is on 443, and where others say', () => {
    expect(visit(host(), (port) => (port === 443 ? { is: 'refused' } : shown(der('self-issued')))).asked).toEqual([
      443, 631,
    ]);
    const lead: Lead = { service: 'ipps', port: 8631, transport: 'tcp' };
    expect(visit(host([lead]), () => ({ is: 'silent' })).asked).toEqual([8631]);
  });

  it('garbage in TLS or for a certificate is garbled, and no crash', () => {
    expect(visit(host(), () => ({ is: 'garbled' })).result).toEqual({ is: 'garbled', port: 443 });
    const broken = visit(host(), () => shown(Uint8Array.of(0x30, 0x03, 1, 2)));
    expect(broken.result).toEqual({ is: 'garbled', port: 631 });
    expect(broken.told).toEqual([]);
    expect(visit(host(), (port) => ({ is: port === 443 ? 'silent' : 'refused' })).result).toEqual({
      is: 'refused',
      port: 631,
    });
  });
});
