import type { Clock } from '@quietport/core';

/**
 * One reading for everybody who asks about the same within `forMs`: it may start programs, and a page that is open in
 * ten windows asks ten times. Who asks while it is being read waits for it; a failed one is not kept.
 */
export class KeptReading<T> {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #forMs: number;
  #kept: { readonly about: string; readonly reading: Promise<T>; endedAt: number | undefined } | undefined;

  constructor(clock: Pick<Clock, 'monotonic'>, forMs: number) {
    this.#clock = clock;
    this.#forMs = forMs;
  }

  /** `read` gets no signal of one of those who wait: who leaves ends it for nobody else. */
  of(about: string, read: () => Promise<T>): Promise<T> {
    const now = this.#clock.monotonic();
    const before = this.#kept;
    if (before?.about === about && (before.endedAt === undefined || now - before.endedAt < this.#forMs))
      return before.reading;
    const reading = read();
    const kept = { about, reading, endedAt: undefined as number | undefined };
    this.#kept = kept;
    reading.then(
      () => {
        kept.endedAt = this.#clock.monotonic();
      },
      () => {
        if (this.#kept === kept) this.#kept = undefined;
      },
    );
    return reading;
  }
}
