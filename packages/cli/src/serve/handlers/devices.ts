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
import type { ServedStation } from './station.ts';

export function deviceHandlers(
  station: ServedStation,
  catalogue: Catalogue,
): Pick<Handlers, 'devices' | 'device' | 'why' | 'history'> {
  const device = ({ id }: { id: string }) => findDevice(station.store, id);
  return {
    devices: async ({ query: { limit, cursor } }) => {
      const { devices, next } = pageOf(station.devices, limit, cursor);
      return devicesDocument(devices, station.virtual, next);
    },
    device: async ({ params }) => deviceDocument(await device(params)),
    why: async ({ params, query }) =>
      whyDocument(await why(await device(params), query.fact, station.store, catalogue)),
    history: async ({ params, query: { metric, since, until, limit } }) => {
      const found = await device(params);
      const samples = await station.store.samples.of([found.id, ...found.aliases], {
        most: limit,
        ...(metric === undefined ? {} : { metric }),
        ...(since === undefined ? {} : { since: Date.parse(since) }),
        ...(until === undefined ? {} : { until: Date.parse(until) }),
      });
      return historyDocument(found, samples);
    },
  };
}
