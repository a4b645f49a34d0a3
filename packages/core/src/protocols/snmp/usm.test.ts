import { describe, expect, test } from 'vitest';
import { systemCryptography as cryptography } from '../../../../../tests/support/cryptography.ts';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { formatHex, parseHex } from '../../bytes/hex.ts';
import { decodeText } from '../../bytes/text.ts';
import type { SnmpAuth, SnmpPrivacy } from '../../contracts/credentials.ts';
import { decodeSnmpV3Message, type SnmpV3Message } from '../../formats/snmp-v3-message.ts';
import { describeSnmp } from './describe.ts';
import { keepable, open, seal } from './usm.ts';
import { localizedKey, type SnmpUserSecret, usmKeys } from './usm-keys.ts';

const golden = goldenOf('snmp').filter(({ name }) => name.startsWith('v3-'));
const packet = (name: string) => golden.find((one) => one.name === name)!.bytes;

const pairs: readonly [SnmpAuth, SnmpPrivacy, string][] = [
  ['md5', 'des', 'md5des'],
  ['sha1', 'aes128', 'shaaes'],
  ['sha224', 'aes192', 's224a192'],
  ['sha256', 'aes256', 's256a256'],
  ['sha384', 'aes256', 's384a256'],
  ['sha512', 'aes128', 's512aes'],
  ['md5', 'aes256-c', 'md5a256c'],
  ['sha1', 'aes256', 'shaa256'],
];

describe('keys', () => {
  // RFC 3414, sections A.3.1 and A.3.2
  test.each<[SnmpAuth, string]>([
    ['md5', '526f5eed9fcce26f8964c2930787d82b'],
    ['sha1', '6695febc9288e36282235fc7151f128497b38f3f'],
  ])('"maplesyrup" by %s is what RFC 3414 says it is', (protocol, key) => {
    const engineId = parseHex('000000000000000000000002')!;
    expect(formatHex(localizedKey(cryptography, protocol, 'maplesyrup', engineId))).toBe(key);
  });

  test('a passphrase may be of any length, but not of none', () => {
    const engineId = parseHex('8000053a03020000001248')!;
    for (const length of [1, 63, 64, 65, 1_048_575, 1_048_577])
      expect(localizedKey(cryptography, 'sha1', 'x'.repeat(length), engineId)).toEqual(
        // of equal letters every length makes the same megabyte
        localizedKey(cryptography, 'sha1', 'x', engineId),
      );
    expect(() => localizedKey(cryptography, 'sha1', '', engineId)).toThrow(RangeError);
  });

  test('the two ways to stretch a key differ only where the digest is too short for the cipher', () => {
    const engineId = parseHex('8000053a03020000001248')!;
    const key = (auth: SnmpAuth, privacy: SnmpPrivacy) =>
      formatHex(usmKeys(cryptography, secret(auth, privacy, 'x'), engineId).privacy!.key);
    for (const size of ['192', '256'] as const) {
      expect(key('sha1', `aes${size}`)).not.toBe(key('sha1', `aes${size}-c`));
      expect(key('sha256', `aes${size}`)).toBe(key('sha256', `aes${size}-c`));
      expect(key('md5', `aes${size}`)).toHaveLength(Number(size) / 4);
    }
  });
});

describe("net-snmp's messages", () => {
  test.each(pairs)('of %s and %s are opened, and sealed again byte by byte', (auth, privacy, user) => {
    for (const kind of ['request', 'response']) {
      const bytes = packet(`v3-${kind}-${auth}-${privacy}`);
      const message = read(bytes);
      const { security } = message;
      if (security.is !== 'usm') throw new Error('a message of a user');
      expect(decodeText(security.user)).toBe(user);
      const keys = usmKeys(cryptography, secret(auth, privacy, user), security.engineId);
      const opened = open(cryptography, keys, message, bytes);
      expect(opened).toMatchObject({ is: 'opened', scoped: { pdu: { varbinds: [{ oid: '1.3.6.1.2.1.1.5.0' }] } } });
      if (opened.is !== 'opened') continue;
      const { boots, time } = security;
      // for DES the four octets behind the boots are ours
      const salt = privacy === 'des' ? Uint8Array.of(0, 0, 0, 0, ...security.privacy.subarray(4)) : security.privacy;
      const again = seal(
        cryptography,
        { engineId: security.engineId, name: security.user, keys },
        { msgId: message.msgId, reportable: kind === 'request', boots, time, salt, scoped: opened.scoped },
      );
      // net-snmp fills up the last block of DES in its own way, which changes that block and the digest
      if (privacy === 'des') expect(open(cryptography, keys, read(again), again)).toEqual(opened);
      else expect(formatHex(again)).toBe(formatHex(bytes));
    }
  });

  test.each(pairs)('of %s and %s are believed with the right passphrases alone', (auth, privacy, user) => {
    const bytes = packet(`v3-response-${auth}-${privacy}`);
    const message = read(bytes);
    const engineId = message.security.is === 'usm' ? message.security.engineId : new Uint8Array();
    const right = usmKeys(cryptography, secret(auth, privacy, user), engineId);
    const other = usmKeys(cryptography, secret(auth, privacy, 'other'), engineId);
    expect(open(cryptography, { ...right, auth: other.auth! }, message, bytes).is).toBe('wrong-digest');
    expect(open(cryptography, { ...right, privacy: other.privacy! }, message, bytes).is).toBe('undecipherable');
    expect(open(cryptography, {}, message, bytes).is).toBe('wrong-digest');
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 1;
      const decoded = decodeSnmpV3Message(changed);
      if (decoded.ok) expect(open(cryptography, right, decoded.value, changed).is).not.toBe('opened');
    }
  });

  test('the signed Report that brings the clock is believed by its digest', () => {
    const bytes = packet('v3-report-not-in-time');
    const message = read(bytes);
    const keys = usmKeys(cryptography, secret('sha1', 'aes128', 'shaaes'), parseHex('8000053a03020000001248')!);
    expect(open(cryptography, keys, message, bytes)).toMatchObject({
      is: 'opened',
      scoped: { pdu: { is: 'Report', varbinds: [{ oid: '1.3.6.1.6.3.15.1.1.2.0' }] } },
    });
  });
});

describe('what is kept', () => {
  test('is read without a key, and holds neither digest nor salt nor user', () => {
    const bytes = packet('v3-response-sha256-aes256');
    const message = read(bytes);
    const keys = usmKeys(cryptography, secret('sha256', 'aes256', 's256a256'), parseHex('8000053a03020000001248')!);
    const opened = open(cryptography, keys, message, bytes);
    if (opened.is !== 'opened' || message.security.is !== 'usm') throw new Error('it opens');
    const kept = keepable(message, opened.scoped);
    const { auth, privacy, user } = message.security;
    for (const part of [auth, privacy, user]) expect(formatHex(kept)).not.toContain(formatHex(part));
    const described = describeSnmp(kept);
    expect(described.ok).toBe(true);
    expect(described.fields).toContainEqual(
      expect.objectContaining({ path: 'varbind[0].sysName.0', text: 'EPSON1A2B3C' }),
    );
    expect(described.fields).toContainEqual(expect.objectContaining({ path: 'header.flags', text: 'authPriv' }));
    expect(open(cryptography, keys, read(kept), kept).is).toBe('wrong-digest');
  });

  test('a message that calls itself encrypted and is plain is not opened', () => {
    const plain = read(packet('v3-response-plain'));
    expect(open(cryptography, {}, { ...plain, flags: 2 }, packet('v3-response-plain')).is).toBe('undecipherable');
  });
});

function secret(auth: SnmpAuth, privacy: SnmpPrivacy, user: string): SnmpUserSecret {
  return {
    for: 'snmp-user',
    user,
    auth: { protocol: auth, passphrase: `authpass-${user}` },
    privacy: { protocol: privacy, passphrase: `privpass-${user}` },
  };
}

function read(bytes: Uint8Array): SnmpV3Message {
  const decoded = decodeSnmpV3Message(bytes);
  if (!decoded.ok) throw new Error(`${decoded.error.code} in ${decoded.error.field}`);
  return decoded.value;
}
