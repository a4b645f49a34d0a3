import type { Millis } from '../model/observation.ts';

/** Wall time for records, monotonic time for durations. */
export interface Clock {
  now(): Millis;
  /** Milliseconds since some start, never going back. */
  monotonic(): number;
  /** Resolves after `ms`, or at once when the signal fires (it never rejects: look at the signal). */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A signal that fires after `ms`, and with its parent. */
  timeout(ms: number, parent?: AbortSignal): AbortSignal;
}
