import type { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { type Decoded, DecodeError } from '../bytes/decode-error.ts';
import { decoding } from '../bytes/decoding.ts';
import {
  ber,
  closeBer,
  enterBer,
  openBer,
  readBerEnd,
  readBerInteger,
  readBerTag,
  writeBerInteger,
  writeBerOctets,
} from './ber.ts';
import { readVarbinds, type Varbind, type WireName, writeVarbinds } from './snmp-varbind.ts';

/** An SNMP message of version 1 or 2c (RFC 1157, RFC 1901, RFC 3416). The community shares memory with the packet. */
export interface SnmpMessage {
  readonly version: SnmpVersion;
  readonly community: Uint8Array;
  readonly pdu: SnmpPdu;
}

/** As on the wire: 0 is version 1, 1 is version 2c. */
export type SnmpVersion = 0 | 1;

/** The PDUs that have the common form (RFC 3416, section 3), by their names there. */
export type SnmpPduName =
  | 'GetRequest'
  | 'GetNextRequest'
  | 'Response'
  | 'SetRequest'
  | 'GetBulkRequest'
  | 'InformRequest'
  | 'SNMPv2-Trap'
  | 'Report';

/** In a GetBulkRequest `errorStatus` is non-repeaters and `errorIndex` is max-repetitions: the same two places on the wire. */
export interface SnmpRequestPdu {
  readonly is: SnmpPduName;
  readonly requestId: number;
  readonly errorStatus: number;
  readonly errorIndex: number;
  readonly varbinds: readonly Varbind[];
}

/** A PDU of another form (the trap of version 1) or number: its tag and its content. */
export interface SnmpOtherPdu {
  readonly is: 'other';
  readonly tag: number;
  readonly content: Uint8Array;
}

export type SnmpPdu = SnmpRequestPdu | SnmpOtherPdu;

/** Values of error-status that decide something here (RFC 3416, section 3). */
export const snmpErrors = { noError: 0, tooBig: 1, noSuchName: 2, genErr: 5, notWritable: 17 } as const;

/**
 * Sequence: version · community · PDU. Tolerant where devices are sloppy: bytes behind the message are left alone,
 * integers may be longer than needed, and a value that does not fit its type is kept as `unknown`. `expected`: see
 * `readVarbinds`.
 */
export function decodeSnmpMessage(bytes: Uint8Array, expected?: readonly WireName[]): Decoded<SnmpMessage> {
  return decoding(bytes, (r) => readMessage(r, expected));
}

/** Lengths and integers in the shortest form. */
export function encodeSnmpMessage(message: SnmpMessage): Uint8Array<ArrayBuffer> {
  const { pdu } = message;
  const w = new ByteWriter(pdu.is === 'other' ? 128 + pdu.content.length : 64 + 40 * pdu.varbinds.length);
  const start = openBer(w, ber.sequence);
  writeBerInteger(w, ber.integer, message.version);
  writeBerOctets(w, ber.octets, message.community);
  writeSnmpPdu(w, pdu);
  closeBer(w, start);
  return w.finish();
}

/** A PDU up to `end`, where it must end itself. */
export function readSnmpPdu(r: ByteReader, end: number, expected?: readonly WireName[]): SnmpPdu {
  const tag = readBerTag(r, 'pdu', end);
  const pduEnd = readBerEnd(r, 'pdu', end);
  if (pduEnd !== end) throw new DecodeError('bad-length', pduEnd, 'pdu');
  const is = pduName(tag);
  if (is === undefined) return { is: 'other', tag, content: r.octets(pduEnd - r.offset, 'pdu') };
  const requestId = readInteger32(r, pduEnd, 'pdu.requestId');
  const errorStatus = readInteger32(r, pduEnd, 'pdu.errorStatus');
  const errorIndex = readInteger32(r, pduEnd, 'pdu.errorIndex');
  const varbinds = readVarbinds(r, pduEnd, expected);
  return { is, requestId, errorStatus, errorIndex, varbinds };
}

export function writeSnmpPdu(w: ByteWriter, pdu: SnmpPdu): void {
  if (pdu.is === 'other') {
    writeBerOctets(w, pdu.tag, pdu.content);
    return;
  }
  const inside = openBer(w, pduTag(pdu.is));
  writeBerInteger(w, ber.integer, pdu.requestId);
  writeBerInteger(w, ber.integer, pdu.errorStatus);
  writeBerInteger(w, ber.integer, pdu.errorIndex);
  writeVarbinds(w, pdu.varbinds);
  closeBer(w, inside);
}

/** The name of a PDU of the common form, by its tag. */
export function pduName(tag: number): SnmpPduName | undefined {
  return tag >= firstPduTag && tag < firstPduTag + pduNames.length ? pduNames[tag - firstPduTag] : undefined;
}

/** An integer of at most 32 bits, as every number of a message's head is. */
export function readInteger32(r: ByteReader, limit: number, field: string): number {
  const at = r.offset;
  const value = readBerInteger(r, enterBer(r, ber.integer, field, limit), field);
  if (typeof value === 'bigint' || value > 0xffff_ffff || value < -0x8000_0000)
    throw new DecodeError('too-large', at, field);
  return value | 0;
}

function readMessage(r: ByteReader, expected: readonly WireName[] | undefined): SnmpMessage {
  const end = enterBer(r, ber.sequence, 'message');
  const at = r.offset;
  const version = readInteger32(r, end, 'message.version');
  // version 3 has another form behind its version (snmp-v3-message.ts)
  if (version !== 0 && version !== 1) throw new DecodeError('bad-value', at, 'message.version');
  const communityEnd = enterBer(r, ber.octets, 'message.community', end);
  const community = r.octets(communityEnd - r.offset, 'message.community');
  return { version, community, pdu: readSnmpPdu(r, end, expected) };
}

function pduTag(is: SnmpPduName): number {
  return firstPduTag + pduNames.indexOf(is);
}

const firstPduTag = 0xa0;
// 0xa4 is the trap of version 1, which has a form of its own (RFC 1157, section 4.1.6)
const pduNames: readonly (SnmpPduName | undefined)[] = [
  'GetRequest',
  'GetNextRequest',
  'Response',
  'SetRequest',
  undefined,
  'GetBulkRequest',
  'InformRequest',
  'SNMPv2-Trap',
  'Report',
];
