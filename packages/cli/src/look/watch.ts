import type { FindRequest, House } from '@quietport/library';
import type { Context } from '../command.ts';
import { watchFleet } from './watch-fleet.ts';
import { openWatchScreen } from './watch-screen.ts';

/**
 * `find --watch`: looks again and again, listens in between and shows what changes, until the person ends it. Over a
 * virtual fleet it offers, on a terminal, a look at the real network. Without a terminal it asks nothing.
 */
export async function watch(context: Context, request: FindRequest, house: House, fleetName?: string): Promise<number> {
  const screen = await openWatchScreen(context);
  if (fleetName === undefined) await screen.follow(request, house, context.signal);
  else {
    const consent = await watchFleet(context, screen, request, house, fleetName);
    if (consent !== undefined)
      await screen.follow({ ...request, interfaces: consent.map((row) => row.name) }, house, context.signal);
  }
  return context.signal.aborted ? 130 : 0;
}
