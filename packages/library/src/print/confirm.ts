import type { DeviceId, Store } from '@quietport/core';
import { findDevice } from '../inventory.ts';

/** The pages that a device has counted in its life, as the inventory has it; `undefined` where it counts none. */
export async function pagesOf(id: DeviceId, store: Store): Promise<number | undefined> {
  const { counters } = await findDevice(store, id);
  return counters.find(({ name }) => name === 'impressions')?.value;
}

/** A counter that went backwards was reset, or is another one: it confirms nothing. */
export function counterMoved(before: number, now: number | undefined): boolean {
  return now !== undefined && now > before;
}
