import { formatEndpoint, sameEndpoint } from '../../net/endpoint.ts';
import type { HeardBytes } from './hint.ts';

/** What was said, and what came back. */
export interface Pair {
  readonly asked: number;
  readonly answer: number;
}

export interface Pairing {
  readonly pairs: readonly Pair[];
  /** Said to the port, whoever answered. */
  readonly asked: number;
  readonly leastMs: number;
  readonly mostMs: number;
  /** Bytes of the question that stand in the answer at the same place, and differ from pair to pair. */
  readonly echo: { readonly offset: number; readonly length: number } | undefined;
}

/** Of what went to and from a port, each word and the next one the other way within five seconds. In order of time. */
export function pairing(messages: readonly HeardBytes[], port: number): Pairing | undefined {
  const open = new Map<string, number>();
  const pairs: Pair[] = [];
  let asked = 0;
  for (const [i, { at, from, to, bytes }] of messages.entries()) {
    if (to === undefined || bytes.length === 0 || sameEndpoint(from, to)) continue;
    if (to.port === port && from.port !== port) {
      asked++;
      open.set(`${from.transport} ${formatEndpoint(from)} ${formatEndpoint(to)}`, i);
      continue;
    }
    if (from.port !== port) continue;
    const key = `${from.transport} ${formatEndpoint(to)} ${formatEndpoint(from)}`;
    const question = open.get(key);
    if (question === undefined) continue;
    open.delete(key);
    if (at - messages[question]!.at <= LONGEST_MS) pairs.push({ asked: question, answer: i });
  }
  if (pairs.length === 0) return undefined;
  const took = pairs.map((pair) => messages[pair.answer]!.at - messages[pair.asked]!.at);
  return {
    pairs,
    asked,
    leastMs: Math.min(...took),
    mostMs: Math.max(...took),
    echo: echoOf(pairs.map((pair) => [messages[pair.asked]!.bytes, messages[pair.answer]!.bytes])),
  };
}

function echoOf(pairs: readonly (readonly [Uint8Array, Uint8Array])[]): Pairing['echo'] {
  const used = pairs.slice(0, MOST_PAIRS);
  const shortest = Math.min(...used.flat().map((bytes) => bytes.length), WITHIN);
  const same = (at: number) => used.every(([question, answer]) => question[at] === answer[at]);
  const varies = (at: number) => used.some(([question]) => question[at] !== used[0]![0][at]);
  for (let at = 0; at < shortest; at++) {
    const start = at;
    while (at < shortest && same(at)) at++;
    const end = at;
    let [from, to] = [start, end];
    while (from < to && !varies(from)) from++;
    while (to > from && !varies(to - 1)) to--;
    if (to > from && used.length >= 3) return { offset: from, length: to - from };
  }
  return undefined;
}

const LONGEST_MS = 5_000;
const MOST_PAIRS = 64;
const WITHIN = 64;
