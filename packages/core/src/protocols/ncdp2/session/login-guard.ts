import type { Clock } from '../../../contracts/clock.ts';
import { sourceKey } from '../../../net/source-key.ts';

/** Counts wrong proofs by source: five within a minute close login to it for a minute (open profile, section 6). */
export class LoginGuard {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #sources = new Map<string, { wrong: number[]; closedUntil: number }>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Seconds until this address may try again; 0 where it may. */
  closedFor(address: string): number {
    const row = this.#sources.get(sourceKey(address));
    return row === undefined ? 0 : Math.max(0, Math.ceil((row.closedUntil - this.#clock.monotonic()) / 1000));
  }

  wrong(address: string): void {
    const now = this.#clock.monotonic();
    const key = sourceKey(address);
    const before = this.#sources.get(key);
    const wrong = [...(before?.wrong ?? []).filter((at) => now - at < MINUTE_MS), now];
    // put anew, so that the first of the map is the one that has been quiet longest
    this.#sources.delete(key);
    if (wrong.length < MOST_WRONG) this.#sources.set(key, { wrong, closedUntil: before?.closedUntil ?? now });
    else this.#sources.set(key, { wrong: [], closedUntil: now + MINUTE_MS });
    if (this.#sources.size > MOST_SOURCES) this.#forgetOne(now);
  }

  /** One that is closed is the last to be forgotten: else a crowd of addresses would open its door. */
  #forgetOne(now: number): void {
    for (const [key, row] of this.#sources)
      if (row.closedUntil <= now) {
        this.#sources.delete(key);
        return;
      }
    const [first] = this.#sources.keys();
    if (first !== undefined) this.#sources.delete(first);
  }
}

const MINUTE_MS = 60_000;
const MOST_WRONG = 5;
const MOST_SOURCES = 10_000;
