import { equalBytes, formatHex, parseHex } from '../../bytes/hex.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import type { Cryptography } from '../../contracts/cryptography.ts';
import type { SnmpRequestPdu } from '../../formats/snmp-message.ts';
import {
  decodeSnmpV3Message,
  type ScopedPdu,
  type SnmpV3Message,
  type UsmParameters,
  v3Flags,
} from '../../formats/snmp-v3-message.ts';
import { respondTo } from './agent.ts';
import { enterpriseOfMake } from './enterprises.ts';
import type { MibTree } from './mib-tree.ts';
import { levelOf, open, seal } from './usm.ts';
import { type SnmpUserSecret, type UsmKeys, usmKeys } from './usm-keys.ts';
import { type Complaint, counterOf } from './usm-reports.ts';

/** What an agent of version 3 is made of. */
export interface UsmAgentParts {
  readonly engineId: Uint8Array;
  readonly users: readonly SnmpUserSecret[];
  /** Needed where a user has a passphrase. */
  readonly cryptography: Cryptography | undefined;
  /** `wrong-digest`: signs with another key. `out-of-time`: calls every message too old. `unsigned`: drops the protection. */
  readonly fault: string | undefined;
  /** The objects of a context; the default one has no name. */
  treeOf(context: string): MibTree | undefined;
}

/**
 * The authoritative engine: checks in the order of RFC 3414, section 3.2, reports what is wrong, and answers the rest. Its
 * clock stands still, which keeps everybody who asked it for the time inside the window.
 */
export class UsmAgent {
  readonly #parts: UsmAgentParts;
  readonly #counts = new Map<Complaint, number>();
  readonly #keys = new Map<SnmpUserSecret, UsmKeys>();
  #salt = 0;

  constructor(parts: UsmAgentParts) {
    this.#parts = parts;
  }

  /** The answer to one datagram, or `undefined` where it is none of version 3 or wants none. */
  answer(bytes: Uint8Array): Uint8Array | undefined {
    const decoded = decodeSnmpV3Message(bytes);
    if (!decoded.ok || decoded.value.security.is !== 'usm') return undefined;
    const message = decoded.value;
    const { security } = decoded.value;
    if (!equalBytes(security.engineId, this.#parts.engineId)) return this.#report(message, 'usmStatsUnknownEngineIDs');
    const user = this.#parts.users.find(({ user: name }) => name === decodeText(security.user));
    if (user === undefined) return this.#report(message, 'usmStatsUnknownUserNames');
    const all = this.#keysOf(user);
    const level = message.flags & LEVEL;
    if ((level & ~levelOf(all)) !== 0) return this.#report(message, 'usmStatsUnsupportedSecLevels');
    const keys = keysAt(all, level);
    const opened = open(this.#parts.cryptography ?? none, keys, message, bytes);
    if (opened.is === 'wrong-digest') return this.#report(message, 'usmStatsWrongDigests');
    if ((level & v3Flags.auth) !== 0 && !this.#inTime(security))
      return this.#report(message, 'usmStatsNotInTimeWindows', keysAt(all, v3Flags.auth));
    if (opened.is !== 'opened') return this.#report(message, 'usmStatsDecryptionErrors');
    return this.#respond(message, opened.scoped, keys, level === levelOf(all));
  }

  #respond(message: SnmpV3Message, scoped: ScopedPdu, keys: UsmKeys, mayRead: boolean): Uint8Array | undefined {
    const tree = this.#parts.treeOf(decodeText(scoped.contextName));
    if (tree === undefined) return this.#report(message, 'snmpUnknownContexts', keys, scoped);
    const { pdu } = scoped;
    if (pdu.is === 'other') return undefined;
    const response: SnmpRequestPdu | undefined = mayRead
      ? respondTo(tree, pdu)
      : { ...pdu, is: 'Response', errorStatus: AUTHORIZATION_ERROR, errorIndex: 0 };
    return response && this.#sealed(message, { ...scoped, pdu: response }, keys);
  }

  #report(message: SnmpV3Message, complaint: Complaint, keys: UsmKeys = {}, asked?: ScopedPdu): Uint8Array | undefined {
    if ((message.flags & v3Flags.reportable) === 0) return undefined;
    const value = (this.#counts.get(complaint) ?? 0) + 1;
    this.#counts.set(complaint, value);
    const plain = asked ?? (message.data.is === 'plain' ? message.data.scoped : undefined);
    const requestId = plain === undefined || plain.pdu.is === 'other' ? 0 : plain.pdu.requestId;
    const varbinds = [{ oid: counterOf(complaint), value: { type: 'Counter32' as const, value } }];
    const pdu: SnmpRequestPdu = { is: 'Report', requestId, errorStatus: 0, errorIndex: 0, varbinds };
    const contextName = plain?.contextName ?? new Uint8Array();
    return this.#sealed(message, { contextEngineId: this.#parts.engineId, contextName, pdu }, keys);
  }

  #sealed({ msgId, security }: SnmpV3Message, scoped: ScopedPdu, keys: UsmKeys): Uint8Array {
    const { engineId, fault, cryptography = none } = this.#parts;
    const name = security.is === 'usm' ? security.user : new Uint8Array();
    const salt = new Uint8Array(8);
    new DataView(salt.buffer).setUint32(4, ++this.#salt);
    const user = { engineId, name, keys: fault === 'unsigned' ? {} : faulty(keys, fault) };
    return seal(cryptography, user, { msgId, reportable: false, ...CLOCK, salt, scoped });
  }

  #keysOf(user: SnmpUserSecret): UsmKeys {
    const before = this.#keys.get(user);
    if (before !== undefined) return before;
    const keys = usmKeys(this.#parts.cryptography ?? none, user, this.#parts.engineId);
    this.#keys.set(user, keys);
    return keys;
  }

  #inTime({ boots, time }: UsmParameters): boolean {
    return (
      this.#parts.fault !== 'out-of-time' && boots === CLOCK.boots && Math.abs(time - CLOCK.time) <= WINDOW_SECONDS
    );
  }
}

/** An engine id of the maker's number and the device's hardware address (RFC 3411, section 5). */
export function engineIdOf(device: { readonly make: string; readonly mac: string; readonly id: string }): Uint8Array {
  const number = enterpriseOfMake(device.make)?.number ?? EXAMPLES;
  const mac = parseHex(device.mac);
  const made = mac?.length === 6 ? `03${formatHex(mac)}` : `04${formatHex(encodeText(device.id).subarray(0, 27))}`;
  return parseHex(`${(0x8000_0000 + number).toString(16)}${made}`)!;
}

function keysAt({ auth, privacy }: UsmKeys, level: number): UsmKeys {
  return {
    ...(auth !== undefined && (level & v3Flags.auth) !== 0 ? { auth } : {}),
    ...(privacy !== undefined && (level & v3Flags.privacy) !== 0 ? { privacy } : {}),
  };
}

function faulty(keys: UsmKeys, fault: string | undefined): UsmKeys {
  if (fault !== 'wrong-digest' || keys.auth === undefined) return keys;
  return { ...keys, auth: { ...keys.auth, key: keys.auth.key.map((octet) => octet ^ 0xff) } };
}

const LEVEL = v3Flags.auth | v3Flags.privacy;
const CLOCK = { boots: 1, time: 60 };
const WINDOW_SECONDS = 150;
const AUTHORIZATION_ERROR = 16;
/** IANA's enterprise number for documentation (RFC 5612). */
const EXAMPLES = 32_473;

const refuse = (): never => {
  throw new RangeError('a device that has secrets needs cryptography for them');
};
const none: Cryptography = { hash: refuse, hmac: refuse, encrypt: refuse, decrypt: refuse };
