import type { Clock } from '../../contracts/clock.ts';

/** A token bucket: `rate` a second, `burst` at once. */
export class Pace {
  readonly #clock: Clock;
  readonly #rate: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;

  constructor(clock: Clock, rate: number, burst: number) {
    this.#clock = clock;
    this.#rate = rate;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = clock.monotonic();
  }

  /** Takes up to `wanted` tokens at once and says how many it got; 0 means wait. */
  take(wanted: number): number {
    const now = this.#clock.monotonic();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) * this.#rate) / 1000);
    this.#at = now;
    const got = Math.min(wanted, Math.floor(this.#tokens));
    this.#tokens -= got;
    return got;
  }

  /** Waits for one token. */
  async turn(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.take(1) === 0) {
      await this.#clock.sleep(Math.max(1, ((1 - this.#tokens) / this.#rate) * 1000), signal);
    }
  }
}
