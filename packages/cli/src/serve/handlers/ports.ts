import type { Handlers } from '@quietport/api';
import type { Catalogue } from '@quietport/core';
import { devicePorts, devicePortsDocument, findDevice, observedSpeakers } from '@quietport/library';
import { listeners, listenersDocument } from '@quietport/library/listeners';
import { answerPort, isAged, lookUpPort, portParts, withPractice } from '@quietport/library/port';
import { portDocument } from '@quietport/library/port-document';
import { systemClock } from '@quietport/node';
import { openHost } from '@quietport/node/listeners';
import { here } from '../../look/port-sources.ts';
import type { ServedStation } from './station.ts';

export function portHandlers(
  station: ServedStation,
  catalogue: Catalogue,
): Pick<Handlers, 'port' | 'devicePorts' | 'listeners'> {
  return {
    port: async ({ params, signal }) => {
      const lookup = await withPractice(lookUpPort(params.query));
      const { devices, store } = station;
      const speakers = () => observedSpeakers(store, catalogue, { devices });
      const answer = await answerPort(lookup, { here, devices: async () => devices, speakers }, signal);
      return portDocument(answer, portParts, isAged(lookup.snapshot, systemClock.now()));
    },
    devicePorts: async ({ params: { id } }) => devicePortsDocument(devicePorts(await findDevice(station.store, id))),
    listeners: async ({ signal }) => listenersDocument(await listeners({}, await openHost(), signal)),
  };
}
