import {
  type Clock,
  catalogue,
  Fault,
  formatPrefix,
  type Printed,
  parseIp,
  prefixOf,
  type Store,
  type VirtualDevice,
} from '@quietport/core';
import { systemCryptography as cryptography, openNetwork, systemClock } from '@quietport/node';
import {
  demoFleet,
  FAULTS_PREFIX,
  FLEET_PREFIX,
  faultsFleet,
  type ServedFleet,
  type ServeOptions,
  serveFleet,
} from '@quietport/virtual';
import { type House, openHouse } from './house.ts';
import { chooseInterfaces } from './interfaces.ts';
import type { Recording } from './recording/recording.ts';

interface Fleet {
  readonly devices: readonly VirtualDevice[];
  readonly prefix: string;
}

const fleets: Readonly<Record<string, Fleet>> = {
  demo: { devices: demoFleet, prefix: FLEET_PREFIX },
  faults: { devices: faultsFleet, prefix: FAULTS_PREFIX },
};

/** The devices of a fleet as they are described; none where there is no such fleet. */
export function fleetDevices(name: string): readonly VirtualDevice[] {
  return fleets[name]?.devices ?? [];
}

export const fleetNames: readonly string[] = Object.keys(fleets);

export interface EmulateRequest {
  /** Interfaces to serve real segments on: an order. Loopback alone if none. */
  readonly interfaces?: readonly string[];
  /** The interfaces that nothing goes beyond (QUIETPORT_INTERFACES). */
  readonly allowedInterfaces?: readonly string[] | undefined;
  /** Ids of the devices to serve, in their order; the whole fleet if none. */
  readonly devices?: readonly string[];
  readonly clock?: Clock;
  /** Takes what is printed on the devices. */
  readonly prints?: ((printed: Printed) => void) | undefined;
}

/** A fleet at work, and the devices for which the interfaces had no address left. */
export interface EmulatedFleet extends ServedFleet {
  readonly unplaced: readonly VirtualDevice[];
}

/**
 * Starts a virtual fleet on real sockets. Without an interface it stands on loopback addresses of this machine and
 * answers loopback alone: its sockets are opened through a network that reaches nothing else. With one, each device gets
 * an IPv4 address of that interface, in order, and answers its segment. Throws `usage/no-such-fleet`.
 */
export async function emulateFleet(name: string, request: EmulateRequest = {}): Promise<EmulatedFleet> {
  const fleet = fleets[name];
  if (fleet === undefined) throw new Fault('usage/no-such-fleet', { fleet: name, known: fleetNames.join(', ') });
  return emulate(chosen(fleet.devices, request.devices ?? []), fleet.prefix, request);
}

async function emulate(
  devices: readonly VirtualDevice[],
  prefix: string,
  request: EmulateRequest,
): Promise<EmulatedFleet> {
  const { clock = systemClock, interfaces = [], prints } = request;
  const options = { clock, cryptography, ...(prints === undefined ? {} : { prints }) };
  if (interfaces.length > 0) return onSegment(devices, interfaces, request.allowedInterfaces, options);
  const network = openNetwork({ allowedInterfaces: await loopbackNames() });
  const served = await serveFleet(network, devices, prefix, catalogue, { ...options, only: 'loopback' });
  return { ...served, unplaced: [] };
}

/**
 * Starts devices that answer as the recorded ones did, in the order of the recordings: on loopback addresses of this
 * machine, or on those of an interface. A question that was never asked is not answered. Throws `usage/too-many`.
 */
export async function emulateRecordings(
  recordings: readonly Recording[],
  request: Pick<EmulateRequest, 'interfaces' | 'allowedInterfaces' | 'clock' | 'prints'> = {},
): Promise<EmulatedFleet> {
  const devices = recordings.map((recording, i) => recordedDevice(recording, loopbackAddress(i)));
  return emulate(devices, FLEET_PREFIX, request);
}

/** A house that reaches loopback and nothing else: for looking at a virtual fleet, whatever a person allowed. */
export async function loopbackHouse(store?: Store): Promise<House> {
  return openHouse({ allowedInterfaces: await loopbackNames(), ...(store === undefined ? {} : { store }) });
}

/** A device of which only its answers are known. */
export function recordedDevice(recording: Recording, address: string): VirtualDevice {
  const { address: recordedAt, rooms } = recording;
  return { ...nobody, id: `recorded-${address}`, address, replays: { address: recordedAt, rooms } };
}

function loopbackAddress(i: number): string {
  const host = FIRST_RECORDED + i;
  if (host > LAST_RECORDED)
    throw new Fault('usage/too-many', { what: 'recordings', most: LAST_RECORDED - FIRST_RECORDED + 1 });
  return FLEET_PREFIX.replace(/0\/24$/, String(host));
}

async function onSegment(
  devices: readonly VirtualDevice[],
  named: readonly string[],
  allowed: readonly string[] | undefined,
  options: ServeOptions,
): Promise<EmulatedFleet> {
  const { interfaces } = chooseInterfaces(await openNetwork().interfaces(), named, allowed);
  const addresses = interfaces.flatMap((row) => row.addresses.filter(({ family }) => family === 4));
  const [first] = addresses;
  if (first === undefined) throw new Fault('network/no-such-address', { address: `${named.join(', ')} (IPv4)` });
  const placed = addresses.flatMap(({ address, prefixLength }, i) => {
    const device = devices[i];
    return device === undefined ? [] : [{ ...device, address, prefixLength }];
  });
  const network = openNetwork({ allowedInterfaces: interfaces.map((row) => row.name) });
  const prefix = formatPrefix(prefixOf(parseIp(first.address)!, first.prefixLength));
  const served = await serveFleet(network, placed, prefix, catalogue, options);
  return { ...served, unplaced: devices.slice(placed.length) };
}

function chosen(fleet: readonly VirtualDevice[], ids: readonly string[]): readonly VirtualDevice[] {
  if (ids.length === 0) return fleet;
  return ids.map((id) => {
    const device = fleet.find((row) => row.id === id);
    if (device !== undefined) return device;
    const known = fleet.map((row) => row.id).join(', ');
    throw new Fault('usage/bad-value', { option: '--device', value: id, expected: `Devices are: ${known}.` });
  });
}

async function loopbackNames(): Promise<readonly string[]> {
  const interfaces = await openNetwork().interfaces();
  return interfaces.filter((row) => row.loopback).map((row) => row.name);
}

const nobody: VirtualDevice = {
  id: '',
  kind: 'unknown',
  make: '',
  model: '',
  serial: '',
  uuid: '',
  mac: '',
  firmware: '',
  name: '',
  hostname: '',
  location: '',
  deviceId: '',
  address: '',
  prefixLength: 8,
  gateway: '0.0.0.0',
  state: 'idle',
  stateReasons: [],
  supplies: [],
  impressions: 0,
  speaks: [],
  quirks: {},
  recordings: {},
  port: (standard) => standard,
};
// the fleets stand below
const FIRST_RECORDED = 101;
const LAST_RECORDED = 254;
