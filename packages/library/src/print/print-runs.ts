import { type Clock, Fault, type PrintJob, type Store } from '@quietport/core';
import type { House } from '../house.ts';
import { jobCalled, jobsOf, keepJob } from './job-book.ts';
import { cancelJob } from './jobs.ts';
import { type PrintRequest, print } from './print.ts';

/** By what world a job goes: that of its device. */
export interface PrintWorld {
  readonly house: House;
  readonly how: PrintRequest['how'];
}

interface PrintRunsWish {
  /** Told of each step of each job. */
  told(job: PrintJob): void;
  /** Told of what should never be, in a run that nobody waits for. */
  failed(error: unknown): void;
}

/** The jobs that are under way in this process, whoever waits for them. */
export class PrintRuns {
  readonly #wish: PrintRunsWish;
  readonly #running = new Map<string, AbortController>();
  readonly #ends = new Set<Promise<void>>();

  constructor(wish: PrintRunsWish) {
    this.#wish = wish;
  }

  /**
   * Resolves with the job once it is kept and the printer is asked; what comes of it is told step by step. `over` is called
   * when nobody needs the document any more. Throws what `print` throws before that.
   */
  start(request: PrintRequest, { house }: PrintWorld, over: () => Promise<void>): Promise<PrintJob> {
    const end = new AbortController();
    return new Promise((resolve, reject) => {
      let id: string | undefined;
      const job = (now: PrintJob) => {
        if (id === undefined) this.#running.set(now.id, end);
        id = now.id;
        this.#wish.told(now);
        resolve(now);
      };
      const run = print(request, house, end.signal, { job })
        .catch((error: unknown) => {
          // from its first step on, what went wrong stands in the job
          if (id === undefined) reject(error);
          else if (!(error instanceof Fault)) this.#wish.failed(error);
        })
        .then(over)
        .catch((error: unknown) => this.#wish.failed(error))
        .finally(() => {
          if (id !== undefined) this.#running.delete(id);
          this.#ends.delete(run);
        });
      this.#ends.add(run);
    });
  }

  /** Takes a job back at its printer; one that has no number there yet is broken off. Throws `print/…`. */
  async cancel(id: string, { house, how }: PrintWorld, signal: AbortSignal): Promise<PrintJob> {
    const job = await jobCalled(house.store, id);
    const running = this.#running.get(job.id);
    if (job.printerJob === undefined && running !== undefined) {
      running.abort();
      await this.idle();
      return jobCalled(house.store, job.id);
    }
    const cancelled = await cancelJob(job.id, how, house, signal);
    this.#wish.told(cancelled);
    return cancelled;
  }

  /** When none is under way. */
  async idle(): Promise<void> {
    await Promise.all(this.#ends);
  }
}

/** What a process that has died left under way: nobody knows how much of it the printer has. */
export async function settleJobs(store: Store, clock: Pick<Clock, 'now'>): Promise<void> {
  for (const job of await jobsOf(store, Number.MAX_SAFE_INTEGER)) {
    const changedAt = clock.now();
    if (job.state === 'checking')
      await keepJob(store, {
        ...job,
        state: 'failed',
        detail: 'the program ended before anything was sent',
        changedAt,
      });
    if (job.state === 'sending')
      await keepJob(store, { ...job, state: 'unknown', detail: 'the program ended in the middle of it', changedAt });
  }
}
