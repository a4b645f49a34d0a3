import { equalBytes } from '../../bytes/hex.ts';
import { type Conversation, type Heard, hear, hearAll, send, tell } from '../../contracts/conversation.ts';
import type { Datagram } from '../../contracts/network.ts';
import type { HostTarget, Segment, Sweep } from '../../contracts/protocol.ts';
import type { Told } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { claimsOf } from './claims.ts';
import {
  ANY_DEVICE,
  answersRequest,
  DEVICE_TYPE,
  decodeEnpc,
  type EnpcPacket,
  encodeEnpc,
  enpcRequest,
} from './codec.ts';
import { isReply } from './functions.ts';

/** Asks a segment: the probe to each broadcast address, three times, and everybody who answers is told. */
export function* discover(segment: Segment): Conversation {
  let answers = 0;
  const heardBefore: Datagram[] = [];
  const take = function* (heard: Heard): Conversation<undefined> {
    const said = readReply(heard);
    if (said === undefined) return undefined;
    // the same reply to a repeated probe says nothing new
    if (heardBefore.some((old) => old.from.address === heard.from.address && equalBytes(old.bytes, heard.bytes)))
      return undefined;
    if (heardBefore.length < MOST_REPLIES) heardBefore.push(heard);
    answers++;
    yield* tell(said);
    return undefined;
  };
  const request = encodeEnpc(PROBE);
  const waits = [0.15, 0.3, 0.55].map((share) => share * segment.patienceMs);
  for (const wait of waits) {
    let sent = false;
    for (const target of segment.targets) sent = (yield* send(request, target)) || sent;
    if (!sent) return { is: 'unreachable' };
    yield* hearAll(wait, take);
  }
  return { is: answers > 0 ? 'answered' : 'silent' };
}

/** Asks one host everything that may be asked: probe first, then each query; a host silent to all is let go. */
export function* identify(host: HostTarget): Conversation {
  const target: Endpoint = { address: host.address, port: host.port(PORT, 'udp'), transport: 'udp' };
  const seen = { replies: 0, garbled: 0 };
  let isPos = false;
  for (const request of [PROBE, ...QUERIES]) {
    // who does not answer the first query of a POS printer is none, and would leave us waiting for each of the others
    if (POS_ONLY.has(request) && !isPos) continue;
    const answered = yield* ask(request, target, host, seen);
    if (answered === 'unreachable') return { is: 'unreachable' };
    if (answered === 'answered' && request === QUERIES[0]) isPos = true;
    // no answer to the probe and to the first two queries (devices differ in which they know): nobody is there
    if (seen.replies === 0 && request === QUERIES[1]) break;
  }
  if (seen.replies > 0) return { is: 'answered' };
  return { is: seen.garbled > 0 ? 'garbled' : 'silent' };
}

function* ask(
  request: EnpcPacket,
  target: Endpoint,
  host: HostTarget,
  seen: { replies: number; garbled: number },
): Conversation<'answered' | 'silent' | 'unreachable'> {
  const bytes = encodeEnpc(request);
  // once a host has answered anything, a query that it does not know is not worth repeating as often
  const tries = seen.replies > 0 ? Math.min(host.tries, 2) : request === PROBE ? host.tries : 1;
  for (let attempt = 0; attempt < tries; attempt++) {
    if (!(yield* send(bytes, target))) return 'unreachable';
    let answered = false;
    yield* hearAll(
      host.waitMs,
      function* (heard) {
        if (heard.from.address !== target.address) return false;
        const said = readReply(heard);
        if (said === undefined) {
          seen.garbled++;
          return false;
        }
        const packet = decodeEnpc(heard.bytes);
        answered = packet.ok && answersRequest(packet.value, request);
        // a late answer to an earlier query is an observation all the same
        seen.replies++;
        yield* tell(said);
        return answered;
      },
      MOST_REPLIES,
    );
    if (answered) return 'answered';
  }
  return 'silent';
}

/** Hears what others ask and answer on the port, without a word of our own. */
export function* listen(): Conversation {
  for (;;) {
    const heard = yield* hear(Number.POSITIVE_INFINITY);
    if (heard === undefined) return { is: 'silent' };
    const said = readReply(heard);
    if (said !== undefined) yield* tell(said);
  }
}

/** One probe for thousands of hosts. ENPC has no room for a token: the answer is bound by address alone. */
export const sweep: Sweep = {
  port: 3289,
  packet: () => encodeEnpc(PROBE),
  read: (datagram) => readReply(datagram),
};

/** What a reply tells, whoever asked for it. */
export function readReply(datagram: Datagram): Told | undefined {
  const packet = decodeEnpc(datagram.bytes);
  if (!packet.ok || !isReply(packet.value)) return undefined;
  return { from: datagram.from, protocol: 'enpc', raw: datagram.bytes, claims: claimsOf(packet.value) };
}

export const PORT = 3289;
const MOST_REPLIES = 5_000;
const PROBE = enpcRequest('P', DEVICE_TYPE.interface, 0x0000, ANY_DEVICE);
// read-only by construction: letter Q alone, and only functions of the published record
const QUERIES: readonly EnpcPacket[] = [
  enpcRequest('Q', DEVICE_TYPE.posPrinter, 0x0000),
  enpcRequest('Q', DEVICE_TYPE.printer, 0x0000),
  enpcRequest('Q', DEVICE_TYPE.interface, 0x0000),
  enpcRequest('Q', DEVICE_TYPE.interface, 0x0010),
  enpcRequest('Q', DEVICE_TYPE.posPrinter, 0x0001),
  enpcRequest('Q', DEVICE_TYPE.posPrinter, 0x0002),
  enpcRequest('Q', DEVICE_TYPE.posPrinter, 0x0010),
  enpcRequest('Q', DEVICE_TYPE.posPrinter, 0x0017),
  enpcRequest('Q', DEVICE_TYPE.posPrinter, 0x0131),
  enpcRequest('Q', DEVICE_TYPE.scanner, 0x0000),
];
const POS_ONLY: ReadonlySet<EnpcPacket> = new Set(
  QUERIES.slice(1).filter((request) => request.deviceType === DEVICE_TYPE.posPrinter),
);
