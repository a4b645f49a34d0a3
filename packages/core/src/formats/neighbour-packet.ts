import { ByteReader } from '../bytes/byte-reader.ts';
import { formatIp } from '../net/ip-address.ts';
import { formatMac } from '../net/mac-address.ts';

/** Who says in a packet that it has an address, and by which MAC it is reached. */
export interface NeighbourPacket {
  readonly address: string;
  readonly mac: string;
}

/**
 * The sender of an ARP packet of Ethernet and IPv4 (RFC 826):
 * `hardware 2 · protocol 2 · sizes 1+1 · operation 2 · sender's MAC 6 · sender's address 4 · …`
 */
export function readArp(bytes: Uint8Array): NeighbourPacket | undefined {
  if (bytes.length < ARP_SIZE) return undefined;
  const r = new ByteReader(bytes);
  if (r.u32('arp.types') !== ETHERNET_IPV4 || r.u16('arp.sizes') !== SIZES) return undefined;
  r.u16('arp.operation');
  const mac = formatMac(r.octets(6, 'arp.mac'));
  const address = formatIp({ family: 4, bytes: r.octets(4, 'arp.address') });
  // a probe for an address that nobody holds yet (RFC 5227)
  return address === '0.0.0.0' ? undefined : { address, mac };
}

/**
 * The target of a Neighbor Advertisement (RFC 4861 sections 4.4 and 4.6):
 * `136 · code 1 · checksum 2 · flags 4 · target 16 · options`, of them `2 · length 1, in eights · MAC 6`.
 */
export function readAdvertisement(bytes: Uint8Array): NeighbourPacket | undefined {
  if (bytes.length < ADVERTISEMENT_SIZE || bytes[0] !== ADVERTISEMENT) return undefined;
  const address = formatIp({ family: 6, bytes: bytes.subarray(8, ADVERTISEMENT_SIZE) });
  for (let at = ADVERTISEMENT_SIZE; at + 8 <= bytes.length; ) {
    const size = bytes[at + 1]! * 8;
    if (size === 0) return undefined;
    if (bytes[at] === TARGET_ADDRESS && size === 8) return { address, mac: formatMac(bytes.subarray(at + 2, at + 8)) };
    at += size;
  }
  return undefined;
}

const ETHERNET_IPV4 = 0x0001_0800;
const SIZES = 0x0604;
const ARP_SIZE = 28;
const ADVERTISEMENT = 136;
const ADVERTISEMENT_SIZE = 24;
const TARGET_ADDRESS = 2;
