import type { Datagram } from '../../contracts/network.ts';
import { canonicalUuid } from '../../formats/uuid.ts';
import type { Claim } from '../../model/claim.ts';
import { OBSERVED, type Told } from '../../model/observation.ts';
import { claimsOf, serverClaims } from './claims.ts';
import type { Ncdp2Frame } from './codec.ts';
import { FUNCTION, PORT, RESULT } from './codec-tables.ts';
import type { Learned } from './finder.ts';

/** A reply whose token was right, as an observation. */
export function toldOf(
  heard: Datagram,
  frame: Ncdp2Frame,
  about: { readonly uuid?: string | undefined; readonly several: boolean },
  more: readonly Claim[] = [],
): Told {
  const { maxAgeSeconds } = frame.body;
  return {
    from: heard.from,
    protocol: 'ncdp2',
    raw: heard.bytes,
    claims: [...claimsOf(frame, { from: heard.from, ...about }), ...more],
    ...(maxAgeSeconds === undefined ? {} : { validForMs: 1_000 * Math.min(maxAgeSeconds, MOST_MAX_AGE_S) }),
    // several devices of one server: none of them is what stands at its address
    ...(about.several ? { relayed: true } : {}),
  };
}

/** The server itself, by a reply that promises several devices (key 10). */
export function serverTold({ from, bytes }: Datagram, frame: Ncdp2Frame): Told {
  return { from, protocol: 'ncdp2', raw: bytes, claims: serverClaims(frame, from) };
}

/** A notification that no question has proved: what it names was announced, and was not found. */
export function announcedOf(heard: Datagram, frame: Ncdp2Frame): Told {
  const claims = claimsOf({ ...frame, result: 0 }, { from: heard.from, several: true });
  const leaves = frame.function === FUNCTION.leave.id ? { validForMs: 0 } : {};
  return { from: heard.from, protocol: 'ncdp2', raw: heard.bytes, claims, announced: true, ...leaves };
}

/** A leave that two probes did not contradict, of a device that had proved itself before. */
export function goodbyeOf(heard: Datagram, frame: Ncdp2Frame, several: boolean): Told {
  return {
    from: heard.from,
    protocol: 'ncdp2',
    raw: heard.bytes,
    claims: [
      ...claimsOf({ ...frame, result: RESULT.done }, { from: heard.from, several }),
      { is: 'state', word: 'unreachable', reasons: ['said-goodbye'], path: 'head.function' },
    ],
    validForMs: 0,
    ...(several ? { relayed: true } : {}),
  };
}

/** Something else on the port: its bytes, and no word of what they mean. */
export function unpublishedOf(heard: Datagram): Told {
  return { from: heard.from, protocol: OBSERVED, raw: heard.bytes, claims: [], watched: PORT };
}

/** What an answered probe shows about the run of the server, beside what the frame says of the device. */
export function claimsOfRun({ is, device, before, conflicts }: Learned): readonly Claim[] {
  const claims: Claim[] = [];
  if (conflicts.length > 0) claims.push({ is: 'apart', value: String(device.bootId), path: 'body.4' });
  if (is === 'went-back' && before !== undefined)
    claims.push({
      is: 'alert',
      row: 'boot-id',
      severity: 'warning',
      code: 'boot-id-went-back',
      text: `The boot id went back from ${before.bootId} to ${device.bootId}: two servers take turns at this address, or its clock and its file were set back.`,
      path: 'body.4',
    });
  return claims;
}

/** The uuid that a frame names, canonical; empty where it names none. */
export function uuidIn({ body }: Ncdp2Frame): string {
  const told = body.attributes?.['printer-uuid'];
  return typeof told === 'string' ? canonicalUuid(told) : '';
}

const MOST_MAX_AGE_S = 86_400;
