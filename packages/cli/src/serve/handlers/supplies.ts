import type { Handlers } from '@quietport/api';
import {
  type Forecasts,
  findDevice,
  forecastDevice,
  forecastDocument,
  reorderList,
  reorderPage,
  suppliesDocument,
} from '@quietport/library';
import { systemClock } from '@quietport/node';
import type { ServedStation } from './station.ts';

export function supplyHandlers(station: ServedStation, forecasts: Forecasts): Pick<Handlers, 'supplies' | 'forecast'> {
  return {
    supplies: async ({ query: { limit, cursor } }) => {
      const rows = reorderList(await forecasts.all(station));
      return suppliesDocument(reorderPage(rows, limit, cursor), station.virtual);
    },
    forecast: async ({ params }) => {
      const device = await findDevice(station.store, params.id);
      return forecastDocument(await forecastDevice(device, station.store, systemClock.now()));
    },
  };
}
