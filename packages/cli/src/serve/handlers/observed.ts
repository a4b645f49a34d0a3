import type { Handlers } from '@quietport/api';
import type { Catalogue } from '@quietport/core';
import { observedSpeakers, speakersDocument } from '@quietport/library';
import type { ServedStation } from './station.ts';

export function observedHandlers(station: ServedStation, catalogue: Catalogue): Pick<Handlers, 'observations'> {
  return {
    observations: async ({ query: { port, limit } }) => {
      const { devices, store } = station;
      return speakersDocument(await observedSpeakers(store, catalogue, { port, most: limit, devices }));
    },
  };
}
