import { type Conversation, chance, type Heard, hear, send, tell } from '../../contracts/conversation.ts';
import type { HostTarget, Segment } from '../../contracts/protocol.ts';
import type { DnsQuestion, DnsRecord } from '../../formats/dns.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { browseQuestions, encodeQueries } from './codec.ts';
import { Hearing } from './hearing.ts';

/**
 * Asks a segment: pointers of every type in one packet, again after 1 and 3 s with what is known already, and whatever
 * did not come along by itself. Bound to 5353 it hears the answers to everybody; from another port it is a legacy
 * querier and answered by unicast (RFC 6762 section 6.7). No QU bit: several programs may share 5353 on this machine,
 * and a unicast answer reaches only one of them (section 15.1).
 */
export function* browse(segment: Segment): Conversation {
  const hearing = new Hearing({ adminOnly: false, repetitions: false });
  const from = new Set(segment.targets.map(({ port }) => port));
  const rounds = ROUNDS_MS.filter((at) => at < segment.patienceMs);
  let now = 0;
  for (const [i, at] of rounds.entries()) {
    const sent = yield* ask(0, browseQuestions(false), hearing.knownAnswers(now), segment.targets);
    if (!sent && i === 0) return { is: 'unreachable' };
    // apart: a legacy answer may hold 512 bytes only, and what does not fit is left out
    const missing = hearing.missing(now, false, PAUSE_MS);
    if (missing.length > 0) yield* ask(0, missing, [], segment.targets);
    // an answer from another port than the group's is not to be believed (RFC 6762 section 6)
    const take = (heard: Heard, time: number) => from.has(heard.from.port) && hearing.take(heard, time);
    const end = rounds[i + 1] ?? segment.patienceMs;
    now = yield* listenFor(hearing, Math.max(at, now), () => end, take, segment.targets);
  }
  for (const told of hearing.ripe(now, true)) yield* tell(told);
  return ending(hearing);
}

/** Asks one host by unicast, from a port of our own: it answers as to a legacy querier, to us alone. */
export function* inspect(host: HostTarget): Conversation {
  const hearing = new Hearing({ adminOnly: true, repetitions: false });
  const target: Endpoint = { address: host.address, port: host.port(PORT, 'udp'), transport: 'udp' };
  const [high, low] = (yield* chance(2)) as unknown as [number, number];
  const id = (high << 8) | low;
  let now = 0;
  for (let silent = 0; silent < host.tries; ) {
    const first = hearing.answers === 0;
    const questions = first ? browseQuestions(true) : hearing.missing(now, true, 0);
    if (questions.length === 0) break;
    if (!(yield* ask(id, questions, [], [target]))) return { is: 'unreachable' };
    const before = hearing.answers;
    let until = now + host.waitMs;
    const take = (heard: Heard, time: number) => {
      if (heard.from.address !== target.address || heard.from.port !== target.port) return false;
      // who takes the QU bit for more than the legacy port answers with id 0 (RFC 6762 section 18.1)
      const news = hearing.take(heard, time, (message) => message.id === id || message.id === 0);
      // one answer may be several packets: a little longer, then on
      if (hearing.answers > before) until = Math.min(until, time + SETTLE_MS);
      return news;
    };
    now = yield* listenFor(hearing, now, () => until, take);
    if (hearing.answers === before) silent++;
  }
  for (const told of hearing.ripe(now, true)) yield* tell(told);
  return ending(hearing);
}

/** Hears what is announced, answered and taken back on the group, without a word of our own. */
export function* listen(): Conversation {
  const hearing = new Hearing({ adminOnly: false, repetitions: true });
  const take = (heard: Heard, time: number) => heard.from.port === PORT && hearing.take(heard, time);
  for (let now = 0; ; ) {
    const end = now + LISTEN_MS;
    now = yield* listenFor(hearing, now, () => end, take);
  }
}

/**
 * Hears until the time is over, tells whatever is ripe, and asks `targets` for what a packet's news leave open. Gives back
 * what time it is then.
 */
function* listenFor(
  hearing: Hearing,
  start: number,
  until: () => number,
  take: (heard: Heard, now: number) => boolean,
  targets: readonly Endpoint[] = [],
): Conversation<number> {
  let now = start;
  for (let count = 0; count < MOST_DATAGRAMS && now < until(); count++) {
    const wait = Math.min(until() - now, hearing.dueIn(now));
    const heard = yield* hear(wait);
    now += wait - (heard?.leftMs ?? 0);
    const news = heard !== undefined && take(heard, now);
    const missing = news && targets.length > 0 ? hearing.missing(now, false, PAUSE_MS) : [];
    if (missing.length > 0) yield* ask(0, missing, [], targets);
    for (const told of hearing.ripe(now)) yield* tell(told);
  }
  return now;
}

/** True where at least one target could be reached. */
function* ask(
  id: number,
  questions: readonly DnsQuestion[],
  known: readonly DnsRecord[],
  targets: readonly Endpoint[],
): Conversation<boolean> {
  let sent = false;
  for (const packet of encodeQueries(id, questions, known))
    for (const target of targets) sent = (yield* send(packet, target)) || sent;
  return sent;
}

function ending({ answers, garbled }: Hearing): { is: 'answered' | 'garbled' | 'silent' } {
  if (answers > 0) return { is: 'answered' };
  return { is: garbled > 0 ? 'garbled' : 'silent' };
}

export const PORT = 5353;
// growing, as RFC 6762 section 5.2 wants it
const ROUNDS_MS = [0, 1000, 3000, 7000, 15_000];
const PAUSE_MS = 900;
const SETTLE_MS = 150;
const LISTEN_MS = 60_000;
const MOST_DATAGRAMS = 10_000;
