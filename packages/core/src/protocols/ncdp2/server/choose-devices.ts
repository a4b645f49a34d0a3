import type { AttachedDevice, AttachedSource, Attributes } from '../../../contracts/attached-device.ts';
import { isCarried, UP_TIME } from './attribute-groups.ts';
import type { DevicePlace } from './device-places.ts';

/** A device that is there and is not served. */
export interface LeftOut {
  readonly key: string;
  readonly why: 'no-number' | 'same-uuid';
}

export interface Chosen {
  readonly source: AttachedSource;
  readonly attached: AttachedDevice;
  readonly place: DevicePlace;
}

/**
 * Which devices are served: each key and each uuid once, by the first source that has it. A finder keeps devices by
 * their uuid and their server: two with the same would be one to it.
 */
export function chooseDevices(
  found: readonly (readonly [AttachedSource, readonly AttachedDevice[]])[],
  places: readonly DevicePlace[],
): { readonly chosen: ReadonlyMap<string, Chosen>; readonly leftOut: readonly LeftOut[] } {
  const placeOf = new Map(places.map((place) => [place.key, place]));
  const chosen = new Map<string, Chosen>();
  const uuids = new Set<string>();
  const leftOut: LeftOut[] = [];
  for (const [source, devices] of found)
    for (const attached of devices) {
      const { key } = attached;
      const place = placeOf.get(key);
      if (chosen.has(key)) continue;
      const uuid = place && uuidOf(attached, place);
      if (place === undefined || uuid === undefined) leftOut.push({ key, why: 'no-number' });
      else if (uuids.has(uuid)) leftOut.push({ key, why: 'same-uuid' });
      else {
        chosen.set(key, { source, attached, place });
        uuids.add(uuid);
      }
    }
  return { chosen, leftOut };
}

/** What the device tells of itself and the wire can carry, the up time apart; what is the server's is added to it. */
export function attributesTold({ attached, place }: Chosen, ofServer: Attributes): Attributes {
  const told = Object.entries(attached.attributes).filter(([name, value]) => name !== UP_TIME && isCarried(value));
  return { ...Object.fromEntries(told), 'printer-uuid': uuidOf(attached, place), ...ofServer };
}

export function uuidOf(attached: AttachedDevice, place: DevicePlace): string {
  const told = attached.attributes['printer-uuid'];
  return typeof told === 'string' && /^urn:uuid:[0-9a-f-]{36}$/i.test(told) ? told : place.uuid;
}
