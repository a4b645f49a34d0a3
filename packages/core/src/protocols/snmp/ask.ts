import { encodeText } from '../../bytes/text.ts';
import { type Conversation, chance, hearAll, send, tell } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import {
  decodeSnmpMessage,
  encodeSnmpMessage,
  type SnmpMessage,
  type SnmpRequestPdu,
  type SnmpVersion,
} from '../../formats/snmp-message.ts';
import { unspecified, type Varbind } from '../../formats/snmp-varbind.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { claimsOf } from './claims.ts';
import { mayLeave } from './guard.ts';

/** One host in one conversation: what was asked of it, and what it said about itself so far. */
export interface Session {
  readonly host: HostTarget;
  readonly target: Endpoint;
  /** The version that the host is known or assumed to speak. */
  version: SnmpVersion;
  sysDescr?: string;
  sysObjectId?: string;
  /** Set where an answer proved a printer: only then its supplies are worth asking for. */
  prints?: true;
  /** Request ids of this conversation: a late answer to an earlier question is an observation all the same. */
  readonly asked: Map<number, Question>;
  answers: number;
  garbled: number;
}

export function openSession(host: HostTarget): Session {
  const target: Endpoint = { address: host.address, port: host.port(161, 'udp'), transport: 'udp' };
  return { host, target, version: 0, asked: new Map(), answers: 0, garbled: 0 };
}

/** What to ask. For GETBULK, `repetitions` rows of each. */
export interface Question {
  readonly is: 'GetRequest' | 'GetNextRequest' | 'GetBulkRequest';
  readonly oids: readonly string[];
  readonly repetitions?: number;
  /** Of a walk: the columns that the names stand for. What an answer holds beyond them is no part of a row. */
  readonly columns?: readonly string[];
}

/** The answer to one question, told as an observation; `silent` after so many tries, `forbidden` where it may not leave. */
export function* ask(
  session: Session,
  question: Question,
  tries: number = session.host.tries,
): Conversation<SnmpRequestPdu | 'silent' | 'forbidden'> {
  const pdu: SnmpRequestPdu = {
    is: question.is,
    requestId: requestIdOf(yield* chance(4)),
    errorStatus: 0,
    errorIndex: question.repetitions ?? 0,
    varbinds: question.oids.map((oid) => ({ oid, value: unspecified })),
  };
  if (!mayLeave(pdu, session)) return 'forbidden';
  const { requestId } = pdu;
  session.asked.set(requestId, question);
  const bytes = encodeSnmpMessage({ version: session.version, community: encodeText(session.host.community), pdu });
  for (let attempt = 0; attempt < tries; attempt++) {
    if (!(yield* send(bytes, session.target))) return 'forbidden';
    let answer: SnmpRequestPdu | undefined;
    yield* hearAll(session.host.waitMs, function* ({ from, bytes: raw }) {
      if (from.address !== session.target.address) return false;
      const message = readResponse(raw);
      if (message === undefined) {
        session.garbled++;
        return false;
      }
      const response = message.pdu;
      const answered = session.asked.get(response.requestId);
      if (answered === undefined) return false;
      const claims = claimsOf(message, answered.columns);
      // an answer without content is worth keeping once: as the proof that somebody speaks SNMP here
      if (claims.length > 0 || session.answers === 0) yield* tell({ from, protocol: 'snmp', raw, claims });
      session.answers++;
      if (claims.some((claim) => claim.is === 'fact' && claim.fact === 'kind' && printing.has(claim.value)))
        session.prints = true;
      learn(session, response.varbinds, response.errorStatus);
      if (response.requestId !== requestId) return false;
      answer = response;
      return true;
    });
    if (answer !== undefined) return answer;
  }
  return 'silent';
}

/** A positive 31-bit id of full length, so that every request of a kind has the same size. */
export function requestIdOf(token: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = token;
  return ((a & 0x3f) << 24) | 0x4000_0000 | (b << 16) | (c << 8) | d;
}

/** A message that answers somebody, or `undefined`. */
export function readResponse(bytes: Uint8Array): (SnmpMessage & { readonly pdu: SnmpRequestPdu }) | undefined {
  const decoded = decodeSnmpMessage(bytes);
  if (!decoded.ok) return undefined;
  const { pdu } = decoded.value;
  return pdu.is === 'Response' ? { ...decoded.value, pdu } : undefined;
}

function learn(session: Session, varbinds: readonly Varbind[], errorStatus: number): void {
  if (errorStatus !== 0) return;
  for (const { oid, value } of varbinds) {
    if (oid === SYS_OBJECT_ID && value.type === 'ObjectIdentifier') session.sysObjectId = value.value;
    if (oid === SYS_DESCR && value.type === 'OctetString')
      session.sysDescr = String.fromCharCode(...value.value.subarray(0, 512));
  }
}

const SYS_DESCR = '1.3.6.1.2.1.1.1.0';
const SYS_OBJECT_ID = '1.3.6.1.2.1.1.2.0';
const printing: ReadonlySet<string> = new Set(['printer', 'mfp', 'pos-printer', 'label-printer']);
