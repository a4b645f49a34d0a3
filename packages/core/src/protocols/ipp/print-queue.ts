import type { Millis } from '../../model/observation.ts';
import type { IppAttribute } from './codec-message.ts';

/** A job of a virtual printer. Times are those of the printer's clock. */
export interface QueuedJob {
  readonly id: number;
  readonly name: string;
  readonly user: string;
  /** What its creation asked for of RFC 8011, section 5.2, as far as the printer does it. */
  readonly template: readonly IppAttribute[];
  readonly createdAt: Millis;
  /** No further document comes. */
  readonly closed: boolean;
  readonly documents: number;
  readonly octets: number;
  /** Infinity while it waits for documents. */
  readonly startsAt: Millis;
  readonly endsAt: Millis;
  readonly canceledAt?: Millis;
}

/** RFC 8011, section 5.3.7 and 5.3.8. */
export interface QueuedState {
  readonly state: 3 | 5 | 6 | 7 | 8 | 9;
  readonly reason: string;
}

export interface QueueWish {
  now(): Millis;
  /** How long a job is on the printer. */
  readonly jobMs: number;
  /** How many may wait or print at a time. */
  readonly most: number;
  /** `completed` if absent; with `never`, the last page stays in the printer. */
  readonly ends?: 'aborted' | 'never';
  /** Nothing is printed while it is stopped. */
  readonly stopped: boolean;
}

/**
 * The jobs of a virtual printer, one after the other. There are no timers: when a job begins and ends is known once its last
 * document is there, and what state it is in follows from the clock.
 */
export class PrintQueue {
  readonly #wish: QueueWish;
  readonly #jobs = new Map<number, QueuedJob>();
  #count = 0;
  #busyUntil = 0;

  constructor(wish: QueueWish) {
    this.#wish = wish;
  }

  /** A job without documents; none where the spool is full. */
  create(name: string, user: string, template: readonly IppAttribute[]): QueuedJob | undefined {
    const waiting = this.jobs().filter((job) => !isOver(this.stateOf(job)));
    if (waiting.length >= this.#wish.most) return undefined;
    const never = { startsAt: Infinity, endsAt: Infinity };
    const about = { id: ++this.#count, name: name === '' ? `Job ${this.#count}` : name, user, template };
    const job: QueuedJob = { ...about, createdAt: this.#wish.now(), closed: false, documents: 0, octets: 0, ...never };
    this.#jobs.set(job.id, job);
    for (const old of [...this.#jobs.values()].slice(0, -KEPT))
      if (isOver(this.stateOf(old))) this.#jobs.delete(old.id);
    return job;
  }

  get(id: number): QueuedJob | undefined {
    return this.#jobs.get(id);
  }

  /** The oldest first. */
  jobs(): readonly QueuedJob[] {
    return [...this.#jobs.values()];
  }

  /** One more document; the last one sends the job on its way. */
  add({ id }: QueuedJob, octets: number, last: boolean): QueuedJob {
    const job = this.#jobs.get(id)!;
    const more = { documents: job.documents + (octets > 0 ? 1 : 0), octets: job.octets + octets };
    return this.#keep({ ...job, ...more, ...(last ? this.#placed() : {}) });
  }

  cancel(job: QueuedJob): QueuedJob {
    const now = this.#wish.now();
    // whoever was behind it keeps the place; only the end of the line moves up
    if (job.endsAt === this.#busyUntil) this.#busyUntil = Math.max(now, job.startsAt);
    return this.#keep({ ...job, canceledAt: now, closed: true });
  }

  stateOf(job: QueuedJob): QueuedState {
    const now = this.#wish.now();
    if (job.canceledAt !== undefined) return { state: 7, reason: 'job-canceled-by-user' };
    if (!job.closed)
      return now - job.createdAt > OPERATION_MS
        ? { state: 8, reason: 'aborted-by-system' }
        : { state: 3, reason: 'job-incoming' };
    if (this.#wish.stopped) return { state: 3, reason: 'printer-stopped' };
    if (now < job.startsAt) return { state: 3, reason: 'job-queued' };
    if (now < job.endsAt) return { state: 5, reason: 'job-printing' };
    if (this.#wish.ends === 'never') return { state: 6, reason: 'printer-stopped-partly' };
    return this.#wish.ends === 'aborted'
      ? { state: 8, reason: 'aborted-by-system' }
      : { state: 9, reason: 'job-completed-successfully' };
  }

  #placed(): Pick<QueuedJob, 'closed' | 'startsAt' | 'endsAt'> {
    const startsAt = Math.max(this.#wish.now(), this.#busyUntil);
    this.#busyUntil = startsAt + this.#wish.jobMs;
    return { closed: true, startsAt, endsAt: this.#busyUntil };
  }

  #keep(job: QueuedJob): QueuedJob {
    this.#jobs.set(job.id, job);
    return job;
  }
}

/** True where nothing will come of it any more. */
export function isOver({ state }: QueuedState): boolean {
  return state >= 7;
}

/** How long a job waits for its next document (`multiple-operation-time-out`). */
export const OPERATION_MS = 60_000;
const KEPT = 500;
