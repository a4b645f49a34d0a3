import { linkTypes } from '../../formats/capture-packet.ts';
import { encodeTcpPacket, encodeUdpPacket } from '../../formats/packet-encode.ts';
import type { WrittenPacket } from '../../formats/pcapng-encode.ts';
import { type Endpoint, formatEndpoint } from '../../net/endpoint.ts';
import type { PortEvent } from './port-event.ts';

/** What a file of such packets says of itself. */
export const MADE_PACKETS: string =
  'These packets were made from what sockets told: times, peers, ports and bytes are as they were heard. The rest of the ' +
  'heads is filled in, TCP sequence numbers count from 0, and a receiver that the system did not tell is the unspecified address.';

/** What sockets heard, as packets for a capture file. A piece of a stream that is too long for one packet becomes several. */
export class EventPackets {
  /** The next sequence number of each direction. */
  readonly #next = new Map<string, number>();
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  of(event: PortEvent): readonly WrittenPacket[] {
    const { at, from, interface: on, way, bytes, what } = event;
    const to = event.to ?? unspecified(from, this.#port);
    const packet = (made: Uint8Array): WrittenPacket => ({
      ...{ at, link: linkTypes.raw, interface: on, bytes: made },
      ...(way === undefined ? {} : { way }),
    });
    if (what === 'datagram') return [packet(encodeUdpPacket(from, to, bytes))];
    const key = `${formatEndpoint(from)} ${formatEndpoint(to)}`;
    if (what === 'connect') {
      this.#next.set(key, 1);
      return [packet(encodeTcpPacket(from, to, { sequence: 0, syn: true }, bytes))];
    }
    const sequence = this.#next.get(key) ?? 1;
    if (what === 'end') {
      this.#next.delete(key);
      return [packet(encodeTcpPacket(from, to, { sequence, fin: true }, bytes))];
    }
    this.#next.set(key, sequence + bytes.length);
    const count = Math.ceil(bytes.length / LARGEST);
    return Array.from({ length: count }, (_, i) => {
      const part = bytes.subarray(i * LARGEST, (i + 1) * LARGEST);
      return packet(encodeTcpPacket(from, to, { sequence: sequence + i * LARGEST }, part));
    });
  }
}

function unspecified({ address, transport }: Endpoint, port: number): Endpoint {
  return { address: address.includes(':') ? '::' : '0.0.0.0', port, transport };
}

const LARGEST = 32 * 1024;
