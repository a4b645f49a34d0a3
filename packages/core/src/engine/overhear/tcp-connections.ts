import type { OverheardHttp, OverheardStream } from '../../contracts/overheard.ts';
import type { TcpSegment } from '../../formats/ip-transport.ts';
import { TcpOrder } from '../../formats/tcp-order.ts';
import type { Millis } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { TcpDialogue } from './tcp-dialogue.ts';

type Heard = OverheardHttp | OverheardStream;

/** How the connections of a capture went. */
export interface ConnectionCounts {
  /** Encrypted, so that nothing of them can be read. */
  tls: number;
  /** A piece of the server's words was not captured. */
  cut: number;
}

/** All TCP connections of a capture. Bounded: of too many open ones the oldest is ended. */
export class TcpConnections {
  readonly #open = new Map<string, Connection>();
  readonly #wanted: (port: number) => boolean;
  readonly counts: ConnectionCounts = { tls: 0, cut: 0 };

  constructor(wanted: (port: number) => boolean) {
    this.#wanted = wanted;
  }

  take(from: string, to: string, segment: TcpSegment, at: Millis): readonly Heard[] {
    const sender: Endpoint = { address: from, port: segment.fromPort, transport: 'tcp' };
    const receiver: Endpoint = { address: to, port: segment.toPort, transport: 'tcp' };
    const [a, b] = [`${from} ${sender.port}`, `${to} ${receiver.port}`];
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    const said: Heard[] = [];
    let known = this.#open.get(key);
    if (known !== undefined && segment.syn && !known.begins(sender, segment)) {
      said.push(...this.#end(key, known, at));
      known = undefined;
    }
    if (known === undefined) {
      // the late last words of a connection that is over
      if (segment.payload.length === 0 && !segment.syn) return said;
      known = this.#begin(sender, receiver, segment);
      this.#open.set(key, known);
    }
    said.push(...known.take(sender, segment, at));
    if (segment.rst || known.ended) said.push(...this.#end(key, known, at));
    if (this.#open.size > MOST_OPEN) {
      const [oldest, connection] = this.#open.entries().next().value!;
      said.push(...this.#end(oldest, connection, at));
    }
    return said;
  }

  /** The capture is over. */
  end(at: Millis): readonly Heard[] {
    return [...this.#open].flatMap(([key, connection]) => this.#end(key, connection, at));
  }

  #begin(sender: Endpoint, receiver: Endpoint, { syn, ack }: TcpSegment): Connection {
    // who opens it is the client; where that was not captured, servers have the lower port
    const bySender = syn ? !ack : sender.port > receiver.port;
    const [client, server] = bySender ? [sender, receiver] : [receiver, sender];
    return new Connection(client, server, this.#wanted(server.port));
  }

  #end(key: string, connection: Connection, at: Millis): readonly Heard[] {
    this.#open.delete(key);
    const heard = connection.end(at);
    if (connection.dialogue.is === 'tls') this.counts.tls++;
    if (connection.cut) this.counts.cut++;
    return heard;
  }
}

class Connection {
  readonly #server: Endpoint;
  readonly dialogue: TcpDialogue;
  readonly #orders = { client: new TcpOrder(), server: new TcpOrder() };

  constructor(client: Endpoint, server: Endpoint, wanted: boolean) {
    this.#server = server;
    this.dialogue = new TcpDialogue(client, server, wanted);
  }

  begins(sender: Endpoint, { sequence }: TcpSegment): boolean {
    return this.#orders[this.#side(sender)].begins(sequence);
  }

  take(sender: Endpoint, segment: TcpSegment, at: Millis): readonly Heard[] {
    const side = this.#side(sender);
    return this.#orders[side].take(segment).flatMap((bytes) => this.dialogue.take(side, bytes, at));
  }

  end(at: Millis): readonly Heard[] {
    for (const order of Object.values(this.#orders)) order.end();
    return this.dialogue.end(at, this.cut);
  }

  get cut(): boolean {
    return this.#orders.server.cut && this.dialogue.is !== 'tls' && this.dialogue.is !== 'passed-over';
  }

  get ended(): boolean {
    return this.#orders.client.ended && this.#orders.server.ended;
  }

  #side({ port, address }: Endpoint): 'client' | 'server' {
    return port === this.#server.port && address === this.#server.address ? 'server' : 'client';
  }
}

const MOST_OPEN = 10_000;
