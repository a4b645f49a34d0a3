import { encodeText } from '../../bytes/text.ts';
import type { Secret, SnmpAuth, SnmpPrivacy } from '../../contracts/credentials.ts';
import type { CipherName, Cryptography } from '../../contracts/cryptography.ts';

export type SnmpUserSecret = Extract<Secret, { readonly for: 'snmp-user' }>;

/** A user's keys for one engine. */
export interface UsmKeys {
  readonly auth?: { readonly protocol: SnmpAuth; readonly key: Uint8Array };
  readonly privacy?: { readonly protocol: SnmpPrivacy; readonly key: Uint8Array };
}

/** Octets of the digest that a message carries (RFC 3414, sections 6 and 7; RFC 7860, section 4.2). */
export const digestLengths: Readonly<Record<SnmpAuth, number>> = {
  md5: 12,
  sha1: 12,
  sha224: 16,
  sha256: 24,
  sha384: 32,
  sha512: 48,
};

/** The cipher, and the octets of key material that it takes: DES keeps the second eight for its vector. */
export const ciphers: Readonly<Record<SnmpPrivacy, { readonly name: CipherName; readonly keyLength: number }>> = {
  des: { name: 'des-cbc', keyLength: 16 },
  aes128: { name: 'aes-128-cfb', keyLength: 16 },
  aes192: { name: 'aes-192-cfb', keyLength: 24 },
  'aes192-c': { name: 'aes-192-cfb', keyLength: 24 },
  aes256: { name: 'aes-256-cfb', keyLength: 32 },
  'aes256-c': { name: 'aes-256-cfb', keyLength: 32 },
};

/** The keys of a user at the engine with this id. Empty passphrases make no keys: see `emptyPassphrase`. */
export function usmKeys(cryptography: Cryptography, secret: SnmpUserSecret, engineId: Uint8Array): UsmKeys {
  const { auth, privacy } = secret;
  if (auth === undefined) return {};
  const authKey = {
    protocol: auth.protocol,
    key: localizedKey(cryptography, auth.protocol, auth.passphrase, engineId),
  };
  if (privacy === undefined) return { auth: authKey };
  const first = localizedKey(cryptography, auth.protocol, privacy.passphrase, engineId);
  const key = lengthened(cryptography, auth.protocol, privacy.protocol, first, engineId);
  return { auth: authKey, privacy: { protocol: privacy.protocol, key } };
}

/** True where a passphrase has no octet: the key would be the digest of nothing repeated. */
export function emptyPassphrase({ auth, privacy }: SnmpUserSecret): boolean {
  return auth?.passphrase === '' || privacy?.passphrase === '';
}

/** A passphrase as the key of one engine (RFC 3414, section 2.6): of two engines, neither knows the other's. */
export function localizedKey(
  cryptography: Cryptography,
  protocol: SnmpAuth,
  passphrase: string,
  engineId: Uint8Array,
): Uint8Array {
  return localize(cryptography, protocol, masterKey(cryptography, protocol, passphrase), engineId);
}

/** Long enough for the cipher, by the draft that its name says; where the digest is long enough, both give the same. */
function lengthened(
  cryptography: Cryptography,
  auth: SnmpAuth,
  privacy: SnmpPrivacy,
  localized: Uint8Array,
  engineId: Uint8Array,
): Uint8Array {
  const { keyLength } = ciphers[privacy];
  let key = localized;
  let last = localized;
  while (key.length < keyLength) {
    if (privacy === 'aes192-c' || privacy === 'aes256-c') {
      // draft-reeder-snmpv3-usm-3desede-00, section 2.1: the key is the passphrase of the next part
      last = localize(cryptography, auth, repeatedDigest(cryptography, auth, last), engineId);
      key = joined(key, last);
    } else {
      // draft-blumenthal-aes-usm-04, section 3.1.2.1: the digest of what there is goes behind it
      key = joined(key, cryptography.hash(auth, key));
    }
  }
  return key.slice(0, keyLength);
}

/** The same passphrase means the same megabyte for every device: its digest is kept, the latest ones first. */
function masterKey(cryptography: Cryptography, protocol: SnmpAuth, passphrase: string): Uint8Array {
  const name = `${protocol} ${passphrase}`;
  const before = kept.get(name);
  const key = before ?? repeatedDigest(cryptography, protocol, encodeText(passphrase));
  kept.delete(name);
  kept.set(name, key);
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
  return key;
}

/** The digest of the octets, repeated to 1,048,576 (RFC 3414, section A.2). */
function repeatedDigest(cryptography: Cryptography, protocol: SnmpAuth, octets: Uint8Array): Uint8Array {
  if (octets.length === 0) throw new RangeError('a passphrase has at least one octet');
  const megabyte = new Uint8Array(MEGABYTE);
  megabyte.set(octets.subarray(0, MEGABYTE));
  for (let length = octets.length; length < MEGABYTE; length *= 2) megabyte.copyWithin(length, 0, length);
  return cryptography.hash(protocol, megabyte);
}

function localize(cryptography: Cryptography, protocol: SnmpAuth, key: Uint8Array, engineId: Uint8Array): Uint8Array {
  return cryptography.hash(protocol, joined(key, engineId, key));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const MEGABYTE = 1_048_576;
const MOST_KEPT = 64;
const kept = new Map<string, Uint8Array>();
