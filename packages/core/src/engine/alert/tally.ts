import type { Millis } from '../../model/observation.ts';

/**
 * For how long something has been observed to be so. Time is what passed on the monotonic clock between two observations:
 * neither a clock that is set anew nor a machine that slept makes it longer.
 */
export interface Tally {
  readonly since: Millis;
  /** The latest observation that was counted. */
  readonly last: Millis;
  readonly times: number;
  readonly heldMs: number;
  /** What passed since then: it counts with the next observation. */
  readonly waitedMs: number;
}

/** One more look at it: `seenAt` is when what it rests on was observed, `elapsedMs` what passed since the look before. */
export function counted(tally: Tally | undefined, seenAt: Millis, since: Millis, elapsedMs: number): Tally {
  if (tally === undefined) return { since, last: seenAt, times: 1, heldMs: 0, waitedMs: 0 };
  const waitedMs = tally.waitedMs + Math.max(0, elapsedMs);
  const apart = seenAt - tally.last;
  // what several protocols tell in one look is one observation
  if (Math.abs(apart) < APART_MS) return { ...tally, waitedMs };
  const heldMs = tally.heldMs + (apart > 0 ? Math.min(apart, waitedMs) : waitedMs);
  return { ...tally, last: seenAt, times: tally.times + 1, heldMs, waitedMs: 0 };
}

export function isEnough(tally: Tally, holdSeconds: number, inARow: number): boolean {
  return tally.times >= inARow && tally.heldMs >= holdSeconds * 1000;
}

const APART_MS = 10_000;
