import { type Conversation, dial, hangUp, tell } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import { StreamInbox, type Taken } from '../../contracts/stream-inbox.ts';
import type { Told } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { claimsOf } from './claims.ts';
import { decodeScan, frameSize, frameTypes, HEAD_SIZE } from './codec.ts';

/**
 * Connects, reads the welcome that the device says first, and closes. Not a byte is written: a lock would keep others
 * out. Newer models want TLS before they say anything; they stay silent here.
 */
export function* welcome(host: HostTarget): Conversation {
  const lead = host.leads[0];
  const port = lead?.transport === 'tcp' ? lead.port : host.port(PORT, 'tcp');
  const to: Endpoint = { address: host.address, port, transport: 'tcp' };
  const met = yield* dial(to, host.waitMs);
  if (met !== 'answered') return { is: met };
  const inbox = new StreamInbox(HEAD_SIZE + MOST_WELCOME);
  const arrived = yield* inbox.next(firstFrame, host.waitMs);
  yield* hangUp();
  if (typeof arrived === 'string')
    return { is: arrived !== 'too-much' && inbox.held.length === 0 ? 'silent' : 'garbled' };
  const told = readWelcome(arrived.value, to);
  if (told === undefined) return { is: 'garbled' };
  yield* tell(told);
  return { is: 'answered' };
}

/** What the first frame tells, where it is a welcome. */
export function readWelcome(bytes: Uint8Array | undefined, from: Endpoint): Told | undefined {
  const frame = bytes === undefined ? undefined : decodeScan(bytes);
  if (bytes === undefined || !frame?.ok || frame.value.type !== frameTypes.welcome) return undefined;
  return { from, protocol: 'scan', raw: bytes, claims: claimsOf(frame.value) };
}

/** The first frame, `undefined` as its value where these bytes are none, or a larger one than any welcome. */
export function firstFrame(bytes: Uint8Array): Taken<Uint8Array | undefined> | undefined {
  const size = frameSize(bytes);
  if (size === 'malformed' || (size !== undefined && size > HEAD_SIZE + MOST_WELCOME))
    return { value: undefined, size: 0 };
  return size === undefined || size > bytes.length ? undefined : { value: bytes.subarray(0, size), size };
}

export const PORT = 1865;
// five bytes on every device that is known; room for others
const MOST_WELCOME = 1024;
