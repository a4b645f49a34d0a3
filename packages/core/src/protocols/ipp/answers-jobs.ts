import type { Printed } from '../../contracts/virtual-device.ts';
import { booleanOf, enumOf, integers, nothing, text } from './attribute.ts';
import { findAttribute, numberOf, textOf } from './codec-look.ts';
import { groupTags, type IppAttribute, type IppGroup, type IppMessage, valueTags } from './codec-message.ts';
import { ticketOf } from './job-ticket.ts';
import { isOver, type PrintQueue, type QueuedJob } from './print-queue.ts';

/** What the job operations of a virtual printer work with. */
export interface JobDesk {
  readonly queue: PrintQueue;
  /** `ipp://192.0.2.9/ipp/print` as the client called it. */
  readonly uri: string;
  /** The number that the path names, of `.../ipp/print/12`. */
  readonly pathJob: number | undefined;
  readonly abilities: readonly IppAttribute[];
  /** Seconds since the printer was switched on, at a time of its clock. */
  upTime(at: number): number;
  now(): number;
  /** Takes what was printed. */
  printed(document: Omit<Printed, 'device' | 'way'>): void;
}

/** Status and groups of an answer. */
export interface JobReply {
  readonly code: number;
  readonly groups?: readonly IppGroup[];
}

/** The operation, where it is one on jobs that a virtual printer knows. */
export function jobOperation(code: number): ((request: IppMessage, desk: JobDesk) => JobReply) | undefined {
  return operations[code];
}

/** RFC 8011, section 4.2.1. */
function printJob(request: IppMessage, desk: JobDesk): JobReply {
  return withJob(request, desk, (job) => {
    addDocument(request, desk, job, true);
    return desk.queue.get(job.id)!;
  });
}

/** RFC 8011, section 4.2.3. */
function validateJob(request: IppMessage, desk: JobDesk): JobReply {
  return refusalOf(request, desk) ?? ticketReply(request, desk, []);
}

/** RFC 8011, section 4.2.4. */
function createJob(request: IppMessage, desk: JobDesk): JobReply {
  return withJob(request, desk, (job) => job);
}

/** RFC 8011, section 4.3.1. */
function sendDocument(request: IppMessage, desk: JobDesk): JobReply {
  const last = operation(request, 'last-document');
  if (last?.is !== 'boolean') return { code: BAD_REQUEST };
  return withNamed(request, desk, (job) => {
    const refusal = refusalOf(request, desk);
    if (refusal !== undefined) return refusal;
    if (job.closed || isOver(desk.queue.stateOf(job))) return { code: NOT_POSSIBLE };
    if (request.data.length > 0 && job.documents > 0) return { code: ONE_DOCUMENT };
    addDocument(request, desk, job, last.value);
    return { code: OK, groups: [jobGroup(desk.queue.get(job.id)!, desk, SHORT)] };
  });
}

/** PWG 5100.11, section 7.1: no further document comes. */
function closeJob(request: IppMessage, desk: JobDesk): JobReply {
  return withNamed(request, desk, (job) => {
    if (job.closed) return { code: NOT_POSSIBLE };
    if (job.documents === 0) desk.queue.cancel(job);
    else desk.queue.add(job, 0, true);
    return { code: OK };
  });
}

/** RFC 8011, section 4.3.3. */
function cancelJob(request: IppMessage, desk: JobDesk): JobReply {
  return withNamed(request, desk, (job) => {
    if (isOver(desk.queue.stateOf(job))) return { code: NOT_POSSIBLE };
    desk.queue.cancel(job);
    return { code: OK };
  });
}

/** PWG 5100.11, section 7.2. */
function cancelMyJobs(request: IppMessage, desk: JobDesk): JobReply {
  const [user, ids] = [userOf(request), numbers(request, 'job-ids')];
  const jobs = desk.queue.jobs().filter((job) => ids === undefined || ids.includes(job.id));
  const mine = jobs.filter((job) => job.user === user && !isOver(desk.queue.stateOf(job)));
  // named ones are all taken back, or none of them
  if (ids !== undefined && mine.length < ids.length) return { code: NOT_POSSIBLE };
  for (const job of mine) desk.queue.cancel(job);
  return { code: OK };
}

/** RFC 8011, section 4.3.4. */
function getJobAttributes(request: IppMessage, desk: JobDesk): JobReply {
  return withNamed(request, desk, (job) => ({
    code: OK,
    groups: [jobGroup(job, desk, wanted(request) ?? ['all'])],
  }));
}

/** RFC 8011, section 4.2.6. */
function getJobs(request: IppMessage, desk: JobDesk): JobReply {
  const which = textOf(operation(request, 'which-jobs')) ?? 'not-completed';
  if (!WHICH.includes(which)) return { code: NOT_SUPPORTED, groups: [unsupportedGroup([whichJobs(which)])] };
  const mine = operation(request, 'my-jobs');
  const [user, ids] = [userOf(request), numbers(request, 'job-ids')];
  const limit = numberOf(operation(request, 'limit')) ?? Infinity;
  const found = desk.queue
    .jobs()
    .filter((job) => which === 'all' || isOver(desk.queue.stateOf(job)) === (which === 'completed'))
    .filter((job) => !(mine?.is === 'boolean' && mine.value) || job.user === user)
    .filter((job) => ids === undefined || ids.includes(job.id));
  // the latest that is over first, the next to be printed first
  const ordered = which === 'completed' ? found.toReversed() : found;
  const names = wanted(request) ?? ['job-id', 'job-uri'];
  return { code: OK, groups: ordered.slice(0, limit).map((job) => jobGroup(job, desk, names)) };
}

function withJob(request: IppMessage, desk: JobDesk, work: (job: QueuedJob) => QueuedJob): JobReply {
  const refusal = refusalOf(request, desk);
  if (refusal !== undefined) return refusal;
  const { taken } = ticketOf(request, desk.abilities);
  const name = textOf(operation(request, 'job-name')) ?? '';
  const job = desk.queue.create(name, userOf(request), taken);
  if (job === undefined) return { code: BUSY };
  return ticketReply(request, desk, [jobGroup(work(job), desk, SHORT)]);
}

/** Done, and what of it was done otherwise than asked. */
function ticketReply(request: IppMessage, desk: JobDesk, groups: readonly IppGroup[]): JobReply {
  const { unsupported } = ticketOf(request, desk.abilities);
  if (unsupported.length === 0) return { code: OK, groups };
  return { code: OK_SUBSTITUTED, groups: [unsupportedGroup(unsupported), ...groups] };
}

/** Why nothing of it is done. */
function refusalOf(request: IppMessage, desk: JobDesk): JobReply | undefined {
  const supported = (name: string) => desk.abilities.find((one) => one.name === name)?.values.map(textOf) ?? [];
  const format = textOf(operation(request, 'document-format'));
  if (format !== undefined && !supported('document-format-supported').includes(format.toLowerCase()))
    return { code: FORMAT_NOT_SUPPORTED, groups: [unsupportedGroup([mime('document-format', format)])] };
  const compression = textOf(operation(request, 'compression'));
  if (compression !== undefined && !supported('compression-supported').includes(compression))
    return { code: COMPRESSION_NOT_SUPPORTED, groups: [unsupportedGroup([keyword('compression', compression)])] };
  const { strict, unsupported } = ticketOf(request, desk.abilities);
  if (strict && unsupported.length > 0) return { code: NOT_SUPPORTED, groups: [unsupportedGroup(unsupported)] };
  return undefined;
}

function withNamed(request: IppMessage, desk: JobDesk, work: (job: QueuedJob) => JobReply): JobReply {
  const uri = textOf(operation(request, 'job-uri'));
  const id = numberOf(operation(request, 'job-id')) ?? (uri === undefined ? desk.pathJob : idIn(uri));
  if (id === undefined) return { code: BAD_REQUEST };
  const job = desk.queue.get(id);
  return job === undefined ? { code: NOT_FOUND } : work(job);
}

function addDocument(request: IppMessage, desk: JobDesk, { id, name, user }: QueuedJob, last: boolean): void {
  const job = desk.queue.get(id)!;
  const format = textOf(operation(request, 'document-format')) ?? 'application/octet-stream';
  if (request.data.length > 0) desk.printed({ job: id, name, user, format, bytes: request.data });
  desk.queue.add(job, request.data.length, last);
}

/** RFC 8011, section 5.3. */
function jobGroup(job: QueuedJob, desk: JobDesk, names: readonly string[]): IppGroup {
  const { state, reason } = desk.queue.stateOf(job);
  const now = desk.now();
  const ended = job.canceledAt ?? job.endsAt;
  const time = (name: string, at: number): IppAttribute =>
    at <= now ? integers(name, desk.upTime(at)) : { name, values: [nothing(valueTags.noValue)] };
  const description = [
    integers('job-id', job.id),
    text('job-uri', valueTags.uri, `${desk.uri}/${job.id}`),
    text('job-printer-uri', valueTags.uri, desk.uri),
    text('job-name', valueTags.name, job.name),
    text('job-originating-user-name', valueTags.name, job.user),
    { name: 'job-state', values: [enumOf(state)] },
    text('job-state-reasons', valueTags.keyword, reason),
    text('job-state-message', valueTags.text, ''),
    integers('number-of-documents', job.documents),
    integers('job-k-octets', Math.ceil(job.octets / 1024)),
    integers('job-impressions-completed', state === 9 ? 1 : 0),
    integers('time-at-creation', desk.upTime(job.createdAt)),
    time('time-at-processing', job.startsAt),
    time('time-at-completed', ended),
    integers('job-printer-up-time', desk.upTime(now)),
  ];
  const all = names.includes('all');
  const pick = (attributes: readonly IppAttribute[], group: string) =>
    attributes.filter(({ name }) => all || names.includes(group) || names.includes(name));
  const attributes = [...pick(description, 'job-description'), ...pick(job.template, 'job-template')];
  return { tag: groupTags.job, attributes };
}

function unsupportedGroup(attributes: readonly IppAttribute[]): IppGroup {
  return { tag: groupTags.unsupported, attributes };
}

function operation(request: IppMessage, name: string) {
  return findAttribute(request, groupTags.operation, name)?.values[0];
}

function numbers(request: IppMessage, name: string): readonly number[] | undefined {
  const values = findAttribute(request, groupTags.operation, name)?.values;
  return values?.flatMap((value) => numberOf(value) ?? []);
}

function wanted(request: IppMessage): readonly string[] | undefined {
  const values = findAttribute(request, groupTags.operation, 'requested-attributes')?.values;
  return values?.flatMap((value) => textOf(value) ?? []);
}

function userOf(request: IppMessage): string {
  return textOf(operation(request, 'requesting-user-name')) ?? 'anonymous';
}

function idIn(uri: string): number | undefined {
  const [, digits] = /\/(\d{1,9})$/.exec(uri) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

const mime = (name: string, value: string) => text(name, valueTags.mimeMediaType, value);
const keyword = (name: string, value: string) => text(name, valueTags.keyword, value);
const whichJobs = (value: string) => keyword('which-jobs', value);

/** What Get-Jobs can be asked for (`which-jobs-supported`). */
export const WHICH: readonly string[] = ['completed', 'not-completed', 'all'];
/** What is true of every queue, for Get-Printer-Attributes. */
export const queueAbilities: readonly IppAttribute[] = [
  text('which-jobs-supported', valueTags.keyword, ...WHICH),
  { name: 'multiple-document-jobs-supported', values: [booleanOf(false)] },
  { name: 'job-ids-supported', values: [booleanOf(true)] },
];

const SHORT = ['job-id', 'job-uri', 'job-state', 'job-state-reasons', 'job-state-message'];
// RFC 8011, section 5.4.15; PWG 5100.11, section 7
const operations: Readonly<Record<number, (request: IppMessage, desk: JobDesk) => JobReply>> = {
  2: printJob,
  4: validateJob,
  5: createJob,
  6: sendDocument,
  8: cancelJob,
  9: getJobAttributes,
  10: getJobs,
  57: cancelMyJobs,
  59: closeJob,
};
// RFC 8011, appendix B
const OK = 0x0000;
const OK_SUBSTITUTED = 0x0001;
const BAD_REQUEST = 0x0400;
const NOT_POSSIBLE = 0x0404;
const NOT_FOUND = 0x0406;
const FORMAT_NOT_SUPPORTED = 0x040a;
const NOT_SUPPORTED = 0x040b;
const COMPRESSION_NOT_SUPPORTED = 0x040f;
const BUSY = 0x0507;
const ONE_DOCUMENT = 0x0509;
