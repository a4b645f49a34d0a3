import {
  type Conversation,
  chance,
  dial,
  hangUp,
  hearAll,
  read,
  say,
  send,
  tell,
} from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import { nameKey } from '../../formats/dns-name.ts';
import type { Outcome, Told } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { canonicalIp, parseIp } from '../../net/ip-address.ts';
import { claimsOf } from './claims.ts';
import { decodeLlmnr, encodeFrame, encodeQuestion, firstFrame, llmnrFlags } from './codec.ts';
import { reverseName } from './reverse-name.ts';

/**
 * Asks a host for the name of its own address. Over TCP, as RFC 4795 (section 2.4) wants it of whoever asks one host
 * alone; where nobody listens there, one datagram more, for small devices answer that as well.
 */
export function* ask(host: HostTarget): Conversation {
  const address = parseIp(host.address);
  if (address === undefined) return { is: 'unreachable' };
  const name = reverseName(address);
  const token = yield* chance(2);
  const question: Question = { id: (token[0]! << 8) | token[1]!, name };
  const byTcp = yield* askByTcp(host, question);
  if (byTcp === 'answered') return { is: byTcp };
  const byUdp = yield* askByUdp(host, question);
  return { is: byUdp === 'silent' ? byTcp : byUdp };
}

interface Question {
  readonly id: number;
  readonly name: string;
}

function* askByTcp(host: HostTarget, question: Question): Conversation<Outcome> {
  const to: Endpoint = { address: host.address, port: host.port(PORT, 'tcp'), transport: 'tcp' };
  const met = yield* dial(to, host.waitMs);
  if (met !== 'answered') return met;
  yield* say(encodeFrame(encodeQuestion(question.id, question.name)));
  let held = new Uint8Array();
  for (let reads = 0; reads < MOST_READS; reads++) {
    const part = yield* read(host.waitMs);
    if (typeof part === 'string') break;
    const joined = new Uint8Array(held.length + part.length);
    joined.set(held);
    joined.set(part, held.length);
    held = joined;
    const frame = firstFrame(held);
    if (frame === undefined) continue;
    yield* hangUp();
    return (yield* take(frame, to, question)) ? 'answered' : 'garbled';
  }
  yield* hangUp();
  return held.length === 0 ? 'silent' : 'garbled';
}

function* askByUdp(host: HostTarget, question: Question): Conversation<Outcome> {
  const to: Endpoint = { address: host.address, port: host.port(PORT, 'udp'), transport: 'udp' };
  if (!(yield* send(encodeQuestion(question.id, question.name), to))) return 'silent';
  const answered = yield* hearAll(host.waitMs, function* (heard) {
    if (canonicalIp(heard.from.address) !== canonicalIp(host.address) || heard.from.port !== to.port) return false;
    return yield* take(heard.bytes, heard.from, question);
  });
  return answered ? 'answered' : 'silent';
}

/** Told where it is the answer to our question: id, response bit and the question itself, which a responder repeats. */
function* take(bytes: Uint8Array, from: Endpoint, { id, name }: Question): Conversation<boolean> {
  const told = readAnswer(bytes, from, name, id);
  if (told === undefined) return false;
  yield* tell(told);
  return true;
}

/** What an answer for that name tells; with an id, the answer to that question alone. */
export function readAnswer(bytes: Uint8Array, from: Endpoint, name: string, id?: number): Told | undefined {
  const decoded = decodeLlmnr(bytes);
  if (!decoded.ok || (decoded.value.flags & llmnrFlags.response) === 0) return undefined;
  if (id !== undefined && decoded.value.id !== id) return undefined;
  const [question] = decoded.value.questions;
  if (question !== undefined && nameKey(question.name) !== nameKey(name)) return undefined;
  return { from, protocol: 'llmnr', raw: bytes, claims: claimsOf(decoded.value, name) };
}

export const PORT = 5355;
const MOST_READS = 16;
