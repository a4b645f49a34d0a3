import type { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { type Decoded, DecodeError } from '../bytes/decode-error.ts';
import { decoding } from '../bytes/decoding.ts';
import { ber, closeBer, enterBer, openBer, writeBerInteger, writeBerOctets } from './ber.ts';
import { readInteger32, readSnmpPdu, type SnmpPdu, writeSnmpPdu } from './snmp-message.ts';

/** An SNMP message of version 3 (RFC 3412, section 6). Octets share memory with the packet. */
export interface SnmpV3Message {
  /** Binds an answer to its question. */
  readonly msgId: number;
  /** The largest message that the sender takes, in octets. */
  readonly maxSize: number;
  /** The octet of msgFlags: see `v3Flags`. */
  readonly flags: number;
  readonly security: SnmpSecurity;
  readonly data:
    | { readonly is: 'plain'; readonly scoped: ScopedPdu }
    | { readonly is: 'encrypted'; readonly octets: Uint8Array };
}

/** The user-based security model's parameters, or those of a model that we do not know. */
export type SnmpSecurity =
  | ({ readonly is: 'usm' } & UsmParameters)
  | { readonly is: 'other'; readonly model: number; readonly octets: Uint8Array };

/** RFC 3414, section 2.4. */
export interface UsmParameters {
  /** The authoritative engine's: of a request and its answer the agent's. */
  readonly engineId: Uint8Array;
  readonly boots: number;
  /** Seconds since it started. */
  readonly time: number;
  readonly user: Uint8Array;
  /** The digest over the whole message, or nothing. */
  readonly auth: Uint8Array;
  /** The salt of the encryption, or nothing. */
  readonly privacy: Uint8Array;
}

/** A PDU with the context whose objects it is about. */
export interface ScopedPdu {
  readonly contextEngineId: Uint8Array;
  readonly contextName: Uint8Array;
  readonly pdu: SnmpPdu;
}

/** Bits of msgFlags (RFC 3412, section 6.4). */
export const v3Flags = { auth: 1, privacy: 2, reportable: 4 } as const;

/** RFC 3411, section 5: SnmpSecurityModel. */
export const USM = 3;

/**
 * Sequence: 3 · header (msgID · msgMaxSize · msgFlags · msgSecurityModel) · security parameters, packed into octets ·
 * scoped PDU, plain or encrypted. Which of the two it is, its tag says: a message that was opened for keeping has the
 * flags that it came with. Bytes behind the message are left alone, as in the older versions.
 */
export function decodeSnmpV3Message(bytes: Uint8Array): Decoded<SnmpV3Message> {
  return decoding(bytes, readMessage);
}

/** What was encrypted, with whatever padding behind it (RFC 3414, section 8.1.1.2). */
export function decodeScopedPdu(bytes: Uint8Array): Decoded<ScopedPdu> {
  return decoding(bytes, (r) => readScopedPdu(r, enterBer(r, ber.sequence, 'scopedPdu')));
}

/** Lengths and integers in the shortest form. */
export function encodeSnmpV3Message(message: SnmpV3Message): Uint8Array<ArrayBuffer> {
  const { security, data } = message;
  const w = new ByteWriter(512);
  const start = openBer(w, ber.sequence);
  writeBerInteger(w, ber.integer, VERSION);
  const header = openBer(w, ber.sequence);
  writeBerInteger(w, ber.integer, message.msgId);
  writeBerInteger(w, ber.integer, message.maxSize);
  writeBerOctets(w, ber.octets, Uint8Array.of(message.flags));
  writeBerInteger(w, ber.integer, security.is === 'usm' ? USM : security.model);
  closeBer(w, header);
  const parameters = openBer(w, ber.octets);
  if (security.is === 'usm') writeUsm(w, security);
  else w.octets(security.octets);
  closeBer(w, parameters);
  if (data.is === 'plain') writeScopedPdu(w, data.scoped);
  else writeBerOctets(w, ber.octets, data.octets);
  closeBer(w, start);
  return w.finish();
}

export function encodeScopedPdu(scoped: ScopedPdu): Uint8Array<ArrayBuffer> {
  const w = new ByteWriter(256);
  writeScopedPdu(w, scoped);
  return w.finish();
}

/** The version's number as it stands on the wire, or `undefined` where no SNMP message begins. */
export function snmpVersionOf(bytes: Uint8Array): number | undefined {
  const version = decoding(bytes, (r) => readInteger32(r, enterBer(r, ber.sequence, 'message'), 'message.version'));
  return version.ok ? version.value : undefined;
}

function readMessage(r: ByteReader): SnmpV3Message {
  const end = enterBer(r, ber.sequence, 'message');
  let at = r.offset;
  if (readInteger32(r, end, 'message.version') !== VERSION) throw new DecodeError('bad-value', at, 'message.version');
  const headerEnd = enterBer(r, ber.sequence, 'header', end);
  const msgId = readInteger32(r, headerEnd, 'header.msgId');
  const maxSize = readInteger32(r, headerEnd, 'header.maxSize');
  at = r.offset;
  const flagOctets = readOctets(r, headerEnd, 'header.flags');
  if (flagOctets.length !== 1) throw new DecodeError('bad-length', at, 'header.flags');
  const model = readInteger32(r, headerEnd, 'header.securityModel');
  if (r.offset !== headerEnd) throw new DecodeError('bad-length', r.offset, 'header');
  const securityEnd = enterBer(r, ber.octets, 'security', end);
  const security: SnmpSecurity =
    model === USM
      ? { is: 'usm', ...readUsm(r, securityEnd) }
      : { is: 'other', model, octets: r.octets(securityEnd - r.offset, 'security') };
  return { msgId, maxSize, flags: flagOctets[0]!, security, data: readData(r, end) };
}

function readUsm(r: ByteReader, limit: number): UsmParameters {
  const end = enterBer(r, ber.sequence, 'security', limit);
  if (end !== limit) throw new DecodeError('bad-length', end, 'security');
  const engineId = readOctets(r, end, 'security.engineId');
  const boots = readInteger32(r, end, 'security.boots');
  const time = readInteger32(r, end, 'security.time');
  const user = readOctets(r, end, 'security.user');
  const auth = readOctets(r, end, 'security.auth');
  const privacy = readOctets(r, end, 'security.privacy');
  if (r.offset !== end) throw new DecodeError('bad-length', r.offset, 'security');
  return { engineId, boots, time, user, auth, privacy };
}

function readData(r: ByteReader, end: number): SnmpV3Message['data'] {
  const data: SnmpV3Message['data'] =
    r.offset < end && r.bytes[r.offset] === ber.octets
      ? { is: 'encrypted', octets: readOctets(r, end, 'scopedPdu') }
      : { is: 'plain', scoped: readScopedPdu(r, enterBer(r, ber.sequence, 'scopedPdu', end)) };
  if (r.offset !== end) throw new DecodeError('bad-length', r.offset, 'scopedPdu');
  return data;
}

function readScopedPdu(r: ByteReader, end: number): ScopedPdu {
  const contextEngineId = readOctets(r, end, 'scopedPdu.contextEngineId');
  const contextName = readOctets(r, end, 'scopedPdu.contextName');
  return { contextEngineId, contextName, pdu: readSnmpPdu(r, end) };
}

function readOctets(r: ByteReader, limit: number, field: string): Uint8Array {
  return r.octets(enterBer(r, ber.octets, field, limit) - r.offset, field);
}

function writeUsm(w: ByteWriter, { engineId, boots, time, user, auth, privacy }: UsmParameters): void {
  const start = openBer(w, ber.sequence);
  writeBerOctets(w, ber.octets, engineId);
  writeBerInteger(w, ber.integer, boots);
  writeBerInteger(w, ber.integer, time);
  writeBerOctets(w, ber.octets, user);
  writeBerOctets(w, ber.octets, auth);
  writeBerOctets(w, ber.octets, privacy);
  closeBer(w, start);
}

function writeScopedPdu(w: ByteWriter, { contextEngineId, contextName, pdu }: ScopedPdu): void {
  const start = openBer(w, ber.sequence);
  writeBerOctets(w, ber.octets, contextEngineId);
  writeBerOctets(w, ber.octets, contextName);
  writeSnmpPdu(w, pdu);
  closeBer(w, start);
}

const VERSION = 3;
