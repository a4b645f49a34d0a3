import { type Conversation, type Heard, hear, tell } from '../../contracts/conversation.ts';
import type { Segment } from '../../contracts/protocol.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { decodeNcdp2, type Ncdp2Frame } from './codec.ts';
import { FUNCTION, RESULT } from './codec-tables.ts';
import { Finder } from './finder.ts';
import { identify } from './identify.ts';
import { ANY_DEVICE, Asking, PROBE_SIZE, QUERY_SIZE } from './request.ts';
import { announcedOf, claimsOfRun, toldOf, unpublishedOf } from './told.ts';
import { WaitingProbes } from './waiting-probes.ts';

/**
 * Asks a segment: the probe to each group and broadcast address, twice, and everybody who answers is told. What is
 * announced meanwhile leads to a probe of its own to whoever announced it, and is believed by the reply alone.
 */
export function* discover(segment: Segment): Conversation {
  const talk = new SegmentTalk();
  for (const share of [0.4, 0.6]) {
    let sent = false;
    for (const target of segment.targets) sent = (yield* talk.probe(target)) || sent;
    if (!sent) return { is: 'unreachable' };
    yield* talk.listen(share * segment.patienceMs);
  }
  // nobody asks this machine as a host: a server on it is asked here
  const own = talk.serverAt(segment.own);
  if (own !== undefined) yield* identify({ ...ASKED_HERE, address: own.address, port: () => own.port });
  return { is: talk.answers > 0 ? 'answered' : 'silent' };
}

/**
 * Hears what is announced, without a word of our own: it is told as announced, for nothing proves it. Anything else on
 * the port is kept as it is, and not answered.
 */
export function* listen(): Conversation {
  // each with a bound of its own: noise does not push out what is announced
  const [foreign, announced] = [new HeardBefore(), new HeardBefore()];
  for (;;) {
    const heard = yield* hear(Number.POSITIVE_INFINITY);
    if (heard === undefined) return { is: 'silent' };
    const decoded = decodeNcdp2(heard.bytes);
    if (!decoded.ok) {
      if (foreign.isNew(heard)) yield* tell(unpublishedOf(heard));
    } else if (decoded.value.letter === 'N' && announced.isNew(heard)) yield* tell(announcedOf(heard, decoded.value));
  }
}

class SegmentTalk {
  answers = 0;
  readonly #finder = new Finder(MOST_DEVICES);
  readonly #asking = new Asking();
  readonly #waiting = new WaitingProbes();
  /** Of each server, what it promised: several devices behind one address are none of that address. */
  readonly #several = new Set<string>();
  readonly #servers: Endpoint[] = [];
  #nowMs = 0;

  /** The first server that answered from one of these addresses. */
  serverAt(addresses: readonly string[]): Endpoint | undefined {
    return this.#servers.find(({ address }) => addresses.includes(address));
  }

  probe(target: Segment['targets'][number]): Conversation<boolean> {
    return this.#asking.send(FUNCTION.probe, ANY_DEVICE, target, PROBE_SIZE, this.#nowMs);
  }

  *listen(waitMs: number): Conversation<void> {
    const end = this.#nowMs + waitMs;
    this.#finder.forget(this.#nowMs);
    for (let count = 0; count < MOST_HEARD && this.#nowMs < end; count++) {
      for (const { to, device } of this.#waiting.due(this.#nowMs))
        yield* this.#asking.send(FUNCTION.probe, device, to, QUERY_SIZE, this.#nowMs);
      // whoever waits for a turn gets it in time
      const wait = this.#waiting.size > 0 ? Math.min(TURN_MS, end - this.#nowMs) : end - this.#nowMs;
      const heard = yield* hear(wait);
      this.#nowMs += heard === undefined ? wait : wait - heard.leftMs;
      if (heard !== undefined) yield* this.#take(heard);
    }
  }

  *#take(heard: Heard): Conversation<void> {
    const decoded = decodeNcdp2(heard.bytes);
    if (!decoded.ok) return;
    const frame = decoded.value;
    if (frame.letter === 'N') this.#notified(heard, frame);
    else if (frame.letter === 'p' && this.#asking.answers(frame, this.#nowMs)) yield* this.#answered(heard, frame);
  }

  *#answered(heard: Heard, frame: Ncdp2Frame): Conversation<void> {
    this.answers++;
    const { from } = heard;
    if (this.#servers.length < MOST_DEVICES) this.#servers.push(from);
    if (frame.result === RESULT.tooLarge) {
      this.#waiting.add({ to: from, device: { type: frame.deviceType, number: frame.deviceNumber } });
      return;
    }
    const server = `${from.address} ${from.port}`;
    if ((frame.body.deviceCount ?? 1) > 1) this.#several.add(server);
    const learned = this.#finder.answered(from, frame, this.#nowMs);
    // the same reply to a repeated probe says nothing new
    if (learned?.is === 'same' && learned.conflicts.length === 0) return;
    const about = { uuid: learned?.device.uuid, several: this.#several.has(server) };
    yield* tell(toldOf(heard, frame, about, learned === undefined ? [] : claimsOfRun(learned)));
  }

  #notified(heard: Heard, frame: Ncdp2Frame): void {
    const device = { type: frame.deviceType, number: frame.deviceNumber };
    if (this.#finder.notified(heard.from, frame, this.#nowMs) !== 'ask') return;
    this.#waiting.add({ to: heard.from, device });
  }
}

/** What was heard from whom: the same bytes again say nothing new, and beyond a bound nothing is kept. */
class HeardBefore {
  readonly #heard = new Set<string>();

  isNew({ from, bytes }: Heard): boolean {
    const key = `${from.address} ${from.port} ${bytes.length} ${bytes.join()}`;
    if (this.#heard.has(key) || this.#heard.size >= MOST_KEPT) return false;
    this.#heard.add(key);
    return true;
  }
}

const MOST_DEVICES = 20_000;
const MOST_HEARD = 50_000;
const MOST_KEPT = 256;
const TURN_MS = 50;
const ASKED_HERE = { leads: [], waitMs: 500, tries: 2, community: '' } as const;
