import type { Handlers } from '@quietport/api';
import type { Catalogue } from '@quietport/core';
import {
  deviceDocument,
  devicesDocument,
  findDevice,
  historyDocument,
  looksDocument,
  pageOf,
  type Station,
  scopeDocument,
  why,
  whyDocument,
} from '@quietport/library';
import { listeners, listenersDocument } from '@quietport/library/listeners';
import { answerPort, isAged, lookUpPort, portParts, withPractice } from '@quietport/library/port';
import { portDocument } from '@quietport/library/port-document';
import { systemClock } from '@quietport/node';
import { openHost } from '@quietport/node/listeners';
import { here } from '../look/port-sources.ts';

type ServedStation = Pick<
  Station,
  'store' | 'devices' | 'virtual' | 'scope' | 'looks' | 'look' | 'consent' | 'withdraw'
>;

/** What stands behind each path: the verbs of the library, and their documents. */
export function handlersOf(station: ServedStation, catalogue: Catalogue): Handlers {
  const scope = async () => scopeDocument(await station.scope());
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
    port: async ({ params, signal }) => {
      const lookup = await withPractice(lookUpPort(params.query));
      const answer = await answerPort(lookup, { here, devices: async () => station.devices }, signal);
      return portDocument(answer, portParts, isAged(lookup.snapshot, systemClock.now()));
    },
    listeners: async ({ signal }) => listenersDocument(await listeners({}, await openHost(), signal)),
    looks: async () => looksDocument(station.looks()),
    look: async () => {
      station.look();
      return scope();
    },
    scope,
    consent: async ({ body: { interfaces } }) => {
      await station.consent(interfaces, 'request');
      return scope();
    },
    withdraw: async () => {
      await station.withdraw();
      return scope();
    },
    health: async () => ({ status: 'ok' }),
    ready: async () => {
      await station.store.looks.all();
      return { status: 'ok' };
    },
  };
}
