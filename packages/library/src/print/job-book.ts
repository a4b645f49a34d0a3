import { type DeviceId, Fault, type KeptRecord, type PrintJob, type Store } from '@quietport/core';

/** Keeps a job as it is now. Resolved means kept: a step is written down before the next one is taken. */
export async function keepJob(store: Pick<Store, 'records'>, job: PrintJob): Promise<PrintJob> {
  const { id, at, ...value } = job;
  await store.records.put([{ kind: KIND, id, at, value }]);
  return job;
}

/** The jobs that were given from here, the newest first; of one device under all of its ids. */
export async function jobsOf(
  store: Pick<Store, 'records'>,
  most: number,
  devices?: readonly DeviceId[],
): Promise<readonly PrintJob[]> {
  const rows = await store.records.list(KIND, { most: devices === undefined ? most : Number.MAX_SAFE_INTEGER });
  const jobs = rows.map(toJob);
  return (devices === undefined ? jobs : jobs.filter(({ device }) => devices.includes(device))).slice(0, most);
}

/** One job by its id or the beginning of it. Throws `print/no-such-job`. */
export async function jobCalled(store: Pick<Store, 'records'>, id: string): Promise<PrintJob> {
  const exact = await store.records.get(KIND, id);
  if (exact !== undefined) return toJob(exact);
  const jobs = (await jobsOf(store, Number.MAX_SAFE_INTEGER)).filter((job) => id.length >= 2 && job.id.startsWith(id));
  if (jobs.length !== 1) throw new Fault('print/no-such-job', { id });
  return jobs[0]!;
}

/** `keepJob` wrote it. */
function toJob({ id, at, value }: KeptRecord): PrintJob {
  return { id, at, ...value } as PrintJob;
}

const KIND = 'job';
