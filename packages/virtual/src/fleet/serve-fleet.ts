import {
  type Catalogue,
  type FleetScope,
  type Network,
  parsePrefix,
  type Transport,
  type VirtualDevice,
} from '@quietport/core';
import { type ServedDevice, type ServeOptions, serveDevice } from '../device/serve-device.ts';
import { answeringsOf, transportOf, withServedPorts } from '../device/served-ports.ts';

/** A fleet at work, and what `find` must know to look at it. */
export interface ServedFleet {
  readonly scope: FleetScope;
  readonly devices: readonly ServedDevice[];
  close(): Promise<void>;
}

/**
 * Serves every device of a fleet. A number that one of them may not bind moves up for all of them, so that one question
 * to the whole block reaches each.
 */
export async function serveFleet(
  network: Network,
  devices: readonly VirtualDevice[],
  prefix: string,
  catalogue: Catalogue,
  options: ServeOptions,
): Promise<ServedFleet> {
  const block = parsePrefix(prefix);
  if (block === undefined) throw new RangeError(`${prefix} is no prefix`);
  const moved = await movedPorts(network, devices, catalogue);
  const served: ServedDevice[] = [];
  const close = async () => {
    for (const device of served.splice(0)) await device.close();
  };
  try {
    for (const device of devices) {
      const port = (standard: number, transport: Transport) => moved.get(`${transport} ${standard}`) ?? standard;
      served.push(await serveDevice(network, { ...device, port }, catalogue, options));
    }
  } catch (error) {
    await close();
    throw error;
  }
  const scope = {
    prefix: block,
    moved: [...moved].map(([key, actual]) => {
      const [transport, standard] = key.split(' ') as [Transport, string];
      return { standard: Number(standard), actual, transport };
    }),
  };
  return { scope, devices: served, close };
}

async function movedPorts(
  network: Network,
  devices: readonly VirtualDevice[],
  catalogue: Catalogue,
): Promise<ReadonlyMap<string, number>> {
  const moved = new Map<string, number>();
  for (const device of devices) {
    const placed = await withServedPorts(network, device, catalogue);
    for (const answering of answeringsOf(device, catalogue)) {
      const transport = transportOf(answering);
      const actual = placed.port(answering.port, transport);
      if (actual !== answering.port) moved.set(`${transport} ${answering.port}`, actual);
    }
  }
  return moved;
}
