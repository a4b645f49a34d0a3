import {
  type Audited,
  auditDevice,
  type Device,
  Fault,
  type KeptRecord,
  type Observation,
  type Store,
} from '@quietport/core';
import { find } from './find.ts';
import type { House } from './house.ts';
import { byAddress, findDevice } from './inventory.ts';
import type { FindRequest } from './plan.ts';
import { printerJobs } from './print/jobs.ts';

export interface AuditRequest {
  /** Devices by any name that `findDevice` takes; all of the inventory if none. */
  readonly ids?: readonly string[];
  /** Asks the devices again first, and printers for their lists of jobs. */
  readonly look?: Omit<FindRequest, 'targets'>;
}

/** What one device tells anybody and leaves open, and how that was the last time. */
export interface DeviceAudit {
  readonly device: Device;
  readonly at: number;
  readonly audited: Audited;
  /** The audit before this one. */
  readonly before: { readonly at: number; readonly score: number; readonly rules: readonly string[] } | undefined;
}

/**
 * Reads from the evidence what devices tell anybody and leave open. Nothing is tried: with `look` they are asked what any
 * passer-by may ask. Each result is kept, so that the next one can say what has changed. Throws `device/not-found` and
 * `device/ambiguous`.
 */
export async function audit(request: AuditRequest, house: House, signal: AbortSignal): Promise<readonly DeviceAudit[]> {
  const before = await meant(request.ids ?? [], house.store);
  if (request.look !== undefined && before.length > 0) {
    const addresses = before.flatMap(({ interfaces }) => interfaces.flatMap((row) => row.addresses));
    await find({ ...request.look, targets: [...new Set(addresses)] }, house, signal);
  }
  const ids = new Set(before.map(({ id }) => id));
  const now = (await house.store.devices.all()).filter(({ id, aliases }) =>
    [id, ...aliases].some((one) => ids.has(one)),
  );
  const audits: DeviceAudit[] = [];
  for (const device of byAddress(now)) audits.push(await auditOne(device, request.look, house, signal));
  return audits;
}

async function auditOne(
  device: Device,
  look: AuditRequest['look'],
  house: House,
  signal: AbortSignal,
): Promise<DeviceAudit> {
  const { store, catalogue, clock } = house;
  const observations = await store.observations.some(device.observations);
  const jobs = look === undefined ? undefined : await jobsToldBy(device, look, house, signal);
  const at = clock.now();
  const audited = auditDevice({
    ...{ device, observations, now: at },
    exposes: ({ protocol, raw }: Observation) => catalogue.find(({ id }) => id === protocol)?.exposes?.(raw) ?? [],
    ...(jobs === undefined ? {} : { jobs }),
  });
  const kept = await store.records.get(KIND, device.id);
  const { score, findings } = audited;
  await store.records.put([
    { kind: KIND, id: device.id, at, value: { score, rules: findings.map(({ rule }) => rule) } },
  ]);
  return { device, at, audited, before: kept === undefined ? undefined : noteOf(kept) };
}

/** Names of jobs are read as anybody may read them; that a printer tells none is no trouble. */
async function jobsToldBy(
  device: Device,
  look: NonNullable<AuditRequest['look']>,
  house: House,
  signal: AbortSignal,
): Promise<{ readonly count: number; readonly users: readonly string[] } | undefined> {
  try {
    const { jobs } = await printerJobs(device.id, look, house, signal);
    const named = jobs.filter(({ name, user }) => name !== undefined || user !== undefined);
    return { count: named.length, users: [...new Set(named.flatMap(({ user }) => user ?? []))] };
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

async function meant(ids: readonly string[], store: Store): Promise<readonly Device[]> {
  if (ids.length === 0) return (await store.devices.all()).filter(({ ignored }) => ignored !== true);
  const devices = new Map<string, Device>();
  for (const id of ids) {
    const device = await findDevice(store, id);
    devices.set(device.id, device);
  }
  return [...devices.values()];
}

/** `auditOne` wrote it. */
function noteOf({ at, value }: KeptRecord): NonNullable<DeviceAudit['before']> {
  return { at, ...(value as { score: number; rules: readonly string[] }) };
}

const KIND = 'device-audit';
