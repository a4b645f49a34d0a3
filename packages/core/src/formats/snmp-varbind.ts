import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { DecodeError } from '../bytes/decode-error.ts';
import { formatIp, parseIpv4 } from '../net/ip-address.ts';
import {
  ber,
  closeBer,
  enterBer,
  openBer,
  readBerEnd,
  readBerInteger,
  readBerOid,
  readBerTag,
  writeBerInteger,
  writeBerOctets,
  writeBerOid,
} from './ber.ts';

/** One name and its value. */
export interface Varbind {
  readonly oid: string;
  readonly value: SnmpValue;
}

/**
 * A value by the names of RFC 2578 and RFC 3416. Octets share memory with the packet. `unknown`: a tag that is none of
 * these, or content that does not fit its tag, kept as it came.
 */
export type SnmpValue =
  | { readonly type: 'Integer32' | 'Counter32' | 'Gauge32' | 'TimeTicks'; readonly value: number }
  | { readonly type: 'Counter64'; readonly value: number | bigint }
  | { readonly type: 'OctetString' | 'Opaque'; readonly value: Uint8Array }
  | { readonly type: 'ObjectIdentifier' | 'IpAddress'; readonly value: string }
  | { readonly type: 'Null' | 'noSuchObject' | 'noSuchInstance' | 'endOfMibView'; readonly value: null }
  | { readonly type: 'unknown'; readonly tag: number; readonly value: Uint8Array };

/** What stands for "no value yet" in a request. */
export const unspecified: SnmpValue = { type: 'Null', value: null };
export const noSuchObject: SnmpValue = { type: 'noSuchObject', value: null };
export const noSuchInstance: SnmpValue = { type: 'noSuchInstance', value: null };
export const endOfMibView: SnmpValue = { type: 'endOfMibView', value: null };

/** True for the three exceptions and the placeholder of requests: there is nothing to read. */
export function isAbsent(value: SnmpValue): boolean {
  return value.value === null;
}

/** A name as text and as its content on the wire. */
export interface WireName {
  readonly oid: string;
  readonly content: Uint8Array;
}

/**
 * Sequence of sequences: name · value. It must end where the PDU ends. `expected`: the names that probably stand there,
 * by their places; a name that is the expected one, octet by octet, is not spelled out again. What is read is the same.
 */
export function readVarbinds(r: ByteReader, limit: number, expected: readonly WireName[] = []): Varbind[] {
  const end = enterBer(r, ber.sequence, 'varbinds', limit);
  if (end !== limit) throw new DecodeError('bad-length', end, 'varbinds');
  const varbinds: Varbind[] = [];
  while (r.offset < end) varbinds.push(readVarbind(r, end, expected[varbinds.length]));
  return varbinds;
}

/** Sequence: name · value, within `limit`. `expected`: the name that probably stands there. */
export function readVarbind(r: ByteReader, limit: number, expected?: WireName): Varbind {
  const end = enterBer(r, ber.sequence, 'varbind', limit);
  const nameEnd = enterBer(r, ber.oid, 'varbind.name', end);
  const oid = readExpected(r, nameEnd, expected) ?? readBerOid(r, nameEnd, 'varbind.name');
  const value = readValue(r, end);
  if (r.offset !== end) throw new DecodeError('bad-length', r.offset, 'varbind');
  return { oid, value };
}

function readExpected(r: ByteReader, end: number, expected: WireName | undefined): string | undefined {
  if (expected === undefined || expected.content.length !== end - r.offset) return undefined;
  const { bytes, offset } = r;
  const { content, oid } = expected;
  // names of one table differ in their last arcs
  for (let i = content.length - 1; i >= 0; i--) if (bytes[offset + i] !== content[i]) return undefined;
  r.offset = end;
  return oid;
}

/** The name as it stands on the wire, for `readVarbinds` to expect. */
export function wireName(oid: string): WireName {
  const w = new ByteWriter(32);
  writeBerOid(w, ber.oid, oid);
  const r = new ByteReader(w.finish());
  const end = enterBer(r, ber.oid, 'name');
  return { oid, content: r.bytes.subarray(r.offset, end) };
}

export function writeVarbinds(w: ByteWriter, varbinds: readonly Varbind[]): void {
  const list = openBer(w, ber.sequence);
  for (const { oid, value } of varbinds) {
    const one = openBer(w, ber.sequence);
    writeBerOid(w, ber.oid, oid);
    writeValue(w, value);
    closeBer(w, one);
  }
  closeBer(w, list);
}

/** Tag · length · content up to `limit`. */
export function readValue(r: ByteReader, limit: number): SnmpValue {
  const tag = readBerTag(r, 'varbind.value', limit);
  const end = readBerEnd(r, 'varbind.value', limit);
  const start = r.offset;
  const length = end - start;
  switch (tag) {
    case ber.octets:
      return { type: 'OctetString', value: r.octets(length, 'varbind.value') };
    case ber.integer:
      if (length < 1 || length > 4) break;
      return { type: 'Integer32', value: readBerInteger(r, end, 'varbind.value') as number };
    case ber.oid: {
      const value = tryOid(r, end);
      if (value === undefined) break;
      return { type: 'ObjectIdentifier', value };
    }
    case tags.Counter32:
    case tags.Gauge32:
    case tags.TimeTicks: {
      const value = readUnsigned32(r, end);
      if (value === undefined) break;
      return { type: tag === tags.Counter32 ? 'Counter32' : tag === tags.Gauge32 ? 'Gauge32' : 'TimeTicks', value };
    }
    case tags.Counter64:
      // agents send its upper half with and without the leading zero octet: either way it is unsigned
      if (length < 1 || length > 9 || (length === 9 && r.bytes[start] !== 0)) break;
      return { type: 'Counter64', value: unsigned64(readBerInteger(r, end, 'varbind.value')) };
    case tags.IpAddress:
      if (length !== 4) break;
      return { type: 'IpAddress', value: formatIp({ family: 4, bytes: r.octets(4, 'varbind.value') }) };
    case tags.Opaque:
      return { type: 'Opaque', value: r.octets(length, 'varbind.value') };
    case ber.none:
      if (length !== 0) break;
      return unspecified;
    case tags.noSuchObject:
      if (length !== 0) break;
      return noSuchObject;
    case tags.noSuchInstance:
      if (length !== 0) break;
      return noSuchInstance;
    case tags.endOfMibView:
      if (length !== 0) break;
      return endOfMibView;
  }
  r.offset = start;
  return { type: 'unknown', tag, value: r.octets(length, 'varbind.value') };
}

function writeValue(w: ByteWriter, value: SnmpValue): void {
  switch (value.type) {
    case 'Integer32':
    case 'Counter32':
    case 'Gauge32':
    case 'TimeTicks':
    case 'Counter64':
      writeBerInteger(w, tags[value.type], value.value);
      break;
    case 'OctetString':
    case 'Opaque':
      writeBerOctets(w, tags[value.type], value.value);
      break;
    case 'ObjectIdentifier':
      writeBerOid(w, ber.oid, value.value);
      break;
    case 'IpAddress':
      writeAddress(w, value.value);
      break;
    case 'unknown':
      writeBerOctets(w, value.tag, value.value);
      break;
    default:
      w.u8(tags[value.type]).u8(0);
  }
}

function writeAddress(w: ByteWriter, text: string): void {
  const address = parseIpv4(text);
  if (address === undefined) throw new RangeError(`"${text}" is no IPv4 address`);
  writeBerOctets(w, tags.IpAddress, address.bytes);
}

/** Agents that leave out the leading zero octet send big counters as negative numbers: they are unsigned all the same. */
function readUnsigned32(r: ByteReader, end: number): number | undefined {
  const { bytes } = r;
  let at = r.offset;
  if (at >= end) return undefined;
  while (at < end - 4 && bytes[at] === 0) at++;
  if (end - at > 4) return undefined;
  let value = 0;
  for (; at < end; at++) value = value * 256 + bytes[at]!;
  r.offset = end;
  return value;
}

function unsigned64(value: number | bigint): number | bigint {
  return value < 0 ? narrow(BigInt.asUintN(64, BigInt(value))) : value;
}

function narrow(value: bigint): number | bigint {
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

function tryOid(r: ByteReader, end: number): string | undefined {
  try {
    return readBerOid(r, end, 'varbind.value');
  } catch (error) {
    // the reason is not lost: the octets are kept as they came, under the tag that they do not fit
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

// RFC 2578, section 7.1 and RFC 3416, section 3
const tags = {
  Integer32: ber.integer,
  OctetString: ber.octets,
  Null: ber.none,
  IpAddress: 0x40,
  Counter32: 0x41,
  Gauge32: 0x42,
  TimeTicks: 0x43,
  Opaque: 0x44,
  Counter64: 0x46,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
} as const;
