import type { CapturedPacket } from '../../formats/capture-packet.ts';
import { IpFragments } from '../../formats/ip-fragments.ts';
import { decodeIp, ipProtocols } from '../../formats/ip-packet.ts';
import { decodeTcp, decodeUdp, type TcpSegment } from '../../formats/ip-transport.ts';
import { etherTypes, readLinkFrame } from '../../formats/link-frame.ts';
import { TcpOrder } from '../../formats/tcp-order.ts';
import { type Endpoint, formatEndpoint } from '../../net/endpoint.ts';
import type { PortEvent } from './port-event.ts';

/** Turns the packets of a tap into what happened on one port: datagrams as they are, connections in the order of their bytes. */
export class PortEar {
  readonly #port: number;
  readonly #own: ReadonlySet<string>;
  readonly #fragments = new IpFragments();
  /** Each direction of each connection. */
  readonly #orders = new Map<string, TcpOrder>();
  /** Packets that could not be read. */
  broken = 0;

  /** `own`: the addresses of this machine. */
  constructor(port: number, own: ReadonlySet<string>) {
    this.#port = port;
    this.#own = own;
  }

  take({ at, link, bytes, interface: on = 'unknown' }: CapturedPacket): readonly PortEvent[] {
    const frame = readLinkFrame(link, bytes);
    if (frame === undefined) return this.#breaks();
    if (frame.etherType !== etherTypes.ipv4 && frame.etherType !== etherTypes.ipv6) return [];
    const decoded = decodeIp(frame.payload);
    if (!decoded.ok) return this.#breaks();
    const packet = this.#fragments.take(decoded.value);
    if (packet === undefined) return [];
    const place = (address: string, port: number, transport: Endpoint['transport']): Endpoint => ({
      address: zoned(address, on),
      port,
      transport,
    });
    if (packet.protocol === ipProtocols.udp) {
      const udp = decodeUdp(packet.payload);
      if (!udp.ok) return this.#breaks();
      const { fromPort, toPort, payload } = udp.value;
      const [from, to] = [place(packet.from, fromPort, 'udp'), place(packet.to, toPort, 'udp')];
      return this.#ours({ what: 'datagram', at, from, to, interface: on, bytes: payload.slice() });
    }
    if (packet.protocol !== ipProtocols.tcp) return [];
    const tcp = decodeTcp(packet.payload);
    if (!tcp.ok) return this.#breaks();
    const { fromPort, toPort } = tcp.value;
    const [from, to] = [place(packet.from, fromPort, 'tcp'), place(packet.to, toPort, 'tcp')];
    return this.#segment(tcp.value, { at, from, to, interface: on });
  }

  #segment(segment: TcpSegment, where: Omit<PortEvent, 'what' | 'bytes' | 'way'> & { to: Endpoint }): PortEvent[] {
    const key = `${formatEndpoint(where.from)} ${formatEndpoint(where.to)}`;
    const empty = new Uint8Array();
    const { syn, ack, fin, rst } = segment;
    if (syn || !this.#orders.has(key)) this.#orders.set(key, new TcpOrder());
    if (this.#orders.size > MOST_OPEN) this.#orders.delete(this.#orders.keys().next().value!);
    const pieces = (this.#orders.get(key) ?? new TcpOrder()).take(segment);
    const events: PortEvent[] = [
      ...(syn && !ack ? [{ ...where, what: 'connect' as const, bytes: empty }] : []),
      ...pieces.map((piece) => ({ ...where, what: 'piece' as const, bytes: piece.slice() })),
      ...(fin || rst ? [{ ...where, what: 'end' as const, bytes: empty }] : []),
    ];
    if (rst) this.#orders.delete(key);
    return events.flatMap((event) => this.#ours(event));
  }

  #ours(event: PortEvent): PortEvent[] {
    if (event.from.port !== this.#port && event.to?.port !== this.#port) return [];
    const [sent, got] = [this.#own.has(event.from.address), this.#own.has(event.to?.address ?? '')];
    return [sent === got ? event : { ...event, way: sent ? 'out' : 'in' }];
  }

  #breaks(): readonly PortEvent[] {
    this.broken++;
    return [];
  }
}

/** A link-local address means nothing without its link (RFC 4007). */
function zoned(address: string, on: string): string {
  return /^fe[89ab][0-9a-f]:/i.test(address) ? `${address}%${on}` : address;
}

const MOST_OPEN = 4_096;
