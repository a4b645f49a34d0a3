import { type Device, Fault, Tape } from '@quietport/core';
import type { House } from '../house.ts';
import { type InspectRequest, planInspect } from '../inspect.ts';
import { findDevice, remember } from '../inventory.ts';
import type { FindPlan } from '../plan.ts';
import { runPlan } from '../run.ts';
import type { Recording } from './recording.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Which device, by any name that `findDevice` takes, and how it is asked. */
export interface RecordRequest extends Omit<InspectRequest, 'host'> {
  readonly id: string;
}

/** A recording, and the device that it shows. */
export interface Recorded {
  readonly recording: Recording;
  readonly device: Device;
}

/**
 * Asks one device of the inventory everything that any room asks a host, and keeps every word of it. Throws
 * `device/not-found`, `device/ambiguous`, `device/no-address` and `device/silent`.
 */
export async function record(
  request: RecordRequest,
  house: House,
  signal: AbortSignal,
  planned: (plan: FindPlan) => void = () => undefined,
): Promise<Recorded> {
  const { id, ...how } = request;
  const device = await findDevice(house.store, id);
  const address = device.interfaces.flatMap((row) => row.addresses)[0];
  if (address === undefined) throw new Fault('device/no-address', { id: device.id });
  const plan = await planInspect({ ...how, host: address }, house, signal);
  planned(plan);
  const tape = new Tape(house.clock, plan.policy.standardPort);
  const { startedAt, observations, attempts } = await runPlan(plan, house, signal, undefined, tape);
  const { devices } = await remember(house.store, observations, attempts);
  const rooms = withoutSecrets(tape.exchanges(), observations, house.catalogue);
  if (Object.keys(rooms).length === 0) throw new Fault('device/silent', { id: device.id, address });
  const after = devices.find((row) => row.id === device.id || row.aliases.includes(device.id)) ?? device;
  return { recording: { recordedAt: startedAt, address, redacted: false, rooms }, device: after };
}
