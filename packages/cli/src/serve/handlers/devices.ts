import type { Handlers } from '@quietport/api';
import type { Catalogue } from '@quietport/core';
import {
  deviceDocument,
  devicesDocument,
  findDevice,
  historyDocument,
  pageOf,
  why,
  whyDocument,
} from '@quietport/library';
import { readHistory } from './read-history.ts';
import type { ServedStation } from './station.ts';

export function deviceHandlers(
  station: ServedStation,
  catalogue: Catalogue,
): Pick<Handlers, 'devices' | 'device' | 'why' | 'history'> {
  const device = ({ id }: { id: string }) => findDevice(station.store, id);
  return {
    devices: async ({ query: { virtual = station.virtual, ...asked } }) => {
      // what is shown is all of one sort
      const shown = virtual === station.virtual ? station.devices : NONE;
      const { devices, next, total } = pageOf(shown, asked);
      return { ...devicesDocument(devices, station.virtual, next), total };
    },
    device: async ({ params }) => deviceDocument(await device(params)),
    why: async ({ params, query }) =>
      whyDocument(await why(await device(params), query.fact, station.store, catalogue)),
    history: async ({ params, query }) => {
      const found = await device(params);
      return historyDocument(found, await readHistory(station.store, found, query));
    },
  };
}

const NONE = [] as const;
