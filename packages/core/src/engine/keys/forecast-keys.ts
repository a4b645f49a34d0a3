import type { KeyForecast, KeyPlaces, SecretKind } from '../../contracts/credentials.ts';
import type { CredentialSet, KeyNotes } from '../../contracts/vault.ts';
import { hostsOf } from '../../net/address-range.ts';
import { addressesOf, countOf } from '../gate/scope.ts';
import { keysFor } from './choose-key.ts';
import { isKnownToWork, isResting, MOST_TRIES, notesAt, triesLeft } from './key-notes.ts';
import type { Door } from './key-scope.ts';

/**
 * How many new tries a look may come to, counted before it starts: an upper bound, since most addresses are nobody's and
 * most devices want no key. Beyond `EXACTLY` addresses each is counted as if nothing were known of it.
 */
export function forecastKeys(
  sets: readonly CredentialSet[],
  notes: KeyNotes,
  places: KeyPlaces,
  world: { readonly doorAt: (address: string) => Door; readonly kinds: readonly SecretKind[]; readonly now: number },
): KeyForecast {
  const usable = sets.filter((set) => world.kinds.includes(set.secret.for));
  // of a segment, only those are asked that are heard: where it is so large, its size says nothing
  const prefixes = places.prefixes.map((prefix) =>
    prefix.address.family === 4 && 2 ** (32 - prefix.length) <= EXACTLY ? hostsOf(prefix) : undefined,
  );
  const ranges = [...places.ranges, ...prefixes.filter((range) => range !== undefined)];
  const many = countOf(ranges) > EXACTLY;
  const names = new Set<string>();
  let tries = 0;
  let devices = 0;
  const count = (address: string) => {
    const door = world.doorAt(address);
    const row = notesAt(notes, door);
    const fresh = keysFor(usable, door, world.kinds).filter(
      (set) => !isKnownToWork(row, set) && !isResting(row, set, world.now),
    );
    const here = Math.min(fresh.length, triesLeft(row, world.now));
    if (here === 0) return;
    for (const { name } of fresh) names.add(name);
    tries += here;
    devices++;
  };
  const single = new Set(places.addresses);
  if (!many) for (const address of addressesOf(ranges, places.excluded)) single.add(address);
  for (const address of single) count(address);
  if (many) {
    const most = Math.min(usable.length, MOST_TRIES);
    for (const { name } of usable) names.add(name);
    tries += countOf(ranges) * most;
    devices += usable.length === 0 ? 0 : countOf(ranges);
  }
  const open = prefixes.includes(undefined) && usable.length > 0;
  if (open) for (const { name } of usable) names.add(name);
  return { names: [...names].sort(), perDevice: Math.min(names.size, MOST_TRIES), devices, tries, open };
}

const EXACTLY = 65_536;
