import type { VirtualDevice } from '../../contracts/virtual-device.ts';
import { type JobReply, jobOperation } from './answers-jobs.ts';
import { findAttribute, textOf } from './codec-look.ts';
import { groupTags, type IppAttribute, type IppMessage } from './codec-message.ts';
import { isOver, PrintQueue } from './print-queue.ts';
import { identifyActions, type PrinterAttributes, printerAttributes, settableNames } from './printer-attributes.ts';

/** What a virtual printer remembers while it runs: its jobs, and what somebody has set. */
export class VirtualPrinter {
  readonly device: VirtualDevice;
  readonly #queue: PrintQueue;
  readonly #set = new Map<string, IppAttribute>();
  readonly #bootAt: number;

  constructor(device: VirtualDevice) {
    const { quirks } = device;
    this.device = device;
    this.#bootAt = this.now() - UP_MS;
    const ends = quirks['ipp.job-ends'];
    this.#queue = new PrintQueue({
      now: () => this.now(),
      jobMs: Number(quirks['ipp.job-ms'] ?? JOB_MS),
      most: Number(quirks['ipp.spool'] ?? SPOOL),
      ...(ends === 'aborted' || ends === 'never' ? { ends } : {}),
      stopped: device.state === 'stopped',
    });
  }

  attributes(base: string): PrinterAttributes {
    const states = this.#queue.jobs().map((job) => this.#queue.stateOf(job).state);
    const printing = states.includes(5);
    const current = this.#queue.jobs().findLast((job) => job.startsAt <= this.now());
    const changed =
      current === undefined ? this.#bootAt : Math.min(this.now(), printing ? current.startsAt : current.endsAt);
    const moment = {
      now: this.now(),
      upTime: this.#upTime(this.now()),
      stateSince: this.#upTime(changed),
      printing,
      queued: states.filter((state) => state < 7).length,
      printed: states.filter((state) => state === 9).length,
    };
    const { description, ...rest } = printerAttributes(this.device, base, moment);
    return { description: description.map((one) => this.#set.get(one.name) ?? one), ...rest };
  }

  /** True while no job is on its way. */
  isQuiet(): boolean {
    return this.#queue.jobs().every((job) => isOver(this.#queue.stateOf(job)));
  }

  /** Every operation but the reading of attributes. */
  answer(request: IppMessage, base: string, pathJob: number | undefined): JobReply {
    const work = jobOperation(request.code);
    if (work !== undefined) {
      const { description, jobTemplate } = this.attributes(base);
      return work(request, {
        queue: this.#queue,
        uri: `ipp://${base}/ipp/print`,
        pathJob,
        abilities: [...description, ...jobTemplate],
        upTime: (at) => this.#upTime(at),
        now: () => this.now(),
        printed: (document) => this.device.prints?.({ ...document, device: this.device.id, way: 'ipp' }),
      });
    }
    if (request.code === IDENTIFY_PRINTER) return identify(request);
    if (request.code === SET_PRINTER_ATTRIBUTES && this.device.quirks['ipp.settable'] !== undefined)
      return this.#setAttributes(request);
    return { code: OPERATION_NOT_SUPPORTED };
  }

  /** RFC 3380, section 4.1: all of them, or none. */
  #setAttributes(request: IppMessage): JobReply {
    const wished = request.groups
      .filter(({ tag }) => tag === groupTags.printer)
      .flatMap(({ attributes }) => attributes);
    const unsupported = wished.filter(({ name }) => !settableNames.includes(name));
    if (wished.length === 0) return { code: BAD_REQUEST };
    if (unsupported.length > 0)
      return { code: NOT_SETTABLE, groups: [{ tag: groupTags.unsupported, attributes: unsupported }] };
    for (const attribute of wished) this.#set.set(attribute.name, attribute);
    return { code: OK };
  }

  now(): number {
    return this.device.clock?.now() ?? 0;
  }

  #upTime(at: number): number {
    return Math.max(1, Math.floor((at - this.#bootAt) / 1000));
  }
}

/** PWG 5100.13, section 4.1. There is no one to show it to: what cannot be done is refused all the same. */
function identify(request: IppMessage): JobReply {
  const actions = findAttribute(request, groupTags.operation, 'identify-actions');
  const known = actions?.values.every((value) => identifyActions.includes(textOf(value) ?? '')) ?? true;
  if (known) return { code: OK };
  return { code: OK_SUBSTITUTED, groups: [{ tag: groupTags.unsupported, attributes: [actions!] }] };
}

const OK = 0x0000;
const OK_SUBSTITUTED = 0x0001;
const BAD_REQUEST = 0x0400;
const NOT_SETTABLE = 0x0413;
const OPERATION_NOT_SUPPORTED = 0x0501;
const SET_PRINTER_ATTRIBUTES = 0x0013;
const IDENTIFY_PRINTER = 0x003c;
const UP_MS = 3_600_000;
const JOB_MS = 1000;
const SPOOL = 50;
