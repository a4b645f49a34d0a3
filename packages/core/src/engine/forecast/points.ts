import type { Millis } from '../../model/observation.ts';
import type { Sample } from '../../model/sample.ts';

/** One number of a line. */
export interface Point {
  readonly at: Millis;
  readonly value: number;
}

/** The line up to now in order of time: what a clock that was ahead wrote down is not believed. */
export function lineUntil(samples: readonly Sample[], now: Millis): readonly Sample[] {
  return samples
    .filter(({ at }) => Number.isFinite(at) && at <= now + AHEAD_MS)
    .sort((a, b) => a.at - b.at || compareValues(a.value, b.value));
}

/** Of a line in order of time the numbers that `isTrue` takes, one a moment. */
export function pointsOf(line: readonly Sample[], isTrue: (value: number) => boolean): readonly Point[] {
  const points: Point[] = [];
  for (const { at, value } of line) {
    if (typeof value !== 'number' || !Number.isFinite(value) || !isTrue(value)) continue;
    if (points.at(-1)?.at !== at) points.push({ at, value });
  }
  return points;
}

/** Any order will do, so that the order of coming does not matter. */
function compareValues(a: Sample['value'], b: Sample['value']): number {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  return Number(one > other) - Number(one < other);
}

export const DAY_MS = 86_400_000;
const AHEAD_MS = 3_600_000;
