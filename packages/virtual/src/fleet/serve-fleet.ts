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
  const end = new AbortController();
  let swapping: Promise<void> | undefined;
  const close = async () => {
    end.abort();
    await swapping;
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
  if (served.some(({ device }) => device.quirks['fleet.swaps'] !== undefined))
    swapping = swapAgainAndAgain(served, network, catalogue, options, end.signal);
  const scope = {
    prefix: block,
    moved: [...moved].map(([key, actual]) => {
      const [transport, standard] = key.split(' ') as [Transport, string];
      return { standard: Number(standard), actual, transport };
    }),
  };
  return { scope, devices: served, close };
}

/** Quirk `fleet.swaps`: every five minutes a device and the one it names take each other's address. */
async function swapAgainAndAgain(
  served: ServedDevice[],
  network: Network,
  catalogue: Catalogue,
  options: ServeOptions,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    await options.clock.sleep(SWAP_MS, signal);
    if (signal.aborted) return;
    for (const [i, { device }] of served.entries()) {
      const j = served.findIndex((other) => other.device.id === device.quirks['fleet.swaps']);
      if (j <= i) continue;
      const other = served[j]!.device;
      await served[i]!.close();
      await served[j]!.close();
      served[i] = await serveDevice(network, { ...device, address: other.address }, catalogue, options);
      served[j] = await serveDevice(network, { ...other, address: device.address }, catalogue, options);
    }
  }
}

const SWAP_MS = 5 * 60_000;

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
