import { type Device, wordsOfAge } from '@quietport/core';
import {
  deviceDocument,
  type FindRequest,
  type Found,
  findDocument,
  type House,
  watchNetwork,
} from '@quietport/library';
import { systemClock } from '@quietport/node';
import type { Context } from '../command.ts';
import type { Column } from '../output/columns.ts';
import { type LiveTable, openLiveTable } from '../output/live.ts';
import { announcePlan } from './announce-plan.ts';
import { deviceColumns, modelOf, reached } from './device-columns.ts';

/** The table of a watch, and the line below it. */
export interface WatchScreen {
  /** Watches and shows until the signal fires; then the last picture stays. */
  follow(request: FindRequest, house: House, signal: AbortSignal, status?: () => string): Promise<void>;
  /** Draws the status line anew, on a terminal. */
  refresh(): void;
}

export async function openWatchScreen(context: Context): Promise<WatchScreen> {
  let latest: Found | undefined;
  let devices: readonly Device[] = [];
  let status = (): string => LOOKING;
  let news = '';
  const table: LiveTable<Device> = await openLiveTable<Device>(context, columnsFor(context), {
    key: (device) => device.id,
    name: (device) => device.id,
    record: deviceDocument,
    document: () =>
      latest === undefined ? { schema: 'quietport/find@1', devices: [] } : findDocument({ ...latest, devices }),
  });
  const show = (rows: readonly Device[] = devices) =>
    table.show(rows, [[news, status()].filter((part) => part !== '').join(' · ')]);
  return {
    refresh: () => {
      if (context.screen().terminal) show();
    },
    follow: async (request, house, signal, text = () => LOOKING) => {
      devices = [];
      news = '';
      status = text;
      const everyMs = request.fleet === undefined ? NETWORK_EVERY_MS : FLEET_EVERY_MS;
      await watchNetwork(request, house, signal, everyMs, {
        planned: (plan) => announcePlan(context, plan),
        // lines would stay that say half of it
        ...(context.screen().terminal ? { sofar: show } : {}),
        devices: (rows) => {
          devices = rows;
          show();
        },
        looked: (found) => {
          latest = found;
          for (const trouble of found.troubles) context.detail(trouble);
        },
        saidGoodbye: (device) => {
          news = `${nameOf(device)} said goodbye`;
          if (context.screen().terminal) show();
          else context.say(news);
        },
        failed: (fault) => {
          if (!context.screen().terminal) context.say(`${fault.text} ${fault.next}`);
          else {
            news = fault.text;
            show();
          }
        },
      });
      await table.end(devices);
    },
  };
}

/** Who is silent stays in the picture: there it must be seen how long ago each was heard. */
export function columnsFor(context: Context): readonly Column<Device>[] {
  if (!context.screen().terminal) return deviceColumns;
  const age = (device: Device) => wordsOfAge(systemClock.now() - device.seen.last);
  const seen = { title: 'SEEN', value: age, wide: false, whole: true };
  // what a device is and does counts more than who told it, where there is no room for both
  const roomy = context.columns !== undefined || context.screen().columns >= 100;
  return deviceColumns
    .filter((column) => roomy || column.key !== 'sources')
    .map((column) => (column.key === 'seen' ? { ...column, ...seen } : column));
}

function nameOf(device: Device): string {
  const what = modelOf(device) ?? device.id;
  const where = reached(device)[0];
  return where === undefined ? what : `${what} (${where})`;
}

const LOOKING = 'looking · Ctrl-C: end';
// A round asks each device some 25 questions, and some wake up to answer: once a minute lets them sleep in between.
// What is announced meanwhile shows at once.
const NETWORK_EVERY_MS = 60_000;
// Nobody sleeps on loopback, and who tries the program out wants to see that something happens.
const FLEET_EVERY_MS = 10_000;
