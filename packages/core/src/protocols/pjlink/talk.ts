import { formatHex } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import {
  type Conversation,
  cryptography,
  dial,
  hangUp,
  hearAll,
  keyTold,
  say,
  send,
  takeKey,
  tell,
} from '../../contracts/conversation.ts';
import type { HostTarget, Segment } from '../../contracts/protocol.ts';
import { StreamInbox, type Taken } from '../../contracts/stream-inbox.ts';
import type { Outcome, Told } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { claimsOf } from './claims.ts';
import { decodePjLink, lineSize, MOST_LINE, type PjLine } from './codec.ts';
import { encodeReadOnly, question, questions, search } from './questions.ts';

/** Asks a segment for whoever speaks class 2; each acknowledges by unicast with its MAC. */
export function* discover(segment: Segment): Conversation {
  const met = new Set<string>();
  for (const share of [0.4, 0.6]) {
    let sent = false;
    for (const target of segment.targets) sent = (yield* send(encodeReadOnly(search), target)) || sent;
    if (!sent) return { is: 'unreachable' };
    yield* hearAll(share * segment.patienceMs, function* ({ bytes, from }) {
      const decoded = decodePjLink(bytes);
      if (!decoded.ok || decoded.value.is !== 'answer' || decoded.value.command !== 'ACKN') return false;
      if (met.has(from.address) || met.size >= MOST_REPLIES) return false;
      met.add(from.address);
      yield* tell(lineTold(decoded.value, bytes, from));
      return false;
    });
  }
  return { is: met.size > 0 ? 'answered' : 'silent' };
}

/** Asks one host how it is. Where it wants a password: with the keys that a person gave for it, else no further. */
export function* ask(host: HostTarget): Conversation {
  const to: Endpoint = { address: host.address, port: host.port(PORT, 'tcp'), transport: 'tcp' };
  const inbox = new StreamInbox(MOST_LINE);
  const greeting = yield* meet(inbox, to, host.waitMs);
  if (typeof greeting === 'string') return { is: greeting };
  yield* tell(lineTold(greeting.line, greeting.bytes, to));
  if (greeting.line.security === '0') yield* interview(inbox, to, host.waitMs);
  else yield* withKeys(host, inbox, to, greeting.line.random);
  yield* hangUp();
  return { is: 'answered' };
}

/** A new connection for each key: after a wrong one there is nothing more to say. */
function* withKeys(host: HostTarget, first: StreamInbox, to: Endpoint, challenge?: string): Conversation<void> {
  const tried: string[] = [];
  let [inbox, random] = [first, challenge];
  while (tried.length < MOST_KEYS && random !== undefined) {
    const key = yield* takeKey('login', host.address, tried);
    if (key?.secret.for !== 'login') return;
    const { hash } = yield* cryptography();
    const digest = formatHex(hash('md5', encodeText(random + key.secret.password)));
    const came = yield* interview(inbox, to, host.waitMs, digest);
    if (came === 'silent') return;
    yield* keyTold(host.address, key.name, came === 'answered', ...(came === 'answered' ? [] : [REFUSED]));
    if (came === 'answered') return;
    tried.push(key.name);
    inbox = new StreamInbox(MOST_LINE);
    const again = yield* meet(inbox, to, host.waitMs);
    random = typeof again === 'string' ? undefined : again.line.random;
  }
}

type Greeting = Extract<PjLine, { is: 'greeting' }>;

/** The projector speaks first. */
function* meet(
  inbox: StreamInbox,
  to: Endpoint,
  waitMs: number,
): Conversation<Outcome | { readonly line: Greeting; readonly bytes: Uint8Array }> {
  const met = yield* dial(to, waitMs);
  if (met !== 'answered') return met;
  const arrived = yield* inbox.next(firstLine, waitMs);
  if (typeof arrived === 'string') {
    yield* hangUp();
    return arrived !== 'too-much' && inbox.held.length === 0 ? 'silent' : 'garbled';
  }
  const decoded = decodePjLink(arrived.value);
  if (decoded.ok && decoded.value.is === 'greeting') return { line: decoded.value, bytes: arrived.value };
  yield* hangUp();
  return 'garbled';
}

/** All questions, the digest in front of the first. Ends where the projector says nothing sensible any more. */
function* interview(
  inbox: StreamInbox,
  to: Endpoint,
  waitMs: number,
  digest?: string,
): Conversation<'answered' | 'refused' | 'silent'> {
  let answers = 0;
  let level = '1';
  const asked: (readonly [string, string])[] = questions[1].map((command) => ['1', command]);
  for (let i = 0; i < asked.length; i++) {
    const [ofClass, command] = asked[i]!;
    if (!(yield* say(encodeReadOnly(question(ofClass, command, i === 0 ? digest : undefined))))) break;
    const arrived = yield* inbox.next(firstLine, waitMs);
    if (typeof arrived === 'string') break;
    const decoded = decodePjLink(arrived.value);
    if (!decoded.ok) break;
    const line = decoded.value;
    if (line.is === 'greeting' && line.security === 'ERRA') return 'refused';
    if (line.is !== 'answer' || line.command !== command) break;
    answers++;
    yield* tell(lineTold(line, arrived.value, to));
    if (command === 'CLSS') level = line.value;
    if (i === questions[1].length - 1 && level === '2') for (const more of questions[2]) asked.push(['2', more]);
  }
  return answers > 0 ? 'answered' : 'silent';
}

/** What a projector's line tells. */
export function lineTold(line: PjLine, raw: Uint8Array, from: Endpoint): Told {
  return { from, protocol: 'pjlink', raw, claims: claimsOf(line) };
}

function firstLine(bytes: Uint8Array): Taken<Uint8Array> | undefined {
  const size = lineSize(bytes);
  return size === undefined ? undefined : { value: bytes.subarray(0, size), size };
}

export const PORT = 4352;
const MOST_REPLIES = 5_000;
const MOST_KEYS = 3;
const REFUSED = 'its password is another (PJLINK ERRA)';
