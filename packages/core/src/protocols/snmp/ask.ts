import { encodeText } from '../../bytes/text.ts';
import { type Conversation, chance, type Heard, hearAll, send, tell } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import type { SnmpAnswer } from '../../contracts/snmp-get.ts';
import { withoutPassword } from '../../formats/snmp-community.ts';
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
import { hasForeignText } from './claims-readings.ts';
import { discoveryMessage, engineClaims, readDiscovered } from './discovery.ts';
import { mayLeave } from './guard.ts';
import type { Complaint } from './usm-reports.ts';
import type { Engine, UsmVoice } from './usm-voice.ts';

/** One host in one conversation: what was asked of it, and what it said about itself so far. */
export interface Session {
  readonly host: HostTarget;
  readonly target: Endpoint;
  /** The version that the host is known or assumed to speak where it is asked by community. */
  version: SnmpVersion;
  community: string;
  /** Set where it is asked in version 3, as a user. */
  voice?: UsmVoice;
  /** The id under which the host was asked for its engine, and the engine that answered. */
  discovery?: number;
  engine?: Engine;
  /** What the host's last Report complained about. */
  complaint: Complaint | undefined;
  sysDescr?: string;
  sysObjectId?: string;
  /** Set where an answer proved a printer: only then its supplies are worth asking for. */
  prints?: true;
  /** Set where an answer brought a supply, or an HP card's device ID. */
  supplied?: true;
  deviceIdTold?: true;
  /** The maker that the device ID names. */
  deviceIdMake?: string;
  /** Set where names came that are no UTF-8; and the character set that the host then named (a number of IANA). */
  foreign?: true;
  charset?: number;
  /** The context that is asked; the default one if absent. */
  context?: string;
  /** Set where another room asks by it: that room tells what it hears. */
  riding?: true;
  /** The newest answer to such a room. */
  heard?: SnmpAnswer;
  /** Request ids of this conversation: a late answer to an earlier question is an observation all the same. */
  readonly asked: Map<number, Question>;
  answers: number;
  garbled: number;
}

export function openSession(host: HostTarget): Session {
  const target: Endpoint = { address: host.address, port: host.port(161, 'udp'), transport: 'udp' };
  const { community } = host;
  return { host, target, version: 0, community, complaint: undefined, asked: new Map(), answers: 0, garbled: 0 };
}

/** What to ask. For GETBULK, `repetitions` rows of each. */
export interface Question {
  readonly is: 'GetRequest' | 'GetNextRequest' | 'GetBulkRequest';
  readonly oids: readonly string[];
  readonly repetitions?: number;
  /** Of a walk: the columns that the names stand for. What an answer holds beyond them is no part of a row. */
  readonly columns?: readonly string[];
}

/**
 * The answer to one question, told as an observation; `silent` after so many tries, or where a Report says that it will
 * not be answered (`session.complaint`); `forbidden` where it may not leave. The one door, whatever the version is.
 */
export function* ask(
  session: Session,
  question: Question,
  tries: number = session.host.tries,
): Conversation<SnmpRequestPdu | 'silent' | 'forbidden'> {
  const pdu = yield* requestOf(question);
  if (!mayLeave(pdu, session)) return 'forbidden';
  session.asked.set(pdu.requestId, question);
  session.complaint = undefined;
  let bytes = messageOf(session, pdu);
  let synchronized = false;
  for (let attempt = 0; attempt < tries; attempt++) {
    if (!(yield* send(bytes, session.target))) return 'forbidden';
    let answer: SnmpRequestPdu | Complaint | undefined;
    yield* hearAll(session.host.waitMs, function* (heard) {
      answer = yield* take(session, heard, pdu.requestId);
      return answer !== undefined;
    });
    if (answer === undefined) continue;
    if (typeof answer !== 'string') return answer;
    if (answer !== 'usmStatsNotInTimeWindows' || synchronized) {
      session.complaint = answer;
      return 'silent';
    }
    // a signed Report has set the voice to the engine's clock: the same question goes out once more, with that
    synchronized = true;
    bytes = messageOf(session, pdu);
    attempt--;
  }
  return 'silent';
}

/** Sends the question for the engine id; whoever answers is noticed by the questions that follow. */
export function* askForEngine(session: Session): Conversation<boolean> {
  session.discovery = requestIdOf(yield* chance(4));
  return yield* send(discoveryMessage(session.discovery), session.target);
}

/** Hears until the engine has answered, or the time is over. */
export function* hearEngine(session: Session): Conversation<void> {
  if (session.engine !== undefined) return;
  yield* hearAll(session.host.waitMs, function* (heard) {
    yield* take(session, heard, undefined);
    return session.engine !== undefined;
  });
}

export function* requestOf({ is, oids, repetitions }: Question): Conversation<SnmpRequestPdu> {
  const requestId = requestIdOf(yield* chance(4));
  const varbinds = oids.map((oid) => ({ oid, value: unspecified }));
  return { is, requestId, errorStatus: 0, errorIndex: repetitions ?? 0, varbinds };
}

/** A positive 31-bit id of full length, so that every request of a kind has the same size. */
export function requestIdOf(token: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = token;
  return ((a & 0x3f) << 24) | 0x4000_0000 | (b << 16) | (c << 8) | d;
}

/** A message of version 1 or 2c that answers somebody, or `undefined`. */
export function readResponse(bytes: Uint8Array): (SnmpMessage & { readonly pdu: SnmpRequestPdu }) | undefined {
  const decoded = decodeSnmpMessage(bytes);
  if (!decoded.ok) return undefined;
  const { pdu } = decoded.value;
  return pdu.is === 'Response' ? { ...decoded.value, pdu } : undefined;
}

function messageOf(session: Session, pdu: SnmpRequestPdu): Uint8Array {
  if (session.voice !== undefined) return session.voice.message(pdu);
  return encodeSnmpMessage({ version: session.version, community: encodeText(session.community), pdu });
}

/** One datagram: what it brings is told. Gives the answer to the question with this id, or why there will be none. */
function* take(
  session: Session,
  { from, bytes }: Heard,
  requestId: number | undefined,
): Conversation<SnmpRequestPdu | Complaint | undefined> {
  if (from.address !== session.target.address) return undefined;
  if (yield* takeEngine(session, from, bytes)) return undefined;
  const response = session.voice === undefined ? readResponse(bytes) : undefined;
  if (response !== undefined) {
    const { pdu } = response;
    return yield* answered(session, from, pdu, withoutPassword(response, bytes), requestId);
  }
  const heeded = session.voice?.heed(bytes);
  if (heeded === undefined || heeded.is === 'garbled') {
    session.garbled++;
    return undefined;
  }
  if (heeded.is === 'report') {
    return heeded.msgId === requestId ? heeded.complaint : undefined;
  }
  if (heeded.is !== 'response' || heeded.msgId !== heeded.pdu.requestId) return undefined;
  return yield* answered(session, from, heeded.pdu, heeded.keep, requestId);
}

/** True where the datagram is the engine's answer to the discovery. It is told once. */
function* takeEngine(session: Session, from: Endpoint, bytes: Uint8Array): Conversation<boolean> {
  if (session.discovery === undefined) return false;
  const engine = readDiscovered(bytes, session.discovery);
  if (engine === undefined) return false;
  if (session.engine === undefined && !session.riding)
    yield* tell({ from, protocol: 'snmp', raw: bytes, claims: engineClaims(engine.engineId) });
  session.engine ??= engine;
  return true;
}

function* answered(
  session: Session,
  from: Endpoint,
  pdu: SnmpRequestPdu,
  raw: Uint8Array,
  requestId: number | undefined,
): Conversation<SnmpRequestPdu | undefined> {
  const question = session.asked.get(pdu.requestId);
  if (question === undefined) return undefined;
  if (session.riding) return ride(session, from, pdu, raw, requestId);
  const claims = claimsOf({ pdu }, question.columns, session.charset);
  if (hasForeignText(pdu.varbinds)) session.foreign = true;
  // an answer without content is worth keeping once: as the proof that somebody speaks SNMP here
  if (claims.length > 0 || session.answers === 0) yield* tell({ from, protocol: 'snmp', raw, claims });
  session.answers++;
  for (const claim of claims) {
    if (claim.is === 'fact' && claim.fact === 'kind' && printing.has(claim.value)) session.prints = true;
    if (claim.is === 'supply') session.supplied = true;
    if (claim.is === 'fact' && claim.fact === 'make' && claim.path.endsWith('-device-id'))
      session.deviceIdMake = claim.value;
  }
  learn(session, pdu.varbinds, pdu.errorStatus);
  return pdu.requestId === requestId ? pdu : undefined;
}

function ride(
  session: Session,
  from: Endpoint,
  pdu: SnmpRequestPdu,
  raw: Uint8Array,
  requestId: number | undefined,
): SnmpRequestPdu | undefined {
  session.answers++;
  if (pdu.requestId !== requestId) return undefined;
  const plain = { version: 1, community: new Uint8Array(), pdu } as const;
  session.heard = { from, raw: session.voice === undefined ? raw : encodeSnmpMessage(plain) };
  return pdu;
}

function learn(session: Session, varbinds: readonly Varbind[], errorStatus: number): void {
  if (errorStatus !== 0) return;
  for (const { oid, value } of varbinds) {
    if (oid === HP_DEVICE_ID && value.type === 'OctetString') session.deviceIdTold = true;
    if (oid === SYS_OBJECT_ID && value.type === 'ObjectIdentifier') session.sysObjectId = value.value;
    if (oid === SYS_DESCR && value.type === 'OctetString')
      session.sysDescr = String.fromCharCode(...value.value.subarray(0, 512));
  }
}

const SYS_DESCR = '1.3.6.1.2.1.1.1.0';
/** Where HP's cards have their IEEE 1284 device ID. */
export const HP_DEVICE_ID = '1.3.6.1.4.1.11.2.3.9.1.1.7.0';
const SYS_OBJECT_ID = '1.3.6.1.2.1.1.2.0';
const printing: ReadonlySet<string> = new Set(['printer', 'mfp', 'pos-printer', 'label-printer']);
