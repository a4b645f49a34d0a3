import { ByteReader } from '../bytes/byte-reader.ts';
import { linkTypes } from './capture-packet.ts';

/** What a frame carries: an EtherType and the bytes behind the link's head. */
export interface LinkFrame {
  readonly etherType: number;
  readonly payload: Uint8Array;
}

export const etherTypes = { ipv4: 0x0800, arp: 0x0806, ipv6: 0x86dd } as const;

/** Whether a link type can be read here. */
export function isKnownLink(link: number): boolean {
  return readers[link] !== undefined;
}

/** What the frame carries, `undefined` where its head is cut. Throws nothing else; `isKnownLink` comes first. */
export function readLinkFrame(link: number, bytes: Uint8Array): LinkFrame | undefined {
  const reader = readers[link];
  // no head that is read here has more than 18 bytes and its VLAN tags
  return reader === undefined || bytes.length < 4 ? undefined : reader(bytes);
}

function ethernet(bytes: Uint8Array): LinkFrame | undefined {
  return bytes.length < 14 ? undefined : behindTags(bytes, 12);
}

/** EtherType at `at`, behind any VLAN tags (IEEE 802.1Q: `0x8100 · tag 2`; 802.1ad: 0x88a8). */
function behindTags(bytes: Uint8Array, at: number): LinkFrame | undefined {
  let place = at;
  for (let tags = 0; tags <= MOST_TAGS; tags++) {
    if (bytes.length < place + 2) return undefined;
    const type = new ByteReader(bytes, place).u16('etherType');
    if (!vlanTypes.has(type)) return { etherType: type, payload: bytes.subarray(place + 2) };
    place += 4;
  }
  return undefined;
}

/** `packet type 2 · hardware type 2 · address length 2 · address 8 · protocol 2` */
function cooked(bytes: Uint8Array): LinkFrame | undefined {
  return bytes.length < 16 ? undefined : behindTags(bytes, 14);
}

/** `protocol 2 · reserved 2 · interface 4 · hardware type 2 · packet type 1 · address length 1 · address 8` */
function cooked2(bytes: Uint8Array): LinkFrame | undefined {
  if (bytes.length < 20) return undefined;
  const type = new ByteReader(bytes).u16('protocol');
  if (!vlanTypes.has(type)) return { etherType: type, payload: bytes.subarray(20) };
  return behindTags(bytes, 22);
}

function bare(bytes: Uint8Array): LinkFrame | undefined {
  const version = bytes[0]! >> 4;
  if (version !== 4 && version !== 6) return undefined;
  return { etherType: version === 4 ? etherTypes.ipv4 : etherTypes.ipv6, payload: bytes };
}

/** Four bytes say the family, in the order of a machine that is not known: the IP version behind it says the same. */
function loopback(bytes: Uint8Array): LinkFrame | undefined {
  return bytes.length < 5 ? undefined : bare(bytes.subarray(4));
}

const readers: Readonly<Record<number, (bytes: Uint8Array) => LinkFrame | undefined>> = {
  [linkTypes.null]: loopback,
  [linkTypes.loop]: loopback,
  [linkTypes.ethernet]: ethernet,
  [linkTypes.rawBsd]: bare,
  [linkTypes.raw]: bare,
  [linkTypes.ipv4]: bare,
  [linkTypes.ipv6]: bare,
  [linkTypes.linuxCooked]: cooked,
  [linkTypes.linuxCooked2]: cooked2,
};
const vlanTypes: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100]);
const MOST_TAGS = 4;
