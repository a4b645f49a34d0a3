import { type Clock, catalogue, Fault, type Store, type VirtualDevice } from '@quietport/core';
import { openNetwork, systemClock } from '@quietport/node';
import { demoFleet, FLEET_PREFIX, type ServedFleet, serveFleet } from '@quietport/virtual';
import { type House, openHouse } from './house.ts';

const fleets: Readonly<Record<string, readonly VirtualDevice[]>> = { demo: demoFleet };

export const fleetNames: readonly string[] = Object.keys(fleets);

/**
 * Starts a virtual fleet on loopback addresses of this machine, on real sockets. It needs no privilege, and it answers
 * loopback alone: its sockets are opened through a network that reaches nothing else. Throws `usage/no-such-fleet`.
 */
export async function emulateFleet(name: string, clock: Clock = systemClock): Promise<ServedFleet> {
  const devices = fleets[name];
  if (devices === undefined) throw new Fault('usage/no-such-fleet', { fleet: name, known: fleetNames.join(', ') });
  const network = openNetwork({ allowedInterfaces: await loopbackNames() });
  return serveFleet(network, devices, FLEET_PREFIX, catalogue, { clock, only: 'loopback' });
}

/** A house that reaches loopback and nothing else: for looking at a virtual fleet, whatever a person allowed. */
export async function loopbackHouse(store: Store): Promise<House> {
  return openHouse(store, await loopbackNames());
}

async function loopbackNames(): Promise<readonly string[]> {
  const interfaces = await openNetwork().interfaces();
  return interfaces.filter((row) => row.loopback).map((row) => row.name);
}
