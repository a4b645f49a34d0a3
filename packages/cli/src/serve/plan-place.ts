import { join } from 'node:path';
import type { Store, Vault } from '@quietport/core';
import { Fault } from '@quietport/core/fault';
import { type Journal, memoryJournal, openJournal, type PlanPlace, type Station } from '@quietport/library';

/**
 * Where orders for what is shown now go. What is changed of virtual devices is forgotten with them, and never stands in the
 * journal of real ones.
 */
export function planPlaces(station: Pick<Station, 'store' | 'virtual' | 'world'>, vault: Vault, data: string) {
  const journals = new WeakMap<Store, Journal>();
  return (): PlanPlace => {
    const { store, virtual, world } = station;
    return {
      store,
      world: (signal) => {
        if (world === undefined) throw new Fault('serve/no-consent');
        return { house: world.house, vault, how: world.how, signal };
      },
      withJournal: async (work) => {
        if (!virtual) return withFile(join(data, 'changes.jsonl'), work);
        const journal = journals.get(store) ?? memoryJournal();
        journals.set(store, journal);
        return work(journal);
      },
    };
  };
}

async function withFile<T>(path: string, work: (journal: Journal) => Promise<T>): Promise<T> {
  const journal = await openJournal(path);
  try {
    return await work(journal);
  } finally {
    await journal.close();
  }
}
