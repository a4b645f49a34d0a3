import type { Clock, Millis } from '@quietport/core';

/** How a manual clock starts, and what it waits for besides promises that are ready. */
export interface ManualClockOptions {
  readonly start?: Millis;
  /** Lets work outside the language (a file, a real socket) come to rest before time moves on. */
  readonly settle?: () => Promise<void>;
}

/**
 * A clock whose time moves only when it is told to. Whatever is ready runs before time moves on, and what falls due at
 * the same instant runs in the order in which it was asked for.
 */
export class ManualClock implements Clock {
  readonly #start: Millis;
  readonly #settle: (() => Promise<void>) | undefined;
  #elapsed = 0;
  #activity = 0;
  /** In order of time, then of asking. */
  #timers: Timer[] = [];

  constructor(options: ManualClockOptions = {}) {
    this.#start = options.start ?? Date.UTC(2026, 0, 1);
    this.#settle = options.settle;
  }

  now(): Millis {
    return this.#start + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  /** How many sleeps and timeouts are still ahead. */
  get pending(): number {
    return this.#timers.length;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const end = (): void => {
        this.#drop(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = this.#add(ms, end);
      signal?.addEventListener('abort', end);
    });
  }

  timeout(ms: number, parent?: AbortSignal): AbortSignal {
    const controller = new AbortController();
    if (parent?.aborted) {
      controller.abort(parent.reason);
      return controller.signal;
    }
    const follow = (): void => {
      this.#drop(timer);
      controller.abort(parent?.reason);
    };
    const timer = this.#add(ms, () => {
      parent?.removeEventListener('abort', follow);
      controller.abort(new Error(`${ms} ms are over`));
    });
    parent?.addEventListener('abort', follow, { once: true });
    return controller.signal;
  }

  /** Moves time by `ms`, stopping at everything that falls due on the way. */
  async advance(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    await this.settle();
    while ((this.#timers[0]?.at ?? Number.POSITIVE_INFINITY) <= end) await this.#step();
    this.#elapsed = end;
  }

  /** Moves time from one thing that falls due to the next until nothing is ahead. Bounded, for things that recur. */
  async runUntilIdle(mostMs: number = DAY_MS): Promise<void> {
    const end = this.#elapsed + mostMs;
    await this.settle();
    while (this.#timers[0] !== undefined) {
      if (this.#timers[0].at > end) throw new Error(`the clock is not idle after ${mostMs} ms`);
      await this.#step();
    }
  }

  /** Moves time just as far as this piece of work needs to end, and gives its result. */
  async runUntil<T>(work: Promise<T>, mostMs: number = DAY_MS): Promise<T> {
    const end = this.#elapsed + mostMs;
    let open = true;
    const close = (): void => {
      open = false;
    };
    work.then(close, close);
    await this.settle();
    while (open) {
      const next = this.#timers[0];
      if (next === undefined) throw new Error('the work waits for something that no time brings');
      if (next.at > end) throw new Error(`the work has not ended after ${mostMs} ms`);
      await this.#step();
    }
    return work;
  }

  /** Lets everything run that is ready now; time stands still. */
  async settle(): Promise<void> {
    // The language does not tell when its queue is empty: it counts as empty when nothing has touched the clock for
    // so many turns that every chain of promises in the house has come to its end.
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      const before = this.#activity;
      await undefined;
      quiet = before === this.#activity ? quiet + 1 : 0;
    }
    await this.#settle?.();
  }

  async #step(): Promise<void> {
    const timer = this.#timers.shift();
    if (timer === undefined) return;
    this.#elapsed = Math.max(this.#elapsed, timer.at);
    timer.fire();
    await this.settle();
  }

  #add(ms: number, fire: () => void): Timer {
    const timer = { at: this.#elapsed + Math.max(0, ms), fire };
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#timers[middle]!.at <= timer.at) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
    this.#activity++;
    return timer;
  }

  #drop(timer: Timer): void {
    const at = this.#timers.indexOf(timer);
    if (at >= 0) this.#timers.splice(at, 1);
    this.#activity++;
  }
}

interface Timer {
  readonly at: number;
  fire(): void;
}

const QUIET_TURNS = 200;
const DAY_MS = 24 * 3_600_000;
