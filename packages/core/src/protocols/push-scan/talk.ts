import { formatHex } from '../../bytes/hex.ts';
import { type Conversation, hear, tell } from '../../contracts/conversation.ts';
import type { Datagram } from '../../contracts/network.ts';
import type { Told } from '../../model/observation.ts';
import { claimsOf } from './claims.ts';
import { decodePushScan } from './codec.ts';

/** Hears which scanners ask for computers, without a word of our own: an answer would put us on their panels. */
export function* listen(): Conversation {
  const said = new Set<string>();
  const perHost = new Map<string, number>();
  for (;;) {
    const heard = yield* hear(Number.POSITIVE_INFINITY);
    if (heard === undefined) return { is: 'silent' };
    const { from, bytes } = heard;
    const told = readAnnouncement(heard);
    // copies follow within a second, and each minute another number: the device is told once
    if (told === undefined || said.size >= MOST_DEVICES) continue;
    const key = `${from.address} ${formatHex(bytes.subarray(BEHIND_XID))}`;
    const before = perHost.get(from.address) ?? 0;
    if (said.has(key) || before >= MOST_PER_HOST) continue;
    perHost.set(from.address, before + 1);
    said.add(key);
    yield* tell(told);
  }
}

/** What an announcement tells of its sender. */
export function readAnnouncement({ from, bytes }: Datagram): Told | undefined {
  const decoded = decodePushScan(bytes);
  return decoded.ok ? { from, protocol: 'push-scan', raw: bytes, claims: claimsOf(decoded.value) } : undefined;
}

export const PORT = 2968;
/** SLP's own group, on a port of Epson's. */
export const GROUP = '239.255.255.253';
const BEHIND_XID = 12;
const MOST_PER_HOST = 16;
const MOST_DEVICES = 5_000;
