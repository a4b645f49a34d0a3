import { type Decoded, DecodeError } from '../bytes/decode-error.ts';
import { decoding } from '../bytes/decoding.ts';
import { decodeText } from '../bytes/text.ts';
import { canonicalIp, parseIp } from '../net/ip-address.ts';
import { parseMac } from '../net/mac-address.ts';

/** Who the system last reached an on-link address by. */
export interface NeighbourLine {
  /** With its zone where it is link-local. */
  readonly address: string;
  readonly mac: string;
  readonly interface: string;
  /** Where in the line the words stand. */
  readonly places: Readonly<Record<'address' | 'mac' | 'interface', readonly [offset: number, length: number]>>;
}

/**
 * One line of the table as Linux prints it:
 *
 *     192.0.2.9  0x1  0x2  64:eb:8c:10:20:01  *  eth0                   /proc/net/arp (proc(5)): type, flags, address, mask, device
 *     fe80::1 dev eth0 lladdr 64:eb:8c:10:20:01 router REACHABLE        ip -6 neigh (ip-neighbour(8))
 *
 * An entry that is not resolved (flag 2 missing, no lladdr), one that is no Ethernet, and a MAC of zeros are `bad-value`.
 */
export function decodeNeighbourLine(bytes: Uint8Array): Decoded<NeighbourLine> {
  return decoding(bytes, () => {
    if (bytes.length > MOST_BYTES) throw new DecodeError('too-large', MOST_BYTES, 'line');
    const text = decodeText(bytes);
    const match = arp.exec(text) ?? neigh.exec(text);
    if (match === null) throw new DecodeError('bad-magic', 0, 'line');
    const word = (name: 'address' | 'mac' | 'interface') => {
      const [start, end] = match.indices?.groups?.[name] ?? [0, 0];
      return { text: text.slice(start, end), place: [start, end - start] as const };
    };
    const [address, mac, device] = [word('address'), word('mac'), word('interface')];
    const flags = match.groups?.['flags'];
    const canonical = parseMac(mac.text);
    if (canonical === undefined || /^(00:){5}00$/.test(canonical))
      throw new DecodeError('bad-value', mac.place[0], 'mac');
    if (flags !== undefined && (Number.parseInt(flags, 16) & COMPLETE) === 0)
      throw new DecodeError('bad-value', match.indices?.groups?.['flags']?.[0] ?? 0, 'flags');
    const parsed = parseIp(address.text);
    if (parsed === undefined) throw new DecodeError('bad-value', address.place[0], 'address');
    const linkLocal = parsed.family === 6 && parsed.bytes[0] === 0xfe && (parsed.bytes[1]! & 0xc0) === 0x80;
    return {
      address: canonicalIp(linkLocal ? `${address.text}%${device.text}` : address.text),
      mac: canonical,
      interface: device.text,
      places: { address: address.place, mac: mac.place, interface: device.place },
    };
  });
}

const arp =
  /^(?<address>[\d.]{7,15})\s+0x1\s+0x(?<flags>[0-9a-f]{1,8})\s+(?<mac>[0-9a-f]{2}(?::[0-9a-f]{2}){5})\s+\S+\s+(?<interface>\S{1,15})\s*$/d;
const neigh =
  /^(?<address>[0-9a-f:.]{2,45}) dev (?<interface>\S{1,15}) lladdr (?<mac>[0-9a-f]{2}(?::[0-9a-f]{2}){5})(?: router)?(?: (?:REACHABLE|STALE|DELAY|PROBE|PERMANENT|NOARP))?\s*$/d;
const COMPLETE = 2;
const MOST_BYTES = 512;
