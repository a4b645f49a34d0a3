import type { Overheard } from '../../contracts/overheard.ts';
import type { CapturedPacket } from '../../formats/capture-packet.ts';
import { IpFragments } from '../../formats/ip-fragments.ts';
import { decodeIp, ipProtocols } from '../../formats/ip-packet.ts';
import { decodeTcp, decodeUdp } from '../../formats/ip-transport.ts';
import { etherTypes, isKnownLink, readLinkFrame } from '../../formats/link-frame.ts';
import { type NeighbourPacket, readAdvertisement, readArp } from '../../formats/neighbour-packet.ts';
import { parseIp } from '../../net/ip-address.ts';
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
    if (frame.etherType === etherTypes.arp) return neighbourOf(readArp(frame.payload), at, on);
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
    if (packet.protocol === ipProtocols.icmpv6) return neighbourOf(readAdvertisement(packet.payload), at, on);
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

function neighbourOf(said: NeighbourPacket | undefined, at: number, on: string): readonly Overheard[] {
  if (said === undefined) return [];
  return [{ over: 'neighbour', at, interface: on, address: zoned(said.address, on), mac: said.mac }];
}

/** A link-local address means nothing without its link (RFC 4007). */
function zoned(address: string, name: string): string {
  const parsed = parseIp(address);
  return parsed?.family === 6 && parsed.bytes[0] === 0xfe && (parsed.bytes[1]! & 0xc0) === 0x80
    ? `${address}%${name}`
    : address;
}

/** The interface of a file that names none. */
const CAPTURE = 'capture';
