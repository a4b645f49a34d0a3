import type { Conversation } from '../../contracts/conversation.ts';
import { hearEachOnce } from '../../contracts/hear-each-once.ts';
import type { Datagram } from '../../contracts/network.ts';
import type { Told } from '../../model/observation.ts';
import { claimsOf } from './claims.ts';
import { decodePushScan } from './codec.ts';

/**
 * Hears which scanners ask for computers, without a word of our own: an answer would put us on their panels. Copies follow
 * within a second, and each minute another number: the device is told once.
 */
export function listen(): Conversation {
  return hearEachOnce(readAnnouncement, { changing: BEHIND_XID, most: 5_000, mostPerHost: 16 });
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
