import type { Clock } from '../../contracts/clock.ts';

/**
 * Linux keeps at most gc_thresh3 neighbours and silently drops datagrams beyond; an address that nobody has stays
 * unresolved for three seconds (three solicitations, a second apart). So a slot is taken for that long.
 */
export class NeighbourWindow {
  readonly #limit: number;
  readonly #clock: Clock;
  readonly #taken: { readonly at: number; readonly count: number }[] = [];
  #held = 0;

  constructor(limit: number, clock: Clock) {
    this.#limit = Math.max(1, limit);
    this.#clock = clock;
  }

  /** Takes up to `wanted` slots; waits until there is one. 0 where the signal fired meanwhile. */
  async take(wanted: number, signal: AbortSignal): Promise<number> {
    for (;;) {
      if (signal.aborted) return 0;
      const now = this.#clock.monotonic();
      while (this.#taken[0] !== undefined && now - this.#taken[0].at >= RESOLVING_MS)
        this.#held -= this.#taken.shift()!.count;
      const got = Math.min(wanted, this.#limit - this.#held);
      if (got > 0) {
        this.#taken.push({ at: now, count: got });
        this.#held += got;
        return got;
      }
      await this.#clock.sleep(this.#taken[0]!.at + RESOLVING_MS - now, signal);
    }
  }
}

// measured: the kernel's coarse timers let three seconds take up to 3.1
const RESOLVING_MS = 3_100;
