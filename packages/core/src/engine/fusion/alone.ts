import type { Correction } from '../../model/correction.ts';
import type { DeviceId } from '../../model/device.ts';
import type { LookNote } from '../../model/look-note.ts';
import type { Attempt, Observation } from '../../model/observation.ts';
import type { RollEntry } from '../../model/roll.ts';
import { entryOf, listOf } from './entries.ts';
import { type Fused, fuse } from './fuse.ts';

/**
 * Which devices share nothing with any other: no place and no strong key. Observations join devices by these alone, so
 * the evidence of such devices can be fused by itself, and comes to what it comes to among all evidence.
 */
export class Alone {
  readonly #entries = new Map<DeviceId, RollEntry[]>();
  readonly #owners = new Map<string, Set<DeviceId>>();
  readonly #corrections: readonly Correction[];

  constructor(roll: readonly RollEntry[], corrections: readonly Correction[]) {
    this.#corrections = corrections;
    for (const entry of roll) {
      const id = entry.aliasOf ?? entry.id;
      listOf(this.#entries, id).push(entry);
      for (const key of joining(entry)) entryOf(this.#owners, key, () => new Set<DeviceId>()).add(id);
    }
  }

  /** All ids that are no alias, of devices and of those that were. */
  ids(): readonly DeviceId[] {
    return [...this.#entries.keys()];
  }

  has(id: DeviceId): boolean {
    const entries = this.#entries.get(id) ?? [];
    return entries.length > 0 && entries.every((entry) => joining(entry).every((key) => this.#isOnly(key, id)));
  }

  /**
   * What fusion makes of these devices, all of which stand alone, by all of their evidence, old and new. `undefined` where
   * the new has joined one to another, or told two apart: then all evidence has to be fused.
   */
  fuse(
    ids: readonly DeviceId[],
    observations: readonly Observation[],
    attempts: readonly Attempt[],
    looks: readonly LookNote[],
  ): Fused | undefined {
    const entries = ids.flatMap((id) => this.#entries.get(id) ?? []);
    const fused = fuse(observations, entries, attempts, looks, this.#corrections);
    const known = new Set(ids);
    if (fused.devices.length !== known.size || fused.conflicts.length > 0) return undefined;
    if (!fused.devices.every(({ id }) => known.has(id))) return undefined;
    for (const entry of fused.roll) {
      const id = entry.aliasOf ?? entry.id;
      if (!joining(entry).every((key) => !this.#owners.has(key) || this.#isOnly(key, id))) return undefined;
    }
    return fused;
  }

  #isOnly(key: string, id: DeviceId): boolean {
    const owners = this.#owners.get(key);
    return owners?.size === 1 && owners.has(id);
  }
}

/** What an id hangs on is one observation, which no two devices have. */
function joining({ keys }: RollEntry): readonly string[] {
  return keys.filter((key) => !key.startsWith('observation:'));
}
