import { equalBytes } from '../../bytes/hex.ts';
import type { Cryptography } from '../../contracts/cryptography.ts';
import {
  decodeScopedPdu,
  decodeSnmpV3Message,
  encodeScopedPdu,
  encodeSnmpV3Message,
  type ScopedPdu,
  type SnmpV3Message,
  type UsmParameters,
  v3Flags,
} from '../../formats/snmp-v3-message.ts';
import { ciphers, digestLengths, type UsmKeys } from './usm-keys.ts';

/** A user at one engine. */
export interface UsmUser {
  readonly engineId: Uint8Array;
  readonly name: Uint8Array;
  readonly keys: UsmKeys;
}

/** What stands in one message of a user's. */
export interface Sealing {
  readonly msgId: number;
  readonly reportable: boolean;
  readonly boots: number;
  readonly time: number;
  /** Eight octets that no other message with this key has. */
  readonly salt: Uint8Array;
  readonly scoped: ScopedPdu;
}

/** A message that the keys open, or why they do not. */
export type Opened =
  | { readonly is: 'opened'; readonly scoped: ScopedPdu }
  | { readonly is: 'wrong-digest' | 'undecipherable' };

/** Encrypted where the user has a key for it, then signed where it has one (RFC 3414, section 3.1). */
export function seal(cryptography: Cryptography, user: UsmUser, sealing: Sealing): Uint8Array {
  const { auth, privacy } = user.keys;
  const { msgId, reportable, boots, time, salt, scoped } = sealing;
  const encrypted = privacy && encrypt(cryptography, privacy, { boots, time }, salt, encodeScopedPdu(scoped));
  const bytes = encodeSnmpV3Message({
    msgId,
    maxSize: MOST_OCTETS,
    flags: levelOf(user.keys) | (reportable ? v3Flags.reportable : 0),
    security: {
      is: 'usm',
      engineId: user.engineId,
      boots,
      time,
      user: user.name,
      auth: new Uint8Array(auth === undefined ? 0 : digestLengths[auth.protocol]),
      privacy: encrypted?.parameters ?? new Uint8Array(),
    },
    data: encrypted === undefined ? { is: 'plain', scoped } : { is: 'encrypted', octets: encrypted.octets },
  });
  if (auth === undefined) return bytes;
  const digest = digestOf(cryptography, auth, bytes);
  const place = usmOf(decodeSnmpV3Message(bytes))?.auth;
  place?.set(digest);
  return bytes;
}

/** Checks the digest before anything is believed, then decrypts. The level of the message is that of its flags. */
export function open(cryptography: Cryptography, keys: UsmKeys, message: SnmpV3Message, bytes: Uint8Array): Opened {
  const { security, data, flags } = message;
  if (security.is !== 'usm') return { is: 'undecipherable' };
  if ((flags & v3Flags.auth) !== 0) {
    if (keys.auth === undefined || security.auth.length !== digestLengths[keys.auth.protocol])
      return { is: 'wrong-digest' };
    const blank = bytes.slice();
    blank.fill(0, offsetIn(bytes, security.auth), offsetIn(bytes, security.auth) + security.auth.length);
    if (!equalBytes(digestOf(cryptography, keys.auth, blank), security.auth)) return { is: 'wrong-digest' };
  }
  if (data.is === 'plain') {
    // a message that calls itself encrypted and is not was not opened by us: it comes from nobody who has the key
    return (flags & v3Flags.privacy) === 0 ? { is: 'opened', scoped: data.scoped } : { is: 'undecipherable' };
  }
  if ((flags & PRIVATE) !== PRIVATE || keys.privacy === undefined) return { is: 'undecipherable' };
  const plain = decrypt(cryptography, keys.privacy, security, data.octets);
  const scoped = plain && decodeScopedPdu(plain);
  return scoped?.ok === true ? { is: 'opened', scoped: scoped.value } : { is: 'undecipherable' };
}

/** The bits of msgFlags that say how a message of these keys is protected. */
export function levelOf(keys: UsmKeys): number {
  return (keys.auth === undefined ? 0 : v3Flags.auth) | (keys.privacy === undefined ? 0 : v3Flags.privacy);
}

/**
 * What is kept of an opened message: its header and flags as they came, the scoped PDU in plain, and nothing by which a
 * passphrase could be tried or a user recognised.
 */
export function keepable(message: SnmpV3Message, scoped: ScopedPdu): Uint8Array {
  const { security } = message;
  const none = new Uint8Array();
  return encodeSnmpV3Message({
    ...message,
    ...(security.is === 'usm' ? { security: { ...security, user: none, auth: none, privacy: none } } : {}),
    data: { is: 'plain', scoped },
  });
}

type PrivacyKey = NonNullable<UsmKeys['privacy']>;
type EngineClock = Pick<UsmParameters, 'boots' | 'time'>;

function encrypt(
  cryptography: Cryptography,
  { protocol, key }: PrivacyKey,
  clock: EngineClock,
  salt: Uint8Array,
  plain: Uint8Array,
): { readonly parameters: Uint8Array; readonly octets: Uint8Array } {
  const { name } = ciphers[protocol];
  if (name !== 'des-cbc') {
    return { parameters: salt, octets: cryptography.encrypt(name, key, aesVector(clock, salt), plain) };
  }
  // RFC 3414, section 8.1.1.1: the engine's boots, then four octets of ours
  const parameters = Uint8Array.of(...octets32(clock.boots), ...salt.subarray(4, 8));
  const padded = new Uint8Array(Math.ceil(plain.length / 8) * 8);
  padded.set(plain);
  return { parameters, octets: cryptography.encrypt(name, key.subarray(0, 8), desVector(key, parameters), padded) };
}

function decrypt(
  cryptography: Cryptography,
  { protocol, key }: PrivacyKey,
  { boots, time, privacy }: UsmParameters,
  octets: Uint8Array,
): Uint8Array | undefined {
  const { name } = ciphers[protocol];
  if (privacy.length !== 8) return undefined;
  if (name !== 'des-cbc') return cryptography.decrypt(name, key, aesVector({ boots, time }, privacy), octets);
  if (octets.length % 8 !== 0) return undefined;
  return cryptography.decrypt(name, key.subarray(0, 8), desVector(key, privacy), octets);
}

/** RFC 3826, section 3.1.2.1. */
function aesVector({ boots, time }: EngineClock, salt: Uint8Array): Uint8Array {
  return Uint8Array.of(...octets32(boots), ...octets32(time), ...salt);
}

/** RFC 3414, section 8.1.1.1: the second half of the key, salted. */
function desVector(key: Uint8Array, salt: Uint8Array): Uint8Array {
  return key.slice(8, 16).map((octet, i) => octet ^ salt[i]!);
}

function digestOf(
  cryptography: Cryptography,
  { protocol, key }: NonNullable<UsmKeys['auth']>,
  bytes: Uint8Array,
): Uint8Array {
  return cryptography.hmac(protocol, key, bytes).subarray(0, digestLengths[protocol]);
}

function usmOf(decoded: ReturnType<typeof decodeSnmpV3Message>): UsmParameters | undefined {
  return decoded.ok && decoded.value.security.is === 'usm' ? decoded.value.security : undefined;
}

function offsetIn(bytes: Uint8Array, part: Uint8Array): number {
  return part.byteOffset - bytes.byteOffset;
}

function octets32(value: number): readonly number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

const PRIVATE = v3Flags.auth | v3Flags.privacy;
/** The largest UDP payload; RFC 3412 asks for at least 484. */
const MOST_OCTETS = 65_507;
