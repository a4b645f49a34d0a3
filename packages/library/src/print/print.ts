import {
  type Device,
  documentFormatOf,
  Fault,
  formatHex,
  Gate,
  type JobTemplate,
  type Ledger,
  type PrintJob,
  type PrintWay,
} from '@quietport/core';
import { type PrintSource, userName } from '@quietport/node';
import { find } from '../find.ts';
import type { House } from '../house.ts';
import { type InspectRequest, planInspect } from '../inspect.ts';
import { findDevice } from '../inventory.ts';
import { LoginLine } from '../login-line.ts';
import { demandStillThere } from '../still-there.ts';
import { demandAble } from './abilities.ts';
import { counterMoved, pagesOf } from './confirm.ts';
import { printByIpp, wordsOf } from './ipp-job.ts';
import { IppPrinter } from './ipp-printer.ts';
import { jobsOf, keepJob } from './job-book.ts';
import type { JobDesk, JobEnd } from './job-desk.ts';
import { type JobPlace, jobPlaces } from './job-place.ts';
import { printByLpd, printRaw } from './stream-job.ts';

/** A person's order to print one document on one device. */
export interface PrintRequest {
  /** A device of the inventory by any of its names. */
  readonly id: string;
  readonly source: PrintSource;
  /** MIME media type; found out by the first bytes if absent. */
  readonly format?: string;
  readonly title?: string;
  readonly template: JobTemplate;
  /** The best that the device has, if absent. */
  readonly way?: PrintWay;
  /** Of LPD: the queue at the printer. */
  readonly queue?: string;
  /** Print it again where an earlier order may have printed it already. */
  readonly again?: boolean;
  /** How long to follow the job. */
  readonly waitMs: number;
  /** How the device is asked who it is. */
  readonly how: Omit<InspectRequest, 'host'>;
}

export interface PrintPlan {
  readonly device: Device;
  readonly place: JobPlace;
  readonly format: string;
  /** An order of the same bytes for this device of which nobody knows how it ended. */
  readonly earlier: PrintJob | undefined;
}

export interface PrintProgress {
  /** After each step. */
  job?(job: PrintJob): void;
  handed?(bytes: number, of: number): void;
}

/**
 * What an order would do, without a packet. Throws `device/not-found`, `device/ambiguous`, `device/no-address`,
 * `print/no-way`, `print/unknown-format` and `print/maybe-printed`.
 */
export async function planPrint(request: PrintRequest, house: Pick<House, 'store'>): Promise<PrintPlan> {
  const device = await findDevice(house.store, request.id);
  const format = request.format ?? documentFormatOf(request.source.head);
  if (format === undefined) throw new Fault('print/unknown-format', { file: request.source.name });
  if (request.source.size === 0) throw new Fault('print/empty', { file: request.source.name });
  const [place] = await jobPlaces(device, request.way, request.how.fleet, house.store);
  const before = await jobsOf(house.store, EARLIER, [device.id, ...device.aliases]);
  const earlier = before.find(
    ({ document, state }) => document.digest === request.source.digest && MAYBE_PRINTED.has(state),
  );
  if (earlier !== undefined && request.again !== true)
    throw new Fault('print/maybe-printed', { job: earlier.id, file: request.source.name, state: earlier.state });
  // `jobPlaces` throws where there is none
  return { device, place: place!, format, earlier };
}

/**
 * Prints one document: reads again who is at the address, compares the order with what the printer can do, hands the
 * document over, and follows it. Every step is kept before the next one. Where another device is at the address, the device
 * is looked for once more; nothing is sent to another one. Throws what `planPrint` and `demandStillThere` throw, and
 * `print/cannot`; all that happens from the first byte on is in the job.
 */
export async function print(
  request: PrintRequest,
  house: House,
  signal: AbortSignal,
  progress: PrintProgress = {},
): Promise<{ readonly job: PrintJob; readonly ledger: Ledger }> {
  const { device, place, format } = await findAgain(request, house, signal);
  const { source, template, how } = request;
  const { policy } = await planInspect({ ...how, host: place.address }, house, signal);
  const gate = new Gate(house.network, policy, house.clock);
  const { address, port, way } = place;
  let job = await keepJob(house.store, {
    ...{ id: formatHex(house.dice.bytes(6)), at: house.clock.now(), device: device.id, way, address, port },
    document: { name: source.name, format, digest: source.digest, size: source.size },
    ...{ state: 'checking', detail: 'asking the printer', sent: 0, changedAt: house.clock.now() },
  });
  progress.job?.(job);
  const step: JobDesk['step'] = async (change) => {
    job = await keepJob(house.store, { ...job, ...change, sent: handed, changedAt: house.clock.now() });
    progress.job?.(job);
  };
  let handed = 0;
  const desk: JobDesk = {
    ...{ clock: house.clock, dice: house.dice, host: house.host, source, signal, step },
    user: userName() ?? 'quietport',
    // the list of the printer shows it, and by it a lost job is found again
    title: `${shortened(request.title ?? source.name)} (${job.id})`,
    patience: house.clock.timeout(request.waitMs, signal),
    handed: (bytes) => {
      handed += bytes;
      progress.handed?.(handed, source.size * (way === 'raw' ? (template.copies ?? 1) : 1));
    },
  };
  try {
    const line = gate.jobLine({ for: 'job', order: `print.${way}`, address, port });
    const before = way === 'raw' || way === 'lpd' ? await pagesOf(device.id, house.store) : undefined;
    let end: JobEnd;
    if (way === 'ipp' || way === 'ipps')
      end = await byIpp(
        new IppPrinter(place, new LoginLine(line, house), desk.user, desk.dice, desk.clock),
        device,
        format,
        template,
        desk,
        address,
      );
    else if (way === 'raw') end = await printRaw(line, template.copies ?? 1, desk);
    else end = await printByLpd(line, request.queue ?? 'lp', template.copies ?? 1, desk);
    await step(end);
    if (before !== undefined && (end.state === 'accepted' || end.state === 'sent'))
      await confirmByCounter(device, address, before, request, house, desk);
    return { job, ledger: gate.ledger };
  } catch (error) {
    if (job.state === 'checking')
      await step({ state: 'refused', detail: error instanceof Error ? error.message : String(error) });
    else if (!OVER.has(job.state))
      await step({
        state: 'unknown',
        detail: `interrupted: ${error instanceof Error ? error.message : String(error)}`,
      });
    throw error;
  }
}

async function byIpp(
  printer: IppPrinter,
  device: Device,
  format: string,
  template: JobTemplate,
  desk: JobDesk,
  address: string,
): Promise<JobEnd> {
  const told = await printer.abilities(desk.signal);
  if (told.is !== 'answered') return { state: 'failed', detail: `the printer could not be asked: ${wordsOf(told)}` };
  const abilities = demandAble(device, address, told.answer.printer, format, template);
  return printByIpp(printer, { jobName: desk.title, format }, template, abilities, desk);
}

/** Who is there is read anew; a device that has moved is looked for once. */
async function findAgain(request: PrintRequest, house: House, signal: AbortSignal): Promise<PrintPlan> {
  const plan = await planPrint(request, house);
  try {
    await demandStillThere(plan.device, plan.place.address, request.how, house, signal);
    return plan;
  } catch (error) {
    if (!(error instanceof Fault) || !MOVED.has(error.code)) throw error;
    const { host: _, ...how } = { ...request.how, host: '' };
    await find({ ...how, targets: [] }, house, signal).catch((fault: unknown) => {
      // where nobody can look, the first sentence is the one that counts
      throw fault instanceof Fault ? error : fault;
    });
    // nowhere else: the first sentence says what is there
    const again = await planPrint({ ...request, id: plan.device.id }, house).catch(() => undefined);
    if (again === undefined || again.place.address === plan.place.address) throw error;
    await demandStillThere(again.device, again.place.address, request.how, house, signal);
    return again;
  }
}

/** A raw port says nothing; the counter of pages may. */
async function confirmByCounter(
  device: Device,
  address: string,
  before: number,
  { how }: PrintRequest,
  house: House,
  desk: JobDesk,
): Promise<void> {
  while (!desk.patience.aborted) {
    await desk.clock.sleep(COUNTER_MS, desk.patience);
    if (desk.patience.aborted) return;
    await demandStillThere(device, address, how, house, desk.patience).catch(() => undefined);
    const now = await pagesOf(device.id, house.store);
    if (counterMoved(before, now))
      return desk.step({ state: 'confirmed', detail: `its counter went from ${before} to ${now} pages` });
  }
}

/** A job's name has 255 octets at most (RFC 8011, section 5.1.3), and our id stands at its end. */
function shortened(title: string): string {
  const characters = [...title];
  while (new TextEncoder().encode(characters.join('')).length > MOST_TITLE) characters.pop();
  return characters.join('');
}

const MOVED: ReadonlySet<string> = new Set(['device/another-there', 'device/unproven']);
const MAYBE_PRINTED: ReadonlySet<PrintJob['state']> = new Set(['sending', 'sent', 'unknown']);
const OVER: ReadonlySet<PrintJob['state']> = new Set(['confirmed', 'refused', 'cancelled', 'failed', 'unknown']);
// however many jobs came since: what may be on paper is not forgotten
const EARLIER = Number.MAX_SAFE_INTEGER;
const COUNTER_MS = 2_000;
const MOST_TITLE = 230;
