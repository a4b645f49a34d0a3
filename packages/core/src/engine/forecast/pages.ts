import type { Millis } from '../../model/observation.ts';
import type { Sample } from '../../model/sample.ts';
import type { ForecastGap } from './days-left.ts';
import { paceOf } from './pace.ts';
import { DAY_MS, lineUntil, type Point, pointsOf } from './points.ts';
import type { Span } from './wear.ts';

/** How much a counter counts in a day. */
export type CountPace =
  | { readonly is: 'pace'; readonly perDay: number; readonly days: number }
  | { readonly is: 'unknown'; readonly why: ForecastGap };

/**
 * The pace of one counter from its line, in any order. It never runs backwards: a lower value begins anew, and what lies
 * between the two is not counted. One value that leaps away and comes back is a slip.
 */
export function paceOfCounter(samples: readonly Sample[], now: Millis): CountPace {
  const line = lineUntil(samples, now);
  const points = withoutSlips(pointsOf(line, (value) => value >= 0));
  const last = points.at(-1);
  if (last === undefined) return { is: 'unknown', why: line.length === 0 ? 'no-history' : 'no-number' };
  if (line.at(-1)!.value === null || now - last.at > STALE_MS) return { is: 'unknown', why: 'not-told' };
  const spans: Span[] = [];
  for (const [i, point] of points.entries()) {
    const before = points[i - 1];
    if (before !== undefined && point.value >= before.value)
      spans.push({ from: before.at, until: point.at, used: point.value - before.value });
  }
  const pace = paceOf(spans, [], last.at);
  if (pace === undefined) return { is: 'unknown', why: 'too-short' };
  return { is: 'pace', perDay: pace.perDay, days: pace.days };
}

function withoutSlips(points: readonly Point[]): readonly Point[] {
  return points.filter(({ value }, i) => {
    const [before, after] = [points[i - 1], points[i + 1]];
    if (before === undefined || after === undefined || before.value > after.value) return true;
    return value >= before.value && value <= after.value;
  });
}

const STALE_MS = 7 * DAY_MS;
