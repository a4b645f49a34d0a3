import type { Handlers } from '@quietport/api';
import { doctorDocument, findDevice, looksDocument, scheduleDocument, scopeDocument } from '@quietport/library';
import type { ServedStation } from './station.ts';

export function watchingHandlers(
  station: ServedStation,
): Pick<Handlers, 'looks' | 'look' | 'schedule' | 'scope' | 'vantage' | 'consent' | 'withdraw'> {
  const scope = async () => scopeDocument(await station.scope());
  return {
    looks: async () => looksDocument(station.looks()),
    look: async () => {
      station.look();
      return scope();
    },
    schedule: async ({ query: { device } }) =>
      scheduleDocument(station.schedule(), device === undefined ? undefined : await findDevice(station.store, device)),
    scope,
    vantage: async () => doctorDocument(await station.vantage()),
    consent: async ({ body: { interfaces } }) => {
      await station.consent(interfaces, 'request');
      return scope();
    },
    withdraw: async () => {
      await station.withdraw();
      return scope();
    },
  };
}
