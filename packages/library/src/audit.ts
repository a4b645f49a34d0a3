import {
  type Audited,
  auditDevice,
  type Device,
  type ExposureRuleId,
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

/** What one device tells anybody and leaves open, and how that was before it changed. */
export interface DeviceAudit {
  readonly device: Device;
  readonly at: number;
  readonly audited: Audited;
  /** The last audit that found something else. */
  readonly before: AuditNote | undefined;
}

/** What an audit found, in short. */
interface AuditNote {
  readonly at: number;
  readonly score: number;
  readonly rules: readonly string[];
}

/**
 * Reads from the evidence what devices tell anybody and leave open. Nothing is tried: with `look` they are asked what any
 * passer-by may ask. A result that is another one than before is kept, so that the next ones can say what has changed. Throws `device/not-found` and
 * `device/ambiguous`.
 */
export async function audit(request: AuditRequest, house: House, signal: AbortSignal): Promise<readonly DeviceAudit[]> {
  const { ids = [], look } = request;
  if (look === undefined) return readAudit(ids, house);
  const before = await meant(ids, house.store);
  const addresses = before.flatMap(({ interfaces }) => interfaces.flatMap((row) => row.addresses));
  if (before.length > 0) await find({ ...look, targets: [...new Set(addresses)] }, house, signal);
  const known = new Set(before.map(({ id }) => id));
  const now = (await house.store.devices.all()).filter(({ id, aliases }) =>
    [id, ...aliases].some((one) => known.has(one)),
  );
  const audits: DeviceAudit[] = [];
  for (const device of byAddress(now))
    audits.push(await auditOne(device, house, await jobsToldBy(device, look, house, signal)));
  return audits;
}

/** The same of what is known already: nobody is asked. Throws `device/not-found` and `device/ambiguous`. */
export async function readAudit(ids: readonly string[], house: AuditHouse): Promise<readonly DeviceAudit[]> {
  const audits: DeviceAudit[] = [];
  for (const device of byAddress(await meant(ids, house.store))) audits.push(await auditOne(device, house, undefined));
  return audits;
}

type AuditHouse = Pick<House, 'store' | 'catalogue' | 'clock'>;

async function auditOne(
  device: Device,
  { store, catalogue, clock }: AuditHouse,
  jobs: ToldJobs | undefined,
): Promise<DeviceAudit> {
  const observations = await store.observations.some(device.observations);
  const at = clock.now();
  const audited = auditDevice({
    ...{ device, observations, now: at },
    exposes: ({ protocol, raw }: Observation) => catalogue.find(({ id }) => id === protocol)?.exposes?.(raw) ?? [],
    ...(jobs === undefined ? {} : { jobs }),
  });
  const now = { at, score: audited.score, rules: audited.findings.map(({ rule }) => rule) };
  return { device, at, audited, before: await beforeOf(device, now, jobs !== undefined, store) };
}

/** Whoever reads it twice sees the same change twice; what was not asked this time has not changed. */
async function beforeOf(
  { id }: Device,
  now: AuditNote,
  askedForJobs: boolean,
  { records }: Store,
): Promise<AuditNote | undefined> {
  const kept = await records.get(KIND, id);
  const last = kept === undefined ? undefined : noteOf(kept);
  const compared = ({ rules }: AuditNote) => rules.filter((rule) => askedForJobs || rule !== JOBS_RULE).join();
  if (last !== undefined && compared(last) === compared(now)) return last.before;
  const { at, ...value } = now;
  const before = last === undefined ? undefined : { at: last.at, score: last.score, rules: last.rules };
  await records.put([{ kind: KIND, id, at, value: before === undefined ? value : { ...value, before } }]);
  return before;
}

interface ToldJobs {
  readonly count: number;
  readonly users: readonly string[];
}

/** Names of jobs are read as anybody may read them; that a printer tells none is no trouble. */
async function jobsToldBy(
  device: Device,
  look: NonNullable<AuditRequest['look']>,
  house: House,
  signal: AbortSignal,
): Promise<ToldJobs | undefined> {
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

/** `beforeOf` wrote it. */
function noteOf({ at, value }: KeptRecord): AuditNote & { readonly before?: AuditNote } {
  return { at, ...(value as { score: number; rules: readonly string[]; before?: AuditNote }) };
}

const KIND = 'device-audit';
const JOBS_RULE: ExposureRuleId = 'jobs-visible';
