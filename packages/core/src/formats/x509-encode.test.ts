import { createPublicKey, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeCertificate } from './x509.ts';
import { encodeSelfSigned, type SelfSignedWish } from './x509-encode.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const wish: SelfSignedWish = {
  commonName: 'Küche',
  serial: Uint8Array.of(0x5a, 1, 2, 3),
  notBefore: Date.UTC(2026, 0, 2, 3, 4, 5),
  notAfter: Date.UTC(2056, 0, 2, 3, 4, 5),
  publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
};
const make = (change: Partial<SelfSignedWish> = {}) =>
  encodeSelfSigned({ ...wish, ...change }, (body) => new Uint8Array(sign('sha256', body, privateKey)));

describe('a self-signed certificate', () => {
  it('says what was wished, to our own decoder', () => {
    const decoded = decodeCertificate(make());
    expect(decoded.ok && decoded.value).toMatchObject({
      version: 3,
      serial: '5a010203',
      subject: [{ type: 'CN', value: 'Küche' }],
      notBefore: wish.notBefore,
      notAfter: wish.notAfter,
      key: { kind: 'EC', curve: 'P-256', bits: 256 },
      signature: 'ecdsa-with-SHA256',
      selfIssued: true,
      authority: false,
    });
  });

  it('is one that OpenSSL reads and whose signature it finds right', () => {
    const read = new X509Certificate(make());
    expect(read.verify(createPublicKey(privateKey))).toBe(true);
    expect(read.ca).toBe(false);
    expect([read.validFrom, read.validTo]).toEqual(['Jan  2 03:04:05 2026 GMT', 'Jan  2 03:04:05 2056 GMT']);
  });

  it('is signed over its body: a changed byte of it is noticed', () => {
    const der = make();
    const at = Buffer.from(der).indexOf(Buffer.from(wish.serial));
    der[at + 3]! ^= 1;
    const read = new X509Certificate(der);
    expect(read.serialNumber).toBe('5A010202');
    expect(read.verify(publicKey)).toBe(false);
  });

  it('is not made with a serial number or a name that the standard does not allow', () => {
    expect(() => make({ serial: Uint8Array.of(0x80) })).toThrow(RangeError);
    expect(() => make({ serial: new Uint8Array(21).fill(1) })).toThrow(RangeError);
    expect(() => make({ commonName: 'x'.repeat(65) })).toThrow(RangeError);
    expect(() => make({ commonName: '' })).toThrow(RangeError);
  });
});
