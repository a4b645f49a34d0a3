import { type Conversation, dial, hangUp, hearAll, say, send, tell } from '../../contracts/conversation.ts';
import type { HostTarget, Segment } from '../../contracts/protocol.ts';
import { StreamInbox, type Taken } from '../../contracts/stream-inbox.ts';
import type { Told } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { canonicalIp } from '../../net/ip-address.ts';
import { claimsOf, lineClaims } from './claims.ts';
import { decodeVp, encodeVp, messageSize, type VpMessage, vpRequest, vpStatus, vpTypes } from './codec.ts';
import { answerSize, decodeVp21 } from './codec-vp21.ts';
import { pathOf } from './describe.ts';
import { demandReadOnly, encodeQuestion, type Question, questions } from './questions.ts';

/** Asks a segment who is there; a projector answers by unicast. */
export function* discover(segment: Segment): Conversation {
  const met = new Set<string>();
  for (const share of [0.4, 0.6]) {
    let sent = false;
    for (const target of segment.targets) sent = (yield* send(demandReadOnly(HELLO), target)) || sent;
    if (!sent) return { is: 'unreachable' };
    yield* hearAll(share * segment.patienceMs, function* ({ bytes, from }) {
      const reply = replyTo(vpTypes.hello, bytes);
      if (reply === undefined || met.has(from.address) || met.size >= MOST_REPLIES) return false;
      met.add(from.address);
      yield* tell(replyTold(reply, bytes, from));
      return false;
    });
  }
  return { is: met.size > 0 ? 'answered' : 'silent' };
}

/** Asks one host who it is, and if it is a projector, in a session how it is. */
export function* ask(host: HostTarget): Conversation {
  const to: Endpoint = { address: host.address, port: host.port(PORT, 'udp'), transport: 'udp' };
  const seen = { garbled: false };
  for (let attempt = 0; attempt < host.tries; attempt++) {
    if (!(yield* send(demandReadOnly(HELLO), to))) return { is: 'unreachable' };
    const answered = yield* hearAll(host.waitMs, function* ({ bytes, from }) {
      if (canonicalIp(from.address) !== canonicalIp(host.address) || from.port !== to.port) return false;
      const reply = replyTo(vpTypes.hello, bytes);
      seen.garbled ||= reply === undefined;
      if (reply === undefined) return false;
      yield* tell(replyTold(reply, bytes, from));
      return true;
    });
    if (!answered) continue;
    yield* session(host);
    return { is: 'answered' };
  }
  return { is: seen.garbled ? 'garbled' : 'silent' };
}

/** Without a password, and where one is wanted no further than that. Left as soon as the questions are answered. */
function* session(host: HostTarget): Conversation<void> {
  const to: Endpoint = { address: host.address, port: host.port(PORT, 'tcp'), transport: 'tcp' };
  if ((yield* dial(to, host.waitMs)) !== 'answered') return;
  const inbox = new StreamInbox(MOST_BYTES);
  if (yield* connect(inbox, to, host.waitMs)) {
    for (const question of questions) if ((yield* put(question, inbox, to, host.waitMs)) === 'over') break;
  }
  yield* hangUp();
}

function* connect(inbox: StreamInbox, to: Endpoint, waitMs: number): Conversation<boolean> {
  yield* say(demandReadOnly(CONNECT));
  const arrived = yield* inbox.next(firstMessage, waitMs);
  if (typeof arrived === 'string' || arrived.value === undefined) return false;
  const reply = replyTo(vpTypes.connect, arrived.value);
  if (reply === undefined) return false;
  yield* tell(replyTold(reply, arrived.value, to));
  return reply.status === vpStatus.ok;
}

/** `over` where the projector says nothing sensible any more: it is left alone then. */
function* put(question: Question, inbox: StreamInbox, to: Endpoint, waitMs: number): Conversation<'answered' | 'over'> {
  if (!(yield* say(demandReadOnly(encodeQuestion(question))))) return 'over';
  // notices of a change may come in between, and are passed over
  for (let others = 0; others < MOST_NOTICES; others++) {
    const arrived = yield* inbox.next(firstAnswer, waitMs);
    if (typeof arrived === 'string') return 'over';
    const said = readAnswer(arrived.value, question, to);
    if (said === 'garbled') return 'over';
    if (said === 'notice') continue;
    if (said !== 'unknown') yield* tell(said);
    return 'answered';
  }
  return 'over';
}

/** What an answer to a question tells; `unknown` where the projector does not know that one, or not now. */
export function readAnswer(
  raw: Uint8Array,
  question: Question,
  from: Endpoint,
): Told | 'unknown' | 'notice' | 'garbled' {
  const decoded = decodeVp21(raw);
  if (!decoded.ok || decoded.value.is !== 'answer') return 'garbled';
  const { lines } = decoded.value;
  const claims = lines.flatMap((line, i) => (line.name === question ? lineClaims(line, pathOf(line.name, i)) : []));
  const answer = lines.find(({ name }) => name === question);
  if (answer?.value !== undefined) return { from, protocol: 'escvpnet', raw, claims };
  return lines.some(({ name, value }) => name === 'ERR' && value === undefined) ? 'unknown' : 'notice';
}

export function replyTold(reply: VpMessage, raw: Uint8Array, from: Endpoint): Told {
  return { from, protocol: 'escvpnet', raw, claims: claimsOf(reply) };
}

/** A reply repeats the type and has a status; what others ask by broadcast has none. */
export function replyTo(type: number, bytes: Uint8Array): VpMessage | undefined {
  const decoded = decodeVp(bytes);
  return decoded.ok && decoded.value.type === type && decoded.value.status !== 0 ? decoded.value : undefined;
}

export function firstMessage(bytes: Uint8Array): Taken<Uint8Array | undefined> | undefined {
  const size = messageSize(bytes);
  if (size === 'malformed') return { value: undefined, size: 0 };
  return size === undefined || size > bytes.length ? undefined : { value: bytes.subarray(0, size), size };
}

export function firstAnswer(bytes: Uint8Array): Taken<Uint8Array> | undefined {
  const size = answerSize(bytes);
  return size === undefined ? undefined : { value: bytes.subarray(0, size), size };
}

export const PORT = 3629;
const HELLO = encodeVp(vpRequest(vpTypes.hello));
const CONNECT = encodeVp(vpRequest(vpTypes.connect));
const MOST_REPLIES = 5_000;
/** A message of 255 headers is the longest there can be. */
const MOST_BYTES = 16 + 255 * 18;
const MOST_NOTICES = 8;
