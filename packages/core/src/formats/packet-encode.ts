import { ByteWriter } from '../bytes/byte-writer.ts';
import type { Endpoint } from '../net/endpoint.ts';
import { type IpAddress, parseIp } from '../net/ip-address.ts';
import { ipProtocols } from './ip-packet.ts';

// Bare IP packets (link type `raw`) around bytes that were heard by a socket: addresses, ports and bytes are what it told,
// the rest of the heads is filled in.

/** RFC 768 in RFC 791 or RFC 8200, with checksums. Throws `RangeError` where an address is none or the bytes are too many. */
export function encodeUdpPacket(from: Endpoint, to: Endpoint, bytes: Uint8Array): Uint8Array {
  const w = new ByteWriter(8 + bytes.length).u16(from.port).u16(to.port);
  return encodeIp(
    from,
    to,
    ipProtocols.udp,
    w
      .u16(8 + bytes.length)
      .u16(0)
      .octets(bytes)
      .finish(),
    6,
  );
}

export interface TcpHead {
  readonly sequence: number;
  readonly syn?: boolean;
  readonly fin?: boolean;
}

/** One segment of one direction (RFC 9293, section 3.1); what the other side said is left out, and its numbers with it. */
export function encodeTcpPacket(from: Endpoint, to: Endpoint, head: TcpHead, bytes: Uint8Array): Uint8Array {
  const { sequence, syn = false, fin = false } = head;
  const flags = (fin ? FIN : 0) | (syn ? SYN : ACK) | (bytes.length > 0 ? PUSH : 0);
  const w = new ByteWriter(20 + bytes.length)
    .u16(from.port)
    .u16(to.port)
    .u32(sequence >>> 0);
  w.u32(syn ? 0 : 1)
    .u16(0x5000 | flags)
    .u16(0xffff)
    .u16(0)
    .u16(0);
  return encodeIp(from, to, ipProtocols.tcp, w.octets(bytes).finish(), 16);
}

/** `checksumAt`: where in the payload its checksum stands, over the addresses too (RFC 9293, section 3.1). */
function encodeIp(from: Endpoint, to: Endpoint, protocol: number, payload: Uint8Array, checksumAt: number): Uint8Array {
  const [source, target] = [addressOf(from), addressOf(to)];
  if (source.family !== target.family) throw new RangeError(`${from.address} and ${to.address} are of two families`);
  const size = (source.family === 6 ? 0 : 20) + payload.length;
  if (size > 0xffff) throw new RangeError(`a packet of ${size} bytes`);
  const pseudo = new ByteWriter(40 + payload.length).octets(source.bytes).octets(target.bytes);
  const sum = checksum(pseudo.u32(payload.length).u32(protocol).octets(payload).finish());
  // for UDP zero means that there is none
  const sent = sum === 0 && protocol === ipProtocols.udp ? 0xffff : sum;
  const whole = payload.slice();
  whole[checksumAt] = sent >>> 8;
  whole[checksumAt + 1] = sent & 0xff;
  const w = new ByteWriter(40 + whole.length);
  if (source.family === 6) w.u32(0x6000_0000).u16(whole.length).u8(protocol).u8(HOPS);
  else {
    w.u16(0x4500).u16(size).u32(0).u8(HOPS).u8(protocol);
    const head = new ByteWriter(20).octets(w.finish()).u16(0).octets(source.bytes).octets(target.bytes).finish();
    w.u16(checksum(head));
  }
  return w.octets(source.bytes).octets(target.bytes).octets(whole).finish();
}

function addressOf({ address }: Endpoint): IpAddress {
  const ip = parseIp(address);
  if (ip === undefined) throw new RangeError(`${address} is no address`);
  return ip;
}

/** RFC 1071. */
function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += bytes[at]! * 256 + (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum % 0x10000) + Math.floor(sum / 0x10000);
  return 0xffff - sum;
}

const FIN = 0x01;
const SYN = 0x02;
const PUSH = 0x08;
const ACK = 0x10;
const HOPS = 64;
