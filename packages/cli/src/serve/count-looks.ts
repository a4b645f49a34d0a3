import type { Bus } from '@quietport/core';
import type { Metrics } from '@quietport/server';

/** Counts each look when it is over, until the signal fires: the station remembers the latest only. */
export async function countLooks(bus: Bus, metrics: Pick<Metrics, 'countLooks'>, signal: AbortSignal): Promise<void> {
  for await (const { topic } of bus.subscribe({ signal })) if (topic === 'look-finished') metrics.countLooks();
}
