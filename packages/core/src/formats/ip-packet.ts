import type { ByteReader } from '../bytes/byte-reader.ts';
import { type Decoded, DecodeError } from '../bytes/decode-error.ts';
import { decoding } from '../bytes/decoding.ts';
import { formatIp } from '../net/ip-address.ts';

/** An IP packet as far as its payload. */
export interface IpPacket {
  readonly family: 4 | 6;
  /** Canonical text, without zone. */
  readonly from: string;
  readonly to: string;
  /** The number of what it carries, behind any extension headers. */
  readonly protocol: number;
  /** Shared with the packet. */
  readonly payload: Uint8Array;
  /** Set where it is one part of a larger one. */
  readonly fragment?: IpFragment;
}

export interface IpFragment {
  readonly id: number;
  /** Of its first byte in the whole payload. */
  readonly offset: number;
  readonly more: boolean;
}

export const ipProtocols = { tcp: 6, udp: 17, icmpv6: 58 } as const;

/** RFC 791 section 3.1 and RFC 8200 section 3. Padding of the link behind it is cut off; a packet that is cut is truncated. */
export function decodeIp(bytes: Uint8Array): Decoded<IpPacket> {
  return decoding(bytes, (r) => {
    const version = (bytes[0] ?? 0) >> 4;
    if (bytes.length > 0 && version !== 4 && version !== 6) throw new DecodeError('bad-magic', 0, 'ip.version');
    return version === 6 ? readIpv6(r) : readIpv4(r);
  });
}

/** `version, length 1 · service 1 · total length 2 · id 2 · flags, offset 2 · hops 1 · protocol 1 · checksum 2 · from 4 · to 4 · options` */
function readIpv4(r: ByteReader): IpPacket {
  const headLength = (r.u8('ip.version') & 0x0f) * 4;
  r.u8('ip.service');
  const stated = r.u16('ip.length');
  // a card that cuts large sends for the system leaves the length open
  const total = stated === 0 ? r.limit : stated;
  const id = r.u16('ip.id');
  const flags = r.u16('ip.flags');
  r.u8('ip.hops');
  const protocol = r.u8('ip.protocol');
  r.u16('ip.checksum');
  const from = formatIp({ family: 4, bytes: r.octets(4, 'ip.from') });
  const to = formatIp({ family: 4, bytes: r.octets(4, 'ip.to') });
  if (headLength < 20 || total < headLength) throw new DecodeError('bad-length', 2, 'ip.length');
  r.octets(headLength - 20, 'ip.options');
  const payload = r.octets(total - headLength, 'ip.payload');
  const [offset, more] = [(flags & 0x1fff) * 8, (flags & 0x2000) !== 0];
  const whole = { family: 4, from, to, protocol, payload } as const;
  return offset === 0 && !more ? whole : { ...whole, fragment: { id, offset, more } };
}

/** `version, class, flow 4 · payload length 2 · next header 1 · hops 1 · from 16 · to 16` */
function readIpv6(r: ByteReader): IpPacket {
  r.u32('ip.version');
  const stated = r.u16('ip.length');
  let protocol = r.u8('ip.protocol');
  r.u8('ip.hops');
  const from = formatIp({ family: 6, bytes: r.octets(16, 'ip.from') });
  const to = formatIp({ family: 6, bytes: r.octets(16, 'ip.to') });
  const inner = r.slice(stated === 0 ? r.remaining : stated, 'ip.payload');
  let fragment: IpFragment | undefined;
  for (let headers = 0; extensions.has(protocol); headers++) {
    if (headers >= MOST_HEADERS) throw new DecodeError('too-deep', inner.offset, 'ip.extension');
    const next = inner.u8('ip.extension.next');
    if (protocol === FRAGMENT) {
      inner.u8('ip.fragment.reserved');
      const word = inner.u16('ip.fragment.offset');
      fragment = { id: inner.u32('ip.fragment.id'), offset: word & 0xfff8, more: (word & 1) !== 0 };
      protocol = next;
      // the headers behind it are in the first part alone
      if (fragment.offset > 0) break;
      continue;
    }
    const length = inner.u8('ip.extension.length');
    inner.octets(protocol === AUTHENTICATION ? length * 4 + 6 : length * 8 + 6, 'ip.extension');
    protocol = next;
  }
  const whole = { family: 6, from, to, protocol, payload: inner.rest() } as const;
  return fragment === undefined || (fragment.offset === 0 && !fragment.more) ? whole : { ...whole, fragment };
}

const FRAGMENT = 44;
const AUTHENTICATION = 51;
/** Hop by hop, routing, fragment, authentication, destination options, mobility. */
const extensions: ReadonlySet<number> = new Set([0, 43, FRAGMENT, AUTHENTICATION, 60, 135]);
const MOST_HEADERS = 16;
