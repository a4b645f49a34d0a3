import { canonicalUuid } from '../../../formats/uuid.ts';
import { decodeNcdp2 } from '../codec.ts';
import { DEVICE_TYPE, isReply, RESULT } from '../codec-tables.ts';
import type { Ncdp2Place } from './client.ts';

/** Where a device stands on its server, as one reply of it says; `undefined` for what is no reply about a device. */
export function ncdp2PlaceIn(reply: Uint8Array): (Ncdp2Place & { readonly uuid: string | undefined }) | undefined {
  const decoded = decodeNcdp2(reply);
  if (!decoded.ok) return undefined;
  const { letter, deviceType: type, deviceNumber: number, result, body } = decoded.value;
  const told = result === RESULT.done || result === RESULT.partly;
  if (!isReply(letter) || !told || type === DEVICE_TYPE.host) return undefined;
  return { type, number, uuid: ncdp2Uuid(body.attributes?.['printer-uuid']) };
}

/** `printer-uuid` in the one form in which uuids are compared. */
export function ncdp2Uuid(value: unknown): string | undefined {
  const uuid = typeof value === 'string' ? canonicalUuid(value) : '';
  return uuid === '' ? undefined : uuid;
}
