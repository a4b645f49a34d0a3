import { isOver, type JobAnswer, type JobDocument, type JobTemplate, type PrinterJob } from '@quietport/core';
import type { Asked, IppPrinter } from './ipp-printer.ts';
import { type JobDesk, type JobEnd, wholeOf } from './job-desk.ts';

/** What the printer says that it can do, as far as a job asks it. */
export interface IppAbilities {
  /** Create-Job with Send-Document: a number before the document leaves. */
  readonly createsJobs: boolean;
}

/**
 * Hands one document over by IPP and follows it to its end. Nothing is sent twice: where it breaks off in the document, the
 * printer's own list of jobs is asked what became of it.
 */
export async function printByIpp(
  printer: IppPrinter,
  document: JobDocument,
  template: JobTemplate,
  { createsJobs }: IppAbilities,
  desk: JobDesk,
): Promise<JobEnd> {
  const validated = await untilNotBusy(() => printer.validate(document, template, desk.signal), desk);
  const refusal = refused(validated);
  // some printers do not know Validate-Job: then the job itself is the question
  if (refusal !== undefined && !isNotKnown(validated)) return refusal;
  if (createsJobs) return createAndSend(printer, document, template, desk);
  await desk.step({ state: 'sending', detail: 'Print-Job' });
  const whole = wholeOf(desk);
  const asked = await printer.print(document, template, whole.bytes, desk.signal);
  const [job] = answerOf(asked)?.jobs ?? [];
  if (accepted(asked) && whole.taken() < desk.source.size) return tooEarly(whole.taken(), job, desk);
  if (job !== undefined && accepted(asked)) return follow(printer, job, desk);
  return refused(asked, true) ?? (await lookFor(printer, document, whole.taken(), desk));
}

async function createAndSend(
  printer: IppPrinter,
  document: JobDocument,
  template: JobTemplate,
  desk: JobDesk,
): Promise<JobEnd> {
  const created = await untilNotBusy(() => printer.create(document, template, desk.signal), desk);
  const refusal = refused(created);
  if (refusal !== undefined) return refusal;
  const [job] = answerOf(created)?.jobs ?? [];
  if (job === undefined) return { state: 'failed', detail: wordsOf(created) };
  await desk.step({ state: 'sending', detail: `job ${job.id} at the printer`, printerJob: job.id });
  const whole = wholeOf(desk);
  const sent = await printer.send(job.id, document, whole.bytes, desk.signal);
  if (accepted(sent) && whole.taken() < desk.source.size) return tooEarly(whole.taken(), job, desk);
  if (accepted(sent)) return follow(printer, answerOf(sent)?.jobs[0] ?? job, desk);
  const now = await printer.job(job.id, desk.patience);
  const state = answerOf(now)?.jobs[0];
  if (state !== undefined && isOver(state.state)) return endOfPart(state, whole.taken(), desk);
  if (answerOf(sent) !== undefined) {
    // it said no to the document: its empty job is taken back
    await printer.cancel(job.id, desk.patience);
    return { state: 'refused', detail: wordsOf(sent) };
  }
  return { state: 'unknown', detail: `the connection broke off in the document (${wordsOf(sent)}); job ${job.id}` };
}

/** It said yes to a part: whatever it calls completed later is not the document. */
function tooEarly(taken: number, job: PrinterJob | undefined, { source }: JobDesk): JobEnd {
  const which = job === undefined ? '' : `; job ${job.id}`;
  return { state: 'unknown', detail: `the printer answered behind ${taken} of ${source.size} bytes${which}` };
}

/** What a printer says of a job whose document broke off: its no is believed, its yes only where all of it was taken. */
function endOfPart(job: PrinterJob, taken: number, { source }: JobDesk): JobEnd {
  const end = endOf(job);
  if (taken >= source.size || end.state !== 'confirmed') return end;
  return {
    state: 'unknown',
    detail: `the connection broke off behind ${taken} of ${source.size} bytes, and the printer says: ${end.detail}`,
  };
}

/** Asks again until the printer calls the job over, or the order's time is over. */
async function follow(printer: IppPrinter, first: PrinterJob, desk: JobDesk): Promise<JobEnd> {
  await desk.step({ state: 'accepted', detail: wordsOfJob(first), printerJob: first.id });
  let job = first;
  for (let waitMs = 250; !isOver(job.state) && !desk.patience.aborted; waitMs = Math.min(waitMs * 1.5, 5_000)) {
    await desk.clock.sleep(waitMs, desk.patience);
    const asked = await printer.job(job.id, desk.patience);
    const answer = answerOf(asked);
    const now = answer?.jobs[0];
    if (now === undefined) {
      // printers forget: that a job is gone from the list does not say how it went
      if (answer !== undefined)
        return { state: 'accepted', detail: `the printer keeps no job ${job.id} (${answer.words})` };
      continue;
    }
    if (wordsOfJob(now) !== wordsOfJob(job)) await desk.step({ detail: wordsOfJob(now) });
    job = now;
  }
  return isOver(job.state) ? endOf(job) : { state: 'accepted', detail: `${wordsOfJob(job)}; nobody waited longer` };
}

/** Print-Job broke off without a number: is our job in the printer's list? */
async function lookFor(printer: IppPrinter, { jobName }: JobDocument, taken: number, desk: JobDesk): Promise<JobEnd> {
  for (const which of ['not-completed', 'completed'] as const) {
    const asked = await printer.jobs(which, 50, desk.patience);
    const job = answerOf(asked)?.jobs.find(({ name }) => name === jobName);
    if (job === undefined) continue;
    if (taken >= desk.source.size) return follow(printer, job, desk);
    if (isOver(job.state)) return endOfPart(job, taken, desk);
    return {
      state: 'unknown',
      detail: `the connection broke off behind ${taken} of ${desk.source.size} bytes; ${wordsOfJob(job)}`,
    };
  }
  return { state: 'unknown', detail: 'the connection broke off in the document, and the printer lists no such job' };
}

/** Before the first byte of the document it does no harm to ask again. */
async function untilNotBusy(ask: () => Promise<Asked>, desk: JobDesk): Promise<Asked> {
  for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, 10_000)) {
    const asked = await ask();
    const status = answerOf(asked)?.status;
    if (status === undefined || !BUSY.has(status) || desk.patience.aborted || desk.signal.aborted) return asked;
    await desk.step({ detail: `waiting: ${wordsOf(asked)}` });
    await desk.clock.sleep(waitMs, desk.patience);
  }
}

function endOf(job: PrinterJob): JobEnd {
  const detail = wordsOfJob(job);
  if (job.state === 'completed') return { state: 'confirmed', detail };
  return { state: job.state === 'canceled' ? 'cancelled' : 'failed', detail };
}

/** `undefined` where it was taken. `inDocument`: no answer at all says nothing then. */
function refused(asked: Asked, inDocument = false): JobEnd | undefined {
  if (accepted(asked)) return undefined;
  if (answerOf(asked) !== undefined) return { state: 'refused', detail: wordsOf(asked) };
  return inDocument ? undefined : { state: 'failed', detail: wordsOf(asked) };
}

function isNotKnown(asked: Asked): boolean {
  return answerOf(asked)?.status === OPERATION_NOT_SUPPORTED;
}

function accepted(asked: Asked): boolean {
  return (answerOf(asked)?.status ?? 0xffff) < 0x0100;
}

export function answerOf(asked: Asked): JobAnswer | undefined {
  return asked.is === 'answered' ? asked.answer : undefined;
}

export function wordsOf(asked: Asked): string {
  if (asked.is === 'login-wanted') return `login-wanted: ${asked.why}`;
  if (asked.is !== 'answered') return asked.is;
  const { words, unsupported } = asked.answer;
  return unsupported.length === 0 ? words : `${words} (${unsupported.join(', ')})`;
}

export function wordsOfJob({ id, state, reasons, message }: PrinterJob): string {
  const word = typeof state === 'string' ? state : `state ${state.unknown}`;
  const why = [...reasons, ...(message === undefined ? [] : [message])].join(', ');
  return `job ${id} ${word}${why === '' ? '' : `: ${why}`}`;
}

// RFC 8011, appendix B.1.5.8 and B.1.4.2: server-error-busy, server-error-not-accepting-jobs is a refusal
const BUSY: ReadonlySet<number> = new Set([0x0507]);
const OPERATION_NOT_SUPPORTED = 0x0501;
