import { formatHex } from '../../bytes/hex.ts';
import { type Conversation, hear, tell } from '../../contracts/conversation.ts';
import type { Datagram } from '../../contracts/network.ts';
import { decodeSlp } from '../../formats/slp.ts';
import type { Told } from '../../model/observation.ts';
import { claimsOf } from './claims.ts';

/** Hears who offers printing or scanning by SLP, without a word of our own. */
export function* listen(): Conversation {
  const said = new Set<string>();
  const perHost = new Map<string, number>();
  for (;;) {
    const heard = yield* hear(Number.POSITIVE_INFINITY);
    if (heard === undefined) return { is: 'silent' };
    const { from, bytes } = heard;
    const told = readMessage(heard);
    if (told === undefined || said.size >= MOST_MESSAGES) continue;
    // the same again under another number is not news
    const key = `${from.address} ${formatHex(bytes.subarray(BEHIND_XID))}`;
    const before = perHost.get(from.address) ?? 0;
    if (said.has(key) || before >= MOST_PER_HOST) continue;
    perHost.set(from.address, before + 1);
    said.add(key);
    yield* tell(told);
  }
}

/** What a message tells of its sender; most tell nothing. */
export function readMessage({ from, bytes }: Datagram): Told | undefined {
  const decoded = decodeSlp(bytes);
  const claims = decoded.ok ? claimsOf(decoded.value, from.address) : [];
  return claims.length === 0 ? undefined : { from, protocol: 'slp', raw: bytes, claims };
}

export const PORT = 427;
export const GROUP = '239.255.255.253';
const BEHIND_XID = 12;
const MOST_PER_HOST = 16;
const MOST_MESSAGES = 5_000;
