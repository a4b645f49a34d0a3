import type { Millis } from '../../model/observation.ts';

/** Moments in order of time, each with the number of its owner. */
export interface Timeline {
  readonly times: readonly Millis[];
  readonly owners: readonly number[];
}

/** The owner of the moment next to `at`; on a tie the earlier moment; `undefined` where there is none. */
export function nearest({ times, owners }: Timeline, at: Millis): number | undefined {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  const before = times[low - 1];
  const after = times[low];
  if (before === undefined) return owners[low];
  return after !== undefined && after - at < at - before ? owners[low] : owners[low - 1];
}
