import { formatHex } from '../bytes/hex.ts';
import type { Told } from '../model/observation.ts';
import { type Conversation, hear, tell } from './conversation.ts';
import type { Datagram } from './network.ts';

export interface OnceBounds {
  /** Bytes at the beginning that differ in copies of one message (a number of its own). */
  readonly changing: number;
  /** Messages in all, and of one host. */
  readonly most: number;
  readonly mostPerHost: number;
}

/**
 * Hears what is said unasked, without a word of our own, until nobody can be heard any more. Of one sender's message each
 * copy is passed over; `read` gives `undefined` for what tells nothing.
 */
export function* hearEachOnce(read: (heard: Datagram) => Told | undefined, bounds: OnceBounds): Conversation {
  const said = new Set<string>();
  const perHost = new Map<string, number>();
  for (;;) {
    const heard = yield* hear(Number.POSITIVE_INFINITY);
    if (heard === undefined) return { is: 'silent' };
    const { from, bytes } = heard;
    const told = read(heard);
    if (told === undefined || said.size >= bounds.most) continue;
    const key = `${from.address} ${formatHex(bytes.subarray(bounds.changing))}`;
    const before = perHost.get(from.address) ?? 0;
    if (said.has(key) || before >= bounds.mostPerHost) continue;
    perHost.set(from.address, before + 1);
    said.add(key);
    yield* tell(told);
  }
}
