import { join } from 'node:path';
import { type Clock, type Dice, Fault, type KeyNotes, type Keys, type Vault } from '@quietport/core';
import type { SealKey } from './seal.ts';
import { findSealKey, makeSealKey, type SealKeyPlaces } from './seal-key.ts';
import { SealedFile } from './sealed-file.ts';

export interface VaultPlaces {
  /** The folder of the sealed files. */
  readonly folder: string;
  readonly key: SealKeyPlaces;
}

/** Credentials in sealed files: what a person gave, what was learned with it, and what opens services of the user's own. Nothing is opened before it is asked for. */
export function openVault(places: VaultPlaces, world: { readonly clock: Clock; readonly dice: Dice }): Vault {
  let key: Promise<SealKey> | undefined;
  const findKey = async (make: boolean): Promise<SealKey> => {
    const found = await findSealKey(places.key);
    if (found !== undefined) return found;
    // a new key would open nothing of what is there
    if (make && !(await exists())) return makeSealKey(places.key, world.dice);
    throw new Fault('credentials/no-key', { path: places.folder, from: keyFromOf(places.key) });
  };
  const file = { ...world, key: (make: boolean) => (key ??= forgetting(findKey(make))) };
  const forgetting = (finding: Promise<SealKey>): Promise<SealKey> => {
    finding.catch(() => {
      key = undefined;
    });
    return finding;
  };
  const keys = new SealedFile<Keys>(join(places.folder, 'keys.sealed'), 'keys', { sets: [], pins: [] }, file);
  const notes = new SealedFile<KeyNotes>(join(places.folder, 'notes.sealed'), 'notes', { drawers: {} }, file);
  const services = new SealedFile<Readonly<Record<string, string>>>(
    join(places.folder, 'services.sealed'),
    'services',
    {},
    file,
  );
  const exists = async () => (await keys.exists()) || (await notes.exists()) || (await services.exists());
  return { keys, notes, services, place: places.folder, keyFrom: keyFromOf(places.key), exists };
}

function keyFromOf({ given, folder, file }: SealKeyPlaces): string {
  if (given !== undefined) return given.from;
  return folder === undefined ? file : `${folder} or ${file}`;
}
