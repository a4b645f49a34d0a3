import fc from 'fast-check';
import { expect, test } from 'vitest';
import { systemCryptography } from '../../../../tests/support/cryptography.ts';
import { encodeBase64 } from '../bytes/base64.ts';
import { basicAuthorization, challengesIn, chooseChallenge, digestAuthorization } from './http-login.ts';

// RFC 7616, section 3.9.1
const EXAMPLE = `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256,
 nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjev0ciny7QMkPqMAFRtzCUYo5tdS",
 Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5,
 nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjev0ciny7QMkPqMAFRtzCUYo5tdS"`;
const wish = {
  ...{ user: 'Mufasa', password: 'Circle of Life', method: 'GET', uri: '/dir/index.html', count: 1 },
  clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
};

test.each([
  [0, '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  [1, '8ca523f5e9506fed4657c9700eebdbec'],
])('answers the example of RFC 7616 (challenge %i)', (which, response) => {
  const challenge = challengesIn(EXAMPLE)[which]!;
  const text = digestAuthorization(challenge, wish, systemCryptography);
  expect(text).toContain(`response="${response}"`);
  expect(text).toContain('qop=auth, nc=00000001');
  expect(text).toContain('opaque="FQhe/qaU925kfnzjev0ciny7QMkPqMAFRtzCUYo5tdS"');
});

test('answers a server of RFC 2069, which names neither algorithm nor protection', () => {
  // RFC 2617, section 3.5 has the same values; the response is the hash of RFC 2069 over them
  const [challenge] = challengesIn('Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"');
  const text = digestAuthorization(challenge!, wish, systemCryptography);
  const md5 = (of: string) => Buffer.from(systemCryptography.hash('md5', Buffer.from(of))).toString('hex');
  const [a, b] = [md5('Mufasa:testrealm@host.com:Circle of Life'), md5('GET:/dir/index.html')];
  expect(text).toContain(`response="${md5(`${a}:dcd98b7102dd2f0e8b11d0f600bfb0c093:${b}`)}"`);
  expect(text).not.toMatch(/cnonce|qop|algorithm/);
});

test('chooses a proof before the password, and the password only where it may be shown', () => {
  const all = challengesIn(`Negotiate, Basic realm="a, \\"b\\"", ${EXAMPLE}`);
  expect(all.map(({ scheme }) => scheme)).toEqual(['negotiate', 'basic', 'digest', 'digest']);
  expect(all[1]!.values).toEqual({ realm: 'a, "b"' });
  expect(chooseChallenge(all, true)).toBe(all[2]);
  expect(chooseChallenge([all[1]!, all[3]!], true)).toBe(all[3]);
  expect(chooseChallenge(all.slice(0, 2), true)).toBe(all[1]);
  expect(chooseChallenge(all.slice(0, 2), false)).toBeUndefined();
  const unknown = challengesIn('Digest realm="x", nonce="1", algorithm=SHA-512-256, qop="auth"');
  const bodily = challengesIn('Digest realm="x", nonce="1", qop="auth-int"');
  expect(chooseChallenge([...unknown, ...bodily], false)).toBeUndefined();
});

test('writes Basic as RFC 7617 does', () => {
  expect(basicAuthorization({ user: 'Aladdin', password: 'open sesame' })).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
});

test('base64 is what everybody makes of it; no header makes it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    }),
  );
  fc.assert(fc.property(fc.string(), (header) => void challengesIn(header)));
});
