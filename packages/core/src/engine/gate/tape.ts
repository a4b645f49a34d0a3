import { formatHex } from '../../bytes/hex.ts';
import type { Clock } from '../../contracts/clock.ts';
import type { TcpStream } from '../../contracts/network.ts';
import type { Arrival, Exchange, HttpExchange } from '../../model/exchange.ts';
import { parseHttpUrl } from '../../net/http-url.ts';
import type { GatedNetwork, GatedSocket } from './gate.ts';

type Turn = { readonly said: Uint8Array; readonly heard: Arrival[] };

/** What one look says and hears, exchange by exchange, by the room that spoke. */
export class Tape {
  readonly #clock: Clock;
  readonly #standardPort: (address: string, port: number) => number;
  readonly #rooms = new Map<string, Exchange[]>();

  constructor(clock: Clock, standardPort: (address: string, port: number) => number) {
    this.#clock = clock;
    this.#standardPort = standardPort;
  }

  /** What every room said and heard. Questions without an answer are left out; of one that was repeated the answers are one list. */
  exchanges(): Readonly<Record<string, readonly Exchange[]>> {
    const answered = [...this.#rooms].map(([room, rows]) => [room, joined(rows)] as const);
    return Object.fromEntries(answered.filter(([, rows]) => rows.length > 0));
  }

  /** The same network, with every word on the tape. */
  under(room: string, network: GatedNetwork): GatedNetwork {
    const rows = this.#rooms.get(room) ?? [];
    this.#rooms.set(room, rows);
    return {
      knock: async (to, signal) => {
        const outcome = await network.knock(to, signal);
        if (outcome === 'answered')
          rows.push({ over: 'tcp', port: this.#standardPort(to.address, to.port), turns: [] });
        return outcome;
      },
      tls: (to, signal) => network.tls(to, signal),
      udp: async (options) => this.#udp(await network.udp(options), rows),
      http: async (request, signal) => {
        const start = this.#clock.monotonic();
        const outcome = await network.http(request, signal);
        const url = parseHttpUrl(request.url);
        if (outcome.is === 'answered' && url !== undefined) {
          const { status, headers, body, from } = outcome.response;
          const row: HttpExchange = {
            over: 'http',
            port: this.#standardPort(from.address, url.port),
            secure: url.secure,
            method: request.method,
            path: url.path,
            asked: request.body?.slice() ?? new Uint8Array(),
            status,
            headers,
            answer: body.slice(),
            afterMs: this.#since(start),
          };
          rows.push(row);
        }
        return outcome;
      },
      dial: async (to, signal) => {
        const stream = await network.dial(to, signal);
        if (typeof stream === 'string') return stream;
        const turns: Turn[] = [];
        rows.push({ over: 'tcp', port: this.#standardPort(to.address, to.port), turns });
        return this.#stream(stream, turns);
      },
    };
  }

  #udp(socket: GatedSocket, rows: Exchange[]): GatedSocket {
    const said: { address: string; at: number; answers: Arrival[] }[] = [];
    return {
      local: socket.local,
      close: () => socket.close(),
      listen: (listener) =>
        socket.listen((datagram) => {
          // an answer belongs to what was said to that host last
          const last = said.findLast(({ address }) => address === datagram.from.address);
          last?.answers.push({ afterMs: this.#since(last.at), bytes: datagram.bytes.slice() });
          listener(datagram);
        }),
      send: async (bytes, to, signal) => {
        const answers: Arrival[] = [];
        said.push({ address: to.address, at: this.#clock.monotonic(), answers });
        rows.push({ over: 'udp', port: this.#standardPort(to.address, to.port), asked: bytes.slice(), answers });
        return socket.send(bytes, to, signal);
      },
    };
  }

  #stream(stream: TcpStream, turns: Turn[]): TcpStream {
    let at = this.#clock.monotonic();
    return {
      remote: stream.remote,
      local: stream.local,
      close: () => stream.close(),
      finish: (signal) => stream.finish(signal),
      read: async (signal) => {
        const bytes = await stream.read(signal);
        if (bytes !== undefined) {
          if (turns.length === 0) turns.push({ said: new Uint8Array(), heard: [] });
          turns.at(-1)!.heard.push({ afterMs: this.#since(at), bytes: bytes.slice() });
        }
        return bytes;
      },
      write: async (bytes) => {
        at = this.#clock.monotonic();
        turns.push({ said: bytes.slice(), heard: [] });
        await stream.write(bytes);
      },
    };
  }

  #since(start: number): number {
    return Math.round(this.#clock.monotonic() - start);
  }
}

function joined(rows: readonly Exchange[]): readonly Exchange[] {
  const kept: Exchange[] = [];
  const asked = new Map<string, Arrival[]>();
  for (const row of rows) {
    // a connection that was taken is an answer, whatever was said on it
    if (row.over !== 'udp') kept.push(row);
    if (row.over !== 'udp' || row.answers.length === 0) continue;
    const key = `${row.port} ${formatHex(row.asked)}`;
    const before = asked.get(key);
    if (before === undefined) {
      const answers = [...row.answers];
      asked.set(key, answers);
      kept.push({ ...row, answers });
    } else {
      const known = new Set(before.map(({ bytes }) => formatHex(bytes)));
      before.push(...row.answers.filter(({ bytes }) => !known.has(formatHex(bytes))));
    }
  }
  return kept;
}
