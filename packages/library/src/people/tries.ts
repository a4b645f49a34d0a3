import type { Millis } from '@quietport/core';

interface Row {
  readonly count: number;
  readonly until: Millis;
}

/**
 * How long whoever has failed before is made to wait. A try counts as failed until it has succeeded, so that many at a
 * time are no way around. The wait is bounded: a stranger who guesses at a name keeps its owner out for seconds only.
 */
export class Tries {
  readonly #rows = new Map<string, Row>();
  readonly #most: Millis;

  constructor(most: Millis) {
    this.#most = most;
  }

  /** How long to wait yet, in milliseconds; 0 for now. */
  wait(key: string, now: Millis): Millis {
    return Math.max(0, (this.#rows.get(key)?.until ?? 0) - now);
  }

  begin(key: string, now: Millis): void {
    const row = this.#rows.get(key);
    // long ago is forgotten
    const count = row === undefined || now - row.until > FORGOTTEN ? 1 : row.count + 1;
    const delay = count < FREE ? 0 : Math.min(this.#most, 1000 * 2 ** Math.min(count - FREE, 20));
    this.#rows.delete(key);
    this.#rows.set(key, { count, until: now + delay });
    const [oldest] = this.#rows.keys();
    if (this.#rows.size > ROWS && oldest !== undefined) this.#rows.delete(oldest);
  }

  succeeded(key: string): void {
    this.#rows.delete(key);
  }
}

const FREE = 5;
const ROWS = 10_000;
const FORGOTTEN = 15 * 60_000;
