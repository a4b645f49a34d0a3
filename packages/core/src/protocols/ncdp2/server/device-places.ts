import type { AttachedKind } from '../../../contracts/attached-device.ts';
import type { Dice } from '../../../contracts/dice.ts';

/** Where a device stands in the frame's head, and the uuid that it has if it tells none: kept on disk, for ever. */
export interface DevicePlace {
  readonly key: string;
  readonly type: number;
  readonly number: number;
  /** `urn:uuid:…` */
  readonly uuid: string;
}

/**
 * Places for devices that have none yet: the lowest free number of their type; where all are given away, that of the
 * device which has been gone longest (it stands first). `undefined` in a row's place where there is none to be had.
 */
export function placeDevices(
  devices: readonly { readonly key: string; readonly kind: AttachedKind }[],
  kept: readonly DevicePlace[],
  dice: Dice,
): readonly DevicePlace[] {
  const present = new Set(devices.map(({ key }) => key));
  let places = [...kept];
  for (const { key, kind } of devices) {
    const type = typeOfKind[kind];
    const before = places.find((place) => place.key === key);
    if (before?.type === type) continue;
    places = places.filter((place) => place !== before);
    let number = lowestFree(places, type);
    if (number === undefined) {
      const gone = places.find((place) => place.type === type && !present.has(place.key));
      if (gone === undefined) continue;
      places = places.filter((place) => place !== gone);
      number = gone.number;
    }
    places.push({ key, type, number, uuid: before?.uuid ?? randomUuid(dice) });
  }
  return places;
}

function lowestFree(places: readonly DevicePlace[], type: number): number | undefined {
  const taken = new Set(places.filter((place) => place.type === type).map(({ number }) => number));
  for (let number = 0; number <= LAST_NUMBER; number++) if (!taken.has(number)) return number;
  return undefined;
}

/** RFC 9562 version 4. */
function randomUuid(dice: Dice): string {
  const bytes = dice.bytes(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `urn:uuid:${hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`;
}

/** Section 2, offset 6. */
const typeOfKind: Readonly<Record<AttachedKind, number>> = {
  printer: 0x02,
  'pos-printer': 0x03,
  scanner: 0x04,
  projector: 0x05,
  'label-printer': 0x06,
  other: 0x7f,
};

const LAST_NUMBER = 0xfe;
