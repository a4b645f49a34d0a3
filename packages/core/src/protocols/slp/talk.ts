import type { Conversation } from '../../contracts/conversation.ts';
import { hearEachOnce } from '../../contracts/hear-each-once.ts';
import type { Datagram } from '../../contracts/network.ts';
import { decodeSlp } from '../../formats/slp.ts';
import type { Told } from '../../model/observation.ts';
import { claimsOf } from './claims.ts';

/** Hears who offers printing or scanning by SLP, without a word of our own. The same again under another number is not news. */
export function listen(): Conversation {
  return hearEachOnce(readMessage, { changing: BEHIND_XID, most: 5_000, mostPerHost: 16 });
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
