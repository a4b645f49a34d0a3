import type { Millis } from '../../model/observation.ts';
import type { Sample } from '../../model/sample.ts';
import type { SupplyDirection } from '../../model/supply.ts';
import { type Pace, paceOf } from './pace.ts';
import { DAY_MS, lineUntil, pointsOf } from './points.ts';
import { type Replacement, wearOf } from './wear.ts';

/**
 * Why nobody knows. `no-history`: nothing was written down. `no-number`: the device tells words. `not-told`: it tells no
 * longer, or has not been heard for a week. `too-short`: less than a week is known. `stands-still`: nothing was used.
 * `too-few`: the gauge moved too seldom. `pending`: it is being worked out.
 */
export type ForecastGap =
  | 'no-history'
  | 'no-number'
  | 'not-told'
  | 'too-short'
  | 'stands-still'
  | 'too-few'
  | 'pending';

/** How long a supply lasts. */
export type DaysLeft =
  /** Whole days from now, most likely between the two; without `to` nothing bounds it. `perDay` is a ratio of the supply. */
  | { readonly is: 'days'; readonly from: number; readonly to?: number; readonly perDay: number }
  /** It is used up, or full. */
  | { readonly is: 'over' }
  | { readonly is: 'unknown'; readonly why: ForecastGap };

export interface SupplyForecast {
  readonly left: DaysLeft;
  /** In order of time. */
  readonly replaced: readonly Replacement[];
}

/**
 * Forecasts one supply from its line, in any order. A number is never made of words, of less than a week or of fewer than
 * three moves of the gauge. What empties is reckoned by when the gauge moved: so a gauge of coarse steps is as good as a
 * fine one, only later.
 */
export function forecastSupply(samples: readonly Sample[], direction: SupplyDirection, now: Millis): SupplyForecast {
  const line = lineUntil(samples, now);
  const points = pointsOf(line, (value) => value >= 0 && value <= 1).map(({ at, value }) => ({
    at,
    value: direction === 'filled' ? 1 - value : value,
  }));
  const last = line.at(-1);
  if (last === undefined) return { left: { is: 'unknown', why: 'no-history' }, replaced: [] };
  if (points.length === 0)
    return { left: { is: 'unknown', why: last.value === null ? 'not-told' : 'no-number' }, replaced: [] };
  const { replaced, spans, still, left, leftSince, grain } = wearOf(points);
  const unknown = (why: ForecastGap): SupplyForecast => ({ left: { is: 'unknown', why }, replaced });
  if (last.value === null || now - last.at > STALE_MS) return unknown('not-told');
  if (typeof last.value === 'string') return unknown('no-number');
  if (left <= EMPTY) return { left: { is: 'over' }, replaced };
  const known = last.at - points[0]!.at;
  if (known < LEAST_MS) return unknown('too-short');
  if (grain === 0) return unknown('stands-still');
  if (spans.length < LEAST_SPANS) return unknown('too-few');
  const pace = paceOf(spans, still, last.at);
  if (pace === undefined) return unknown('too-short');
  if (pace.perDay <= 0) return unknown('stands-still');
  // since its last move the gauge hides at most one step
  const hidden = Math.min(grain, (pace.perDay * (last.at - leftSince)) / DAY_MS);
  const rest = Math.max(0, left - hidden);
  const unheard = Math.max(0, now - last.at) / DAY_MS;
  const from = Math.max(0, daysUntil(rest, pace, 1) - unheard);
  // whether a gauge shows nothing at its last step or behind it is its own affair
  const to = daysUntil(rest + (grain >= COARSE ? grain : 0), pace, -1);
  return {
    left: {
      is: 'days',
      from: Math.floor(from),
      perDay: pace.perDay,
      ...(to >= FURTHEST ? {} : { to: Math.ceil(to) }),
    },
    replaced,
  };
}

/** After how many days that much is used, where use is above (1) or below (-1) its mean by what is usual. */
function daysUntil(rest: number, pace: Pace, side: 1 | -1): number {
  const { perDay, days, spans, dayVariance, longVariance } = pace;
  // a short record knows its own spread badly, and few moves of a gauge tell little of its pace
  const wide = Z * (1 + 2 / days);
  const vague = 0.05 + 0.3 / spans;
  const usedIn = (n: number) => {
    const spread = wide * Math.sqrt(dayVariance * Math.min(n, 7) + longVariance * (n + n ** 2 / days));
    return perDay * n + side * (spread + vague * perDay * n);
  };
  let [low, high] = [0, FURTHEST];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (usedIn(middle) >= rest) high = middle;
    else low = middle;
  }
  return high;
}

const STALE_MS = 7 * DAY_MS;
const LEAST_MS = 7 * DAY_MS;
const LEAST_SPANS = 2;
const EMPTY = 1e-6;
const COARSE = 0.03;
// four of five, where days go on as they were
const Z = 1.28;
// four years: nobody plans further
const FURTHEST = 1461;
