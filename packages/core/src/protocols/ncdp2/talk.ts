import { type Conversation, type Heard, hear, tell } from '../../contracts/conversation.ts';
import type { Segment } from '../../contracts/protocol.ts';
import { decodeNcdp2 } from './codec.ts';
import { identify } from './identify.ts';
import type { SegmentMemory } from './segment-memory.ts';
import { SegmentTalk } from './segment-talk.ts';
import { announcedOf, unpublishedOf } from './told.ts';

/**
 * Asks a segment: the probe to each group and broadcast address, twice, and everybody who answers is told. What is
 * announced meanwhile leads to a probe of its own to whoever announced it, and is believed by the reply alone.
 */
export function* discover(segment: Segment, memory: SegmentMemory): Conversation {
  const talk = new SegmentTalk(memory, segment.nowMs ?? 0);
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
 * Between two looks: says nothing by itself, and asks whoever announces something, first whether it is there, and then,
 * where that is new or has changed, all that it tells.
 */
export function* attend(segment: Segment, memory: SegmentMemory): Conversation {
  const talk = new SegmentTalk(memory, segment.nowMs ?? 0, true);
  for (;;) yield* talk.listen(segment.patienceMs);
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

const MOST_KEPT = 256;
const ASKED_HERE = { leads: [], waitMs: 500, tries: 2, community: '' } as const;
