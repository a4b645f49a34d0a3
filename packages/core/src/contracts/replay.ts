import { equalBytes } from '../bytes/hex.ts';
import type { Exchange, HttpExchange, TcpExchange, UdpExchange } from '../model/exchange.ts';
import type { Transport } from '../net/endpoint.ts';
import type { HttpServed } from './network.ts';
import type { Answering, StreamBehaviour } from './virtual-device.ts';

/** Where a recorded device stands now. */
export interface ReplayPlace {
  readonly address: string;
  /** The address that it had when it was recorded. */
  readonly recordedAddress: string;
  /** Where a standard port is served now. */
  port(standard: number, transport: Transport): number;
}

/** How a room's recorded answers fit new questions. Without it a question is answered that is the recorded one byte for byte. */
export interface ReplayRule {
  /** Whether a new question asks for what the recorded one asked. */
  readonly same: (recorded: Uint8Array, asked: Uint8Array) => boolean;
  /** The recorded answer with what belongs to the new question: its id. */
  readonly fit: (answer: Uint8Array, asked: Uint8Array) => Uint8Array;
}

/**
 * Serves what was recorded, question by question. A server's private key is not ours to have, so nobody can be met with
 * its certificate again: what came over TLS is served in the clear, where nothing else was recorded in its place.
 */
export function replayed(exchanges: readonly Exchange[], rule: ReplayRule = asItStands): readonly Answering[] {
  const ports = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    if (exchange.over === 'http' && exchange.secure && exchanges.some((one) => isPlainOf(one, exchange))) continue;
    const key = `${exchange.over} ${exchange.port}`;
    ports.set(key, [...(ports.get(key) ?? []), exchange]);
  }
  return [...ports.values()].map((rows): Answering => {
    const { over, port } = rows[0]!;
    const udp = rows.filter((row) => row.over === 'udp');
    const http = rows.filter((row) => row.over === 'http');
    const tcp = rows.filter((row) => row.over === 'tcp');
    if (over === 'udp')
      return { on: 'udp', port, broadcast: true, groups: [], answer: ({ bytes }) => datagrams(udp, bytes, rule) };
    if (over === 'http') return { on: 'http', port, serve: (asked) => page(http, asked, rule) };
    return { on: 'tcp', port, open: () => new Script(tcp, rule) };
  });
}

function isPlainOf(one: Exchange, other: HttpExchange): boolean {
  return one.over === 'http' && !one.secure && one.port === other.port && one.path === other.path;
}

function datagrams(rows: readonly UdpExchange[], asked: Uint8Array, { same, fit }: ReplayRule) {
  const row = rows.find((one) => same(one.asked, asked));
  return (row?.answers ?? []).map(({ afterMs, bytes }) => ({ bytes: fit(bytes, asked), delayMs: afterMs }));
}

function page(
  rows: readonly HttpExchange[],
  asked: { readonly method: string; readonly path: string; readonly body: Uint8Array },
  { same, fit }: ReplayRule,
): HttpServed {
  const there = rows.filter((row) => row.method === asked.method && row.path === asked.path);
  const row = there.find((one) => same(one.asked, asked.body));
  if (row === undefined) return { status: 404, headers: {}, body: new Uint8Array() };
  const { status, headers, answer, afterMs } = row;
  return { status, headers: contentHeaders(headers), body: fit(answer, asked.body), delayMs: afterMs };
}

/** What belongs to the old connection stays behind: the body is whole now. */
function contentHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name.toLowerCase())));
}

/** One connection of a recording: each thing said is answered as it was then, however its bytes are cut. */
class Script implements StreamBehaviour {
  readonly #turns: TcpExchange['turns'];
  readonly #rule: ReplayRule;
  #said: Uint8Array = new Uint8Array();

  constructor(rows: readonly TcpExchange[], rule: ReplayRule) {
    this.#turns = rows.flatMap(({ turns }) => turns);
    this.#rule = rule;
  }

  greet(): readonly Uint8Array[] {
    return this.#turns.find(({ said }) => said.length === 0)?.heard.map(({ bytes }) => bytes) ?? [];
  }

  take(bytes: Uint8Array): readonly Uint8Array[] {
    const said = new Uint8Array(this.#said.length + bytes.length);
    said.set(this.#said);
    said.set(bytes, this.#said.length);
    const turn = this.#turns.find((one) => one.said.length > 0 && this.#rule.same(one.said, said));
    this.#said = turn === undefined && said.length < MOST_SAID ? said : new Uint8Array();
    return turn?.heard.map((arrival) => this.#rule.fit(arrival.bytes, said)) ?? [];
  }
}

const asItStands: ReplayRule = { same: equalBytes, fit: (answer) => answer };
const hopByHop: ReadonlySet<string> = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding']);
const MOST_SAID = 64 * 1024;
