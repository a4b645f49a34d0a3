import { type Device, Fault, Gate, isOver, type PrinterJob, type PrintJob } from '@quietport/core';
import { userName } from '@quietport/node';
import type { House } from '../house.ts';
import { type InspectRequest, planInspect } from '../inspect.ts';
import { findDevice } from '../inventory.ts';
import { LoginLine } from '../login-line.ts';
import { demandStillThere } from '../still-there.ts';
import { answerOf, wordsOf, wordsOfJob } from './ipp-job.ts';
import { IppPrinter } from './ipp-printer.ts';
import { jobCalled, keepJob } from './job-book.ts';
import { type JobPlace, jobPlaces } from './job-place.ts';

type How = Omit<InspectRequest, 'host'>;

/**
 * The jobs that a device lists itself, whoever gave them. Reads, changes nothing. Throws `print/no-job-list`
 * and what `demandStillThere` throws.
 */
export async function printerJobs(
  id: string,
  how: How,
  house: House,
  signal: AbortSignal,
): Promise<{ readonly device: Device; readonly jobs: readonly PrinterJob[] }> {
  const device = await findDevice(house.store, id);
  const printer = await printerOf(device, how, house, signal);
  const jobs: PrinterJob[] = [];
  for (const which of ['not-completed', 'completed'] as const) {
    const asked = await printer.jobs(which, MOST_JOBS, signal);
    const answer = answerOf(asked);
    // a list of past jobs is more than many printers keep
    if (answer === undefined || answer.status >= 0x0100) {
      if (which === 'completed') break;
      throw new Fault('print/no-job-list', { id: device.id, detail: wordsOf(asked) });
    }
    jobs.push(...answer.jobs.filter((job) => !jobs.some((known) => known.id === job.id)));
  }
  return { device, jobs };
}

/** Asks the printer what became of a job that was given from here, and writes that down. */
export async function askJob(id: string, how: How, house: House, signal: AbortSignal): Promise<PrintJob> {
  const job = await jobCalled(house.store, id);
  if (job.printerJob === undefined)
    throw new Fault('print/no-job-list', { id: job.device, detail: `it gave job ${job.id} no number` });
  const printer = await printerOf(await findDevice(house.store, job.device), how, house, signal);
  const asked = await printer.job(job.printerJob, signal);
  const now = answerOf(asked)?.jobs[0];
  if (now === undefined) throw new Fault('print/no-job-list', { id: job.device, detail: wordsOf(asked) });
  return keepJob(house.store, { ...job, ...stateOf(now, job), changedAt: house.clock.now() });
}

/** Takes a job back that was given from here. Throws `print/not-cancelled` where the printer says no, or it is over. */
export async function cancelJob(id: string, how: How, house: House, signal: AbortSignal): Promise<PrintJob> {
  const job = await jobCalled(house.store, id);
  if (job.printerJob === undefined)
    throw new Fault('print/not-cancelled', { job: job.id, detail: 'the printer gave it no number' });
  const printer = await printerOf(await findDevice(house.store, job.device), how, house, signal);
  const asked = await printer.cancel(job.printerJob, signal);
  const answer = answerOf(asked);
  if (answer === undefined || answer.status >= 0x0100)
    throw new Fault('print/not-cancelled', { job: job.id, detail: wordsOf(asked) });
  const now = answerOf(await printer.job(job.printerJob, signal))?.jobs[0];
  const told: Pick<PrintJob, 'state' | 'detail'> =
    now === undefined ? { state: 'cancelled', detail: 'the printer took it back' } : stateOf(now, job);
  return keepJob(house.store, { ...job, ...told, changedAt: house.clock.now() });
}

function stateOf(now: PrinterJob, job: PrintJob): Pick<PrintJob, 'state' | 'detail'> {
  const detail = wordsOfJob(now);
  if (!isOver(now.state)) return { state: job.state === 'unknown' ? 'accepted' : job.state, detail };
  const state = now.state === 'completed' ? 'confirmed' : now.state === 'canceled' ? 'cancelled' : 'failed';
  return { state, detail };
}

/** A device's printer, read again who it is: at another printer the list and a number mean other jobs. */
async function printerOf(device: Device, how: How, house: House, signal: AbortSignal): Promise<IppPrinter> {
  const place = await ippPlace(device, how, house);
  await demandStillThere(device, place.address, how, house, signal);
  return printerAt(place, how, house, signal);
}

async function ippPlace(device: Device, how: How, { store }: House): Promise<JobPlace> {
  const places = await jobPlaces(device, undefined, how.fleet, store);
  const place = places.find(({ ipp }) => ipp !== undefined);
  if (place === undefined) throw new Fault('print/no-job-list', { id: device.id, detail: 'it speaks no IPP' });
  return place;
}

async function printerAt(place: JobPlace, how: How, house: House, signal: AbortSignal): Promise<IppPrinter> {
  const { policy } = await planInspect({ ...how, host: place.address }, house, signal);
  const gate = new Gate(house.network, policy, house.clock);
  const line = gate.jobLine({ for: 'job', order: 'jobs.ipp', address: place.address, port: place.port });
  return new IppPrinter(place, new LoginLine(line, house), userName() ?? 'quietport', house.dice, house.clock);
}

const MOST_JOBS = 100;
