import { ByteReader } from '../../bytes/byte-reader.ts';
import type { Overheard } from '../../contracts/overheard.ts';
import type { CapturedPacket } from '../../formats/capture-packet.ts';
import { IpFragments } from '../../formats/ip-fragments.ts';
import { decodeIp, ipProtocols } from '../../formats/ip-packet.ts';
import { decodeTcp, decodeUdp } from '../../formats/ip-transport.ts';
import { etherTypes, isKnownLink, readLinkFrame } from '../../formats/link-frame.ts';
import { formatIp, parseIp } from '../../net/ip-address.ts';
import { formatMac } from '../../net/mac-address.ts';
import { TcpConnections } from './tcp-connections.ts';

/** What could not be read of a capture, so that nobody takes silence for a finding. */
export interface OverhearingCounts {
  packets: number;
  /** Link types that are not read here, with their packets. */
  readonly unknownLinks: Map<number, number>;
  /** Packets of which the capture holds the beginning only, and others whose heads contradict themselves. */
  broken: number;
  /** Larger packets of which a part is missing. */
  fragmentsLost: number;
  /** Connections that were encrypted. */
  tls: number;
  /** Connections of which a piece is missing. */
  cut: number;
}

/** Turns the packets of a capture, in their order, into what was said: datagrams, exchanges, turns. */
export class Ear {
  readonly #fragments = new IpFragments();
  readonly #connections: TcpConnections;
  readonly #unknownLinks = new Map<number, number>();
  #packets = 0;
  #broken = 0;
  #last = 0;

  /** `wanted`: whether some room speaks on that TCP port what is no HTTP. */
  constructor(wanted: (port: number) => boolean) {
    this.#connections = new TcpConnections(wanted);
  }

  take({ at, link, bytes, interface: name }: CapturedPacket): readonly Overheard[] {
    this.#packets++;
    this.#last = at;
    if (!isKnownLink(link)) {
      this.#unknownLinks.set(link, (this.#unknownLinks.get(link) ?? 0) + 1);
      return [];
    }
    const frame = readLinkFrame(link, bytes);
    if (frame === undefined) return this.#breaks();
    const on = name !== undefined && /^[\w.@-]{1,32}$/.test(name) ? name : CAPTURE;
    if (frame.etherType === etherTypes.arp) return arpSender(frame.payload, at, on);
    if (frame.etherType !== etherTypes.ipv4 && frame.etherType !== etherTypes.ipv6) return [];
    const decoded = decodeIp(frame.payload);
    if (!decoded.ok) return this.#breaks();
    const packet = this.#fragments.take(decoded.value);
    if (packet === undefined) return [];
    const [from, to] = [zoned(packet.from, on), zoned(packet.to, on)];
    if (packet.protocol === ipProtocols.udp) {
      const datagram = decodeUdp(packet.payload);
      if (!datagram.ok) return this.#breaks();
      const { fromPort, toPort, payload } = datagram.value;
      return [
        {
          ...{ over: 'udp', at, bytes: payload },
          from: { address: from, port: fromPort, transport: 'udp' },
          to: { address: to, port: toPort, transport: 'udp' },
        },
      ];
    }
    if (packet.protocol !== ipProtocols.tcp) return [];
    const segment = decodeTcp(packet.payload);
    return segment.ok ? this.#connections.take(from, to, segment.value, at) : this.#breaks();
  }

  /** What is left when the capture is over. */
  end(): readonly Overheard[] {
    this.#fragments.end();
    return this.#connections.end(this.#last);
  }

  get counts(): OverhearingCounts {
    const { tls, cut } = this.#connections.counts;
    return {
      ...{ packets: this.#packets, unknownLinks: this.#unknownLinks, broken: this.#broken },
      ...{ fragmentsLost: this.#fragments.lost, tls, cut },
    };
  }

  #breaks(): readonly Overheard[] {
    this.#broken++;
    return [];
  }
}

/** A link-local address means nothing without its link (RFC 4007). */
function zoned(address: string, name: string): string {
  const parsed = parseIp(address);
  return parsed?.family === 6 && parsed.bytes[0] === 0xfe && (parsed.bytes[1]! & 0xc0) === 0x80
    ? `${address}%${name}`
    : address;
}

/** RFC 826: `hardware 2 · protocol 2 · sizes 1+1 · operation 2 · sender's MAC 6 · sender's address 4 · …` of Ethernet and IPv4. */
function arpSender(bytes: Uint8Array, at: number, name: string): readonly Overheard[] {
  if (bytes.length < 28) return [];
  const r = new ByteReader(bytes);
  if (r.u32('arp.types') !== ETHERNET_IPV4 || r.u16('arp.sizes') !== SIZES) return [];
  r.u16('arp.operation');
  const mac = formatMac(r.octets(6, 'arp.mac'));
  const address = formatIp({ family: 4, bytes: r.octets(4, 'arp.address') });
  // a probe for an address that nobody holds yet (RFC 5227)
  return address === '0.0.0.0' ? [] : [{ over: 'arp', at, interface: name, address, mac }];
}

/** The interface of a file that names none. */
const CAPTURE = 'capture';
const ETHERNET_IPV4 = 0x0001_0800;
const SIZES = 0x0604;
