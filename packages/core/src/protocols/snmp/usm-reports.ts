import type { SnmpPdu } from '../../formats/snmp-message.ts';
import { type ObjectName, oidOf } from './object-names.ts';

/** What a Report complains about, by the counter that it carries. */
export type Complaint = Extract<ObjectName, `usmStats${string}`> | MessageCounter;

type MessageCounter =
  | 'snmpUnknownSecurityModels'
  | 'snmpInvalidMsgs'
  | 'snmpUnknownPDUHandlers'
  | 'snmpUnavailableContexts'
  | 'snmpUnknownContexts';

/** `undefined` where the PDU is no Report, or carries no counter that we know. */
export function complaintOf(pdu: SnmpPdu): Complaint | undefined {
  if (pdu.is !== 'Report') return undefined;
  for (const { oid } of pdu.varbinds) {
    const complaint = byOid.get(oid);
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}

/** The same in words, for the person whose key it is. */
export function causeOf(complaint: Complaint): string {
  return causes[complaint];
}

/** The counter of a complaint, as a Report carries it. */
export function counterOf(complaint: Complaint): string {
  return oidOf(complaint, '0');
}

/** A response instead of a Report: the user is who it says, and may not read what was asked. */
export const MAY_NOT_READ: string =
  'the user is known there and may not read this: its rights may ask for more security, or for another context';
/** Signed requests are answered, encrypted ones are not. */
export const CANNOT_DECRYPT: string =
  'the passphrase or the protocol of encryption is wrong: only what is signed alone is answered';
export const EMPTY_PASSPHRASE: string = 'its passphrase is empty';

// RFC 3414, section 3.2; RFC 3412, section 7.2; RFC 3413, section 3.2
const causes: Readonly<Record<Complaint, string>> = {
  usmStatsUnsupportedSecLevels: 'the user is known there, but not at this level of security',
  usmStatsNotInTimeWindows: 'it calls every message too old or too new, whatever time it was told',
  usmStatsUnknownUserNames: 'the user is not known there',
  usmStatsUnknownEngineIDs: 'it does not know the engine id that it gave itself',
  usmStatsWrongDigests: 'the passphrase or the protocol of authentication is wrong',
  usmStatsDecryptionErrors: 'the passphrase or the protocol of encryption is wrong',
  snmpUnknownSecurityModels: 'it does not know users: another security model is in use',
  snmpInvalidMsgs: 'it calls our messages invalid',
  snmpUnknownPDUHandlers: 'it has nothing behind that engine id that could answer',
  snmpUnavailableContexts: 'the context is not available now',
  snmpUnknownContexts: 'it has no context of that name',
};

const byOid: ReadonlyMap<string, Complaint> = new Map(
  Object.keys(causes).map((name) => [oidOf(name as Complaint, '0'), name as Complaint]),
);
