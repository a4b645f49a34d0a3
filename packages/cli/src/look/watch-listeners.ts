import type { Listener } from '@quietport/core';
import type { ListenersTold } from '@quietport/library/listeners';
import { systemClock } from '@quietport/node';
import type { Context } from '../command.ts';
import { type LiveForms, openLiveTable } from '../output/live.ts';
import { listenerColumns } from './listener-columns.ts';

/** `listeners --watch`: looks again every few seconds and shows what changes, until the person ends it. */
export async function watchListeners(
  context: Context,
  first: ListenersTold,
  again: () => Promise<ListenersTold>,
  forms: (told: () => ListenersTold) => LiveForms<Listener>,
): Promise<number> {
  let told = first;
  for (const gap of told.gaps) context.say(gap);
  const table = await openLiveTable<Listener>(
    context,
    listenerColumns,
    forms(() => told),
  );
  while (!context.signal.aborted) {
    table.show(told.listeners, ['Ctrl-C: end']);
    await systemClock.sleep(EVERY_MS, context.signal);
    if (context.signal.aborted) break;
    const next = await again();
    // a look that was cut short has seen half of the owners
    if (!context.signal.aborted) told = next;
  }
  await table.end(told.listeners);
  return 130;
}

const EVERY_MS = 2_000;
