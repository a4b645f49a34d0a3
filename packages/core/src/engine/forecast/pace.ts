import type { Millis } from '../../model/observation.ts';
import { DAY_MS } from './points.ts';
import type { Span } from './wear.ts';

/** How much goes in a day, and how sure that is. */
export interface Pace {
  readonly perDay: number;
  /** Days that are known, of which it is the mean. */
  readonly days: number;
  /** Spans that it rests on. */
  readonly spans: number;
  /** Variance of one day, weekends and all. */
  readonly dayVariance: number;
  /** What a day adds to the variance of many: days are alike for a while. */
  readonly longVariance: number;
}

/**
 * The pace up to a moment, day by day backwards: the mean over the seven days of the week, so that a week and a half counts
 * no weekday twice. Where the gauge stood still, what it hides is taken to have gone at the pace of the rest, and no more.
 * `undefined` where fewer days are known than a week has.
 */
export function paceOf(spans: readonly Span[], still: readonly Span[], until: Millis): Pace | undefined {
  const moving = sumOf(spans.map(({ used }) => used)) / sumOf(spans.map((span) => span.until - span.from));
  const hidden = still.map((span) => ({
    ...span,
    used: Number.isFinite(moving) ? Math.min(span.used, moving * (span.until - span.from)) : 0,
  }));
  const days = daysOf([...spans, ...hidden], until);
  const weekdays = Array.from({ length: 7 }, (_, i) =>
    days.filter(({ back }) => back % 7 === i).map((day) => day.used),
  );
  if (weekdays.some((rows) => rows.length === 0)) return undefined;
  const means = weekdays.map(meanOf);
  const perDay = meanOf(means);
  const used = days.map((day) => day.used);
  // a week says nothing of how one Monday differs from another
  const rest =
    days.length < 3 * 7 ? used.map((one) => one - perDay) : days.map((day) => day.used - means[day.back % 7]!);
  return {
    perDay,
    days: days.length,
    spans: spans.length,
    dayVariance: meanOf(used.map((one) => (one - perDay) ** 2)),
    longVariance: longVarianceOf(rest),
  };
}

/** The days of which half or more is known, the latest first. */
function daysOf(spans: readonly Span[], until: Millis): readonly { readonly back: number; readonly used: number }[] {
  const days = new Map<number, { used: number; known: number }>();
  for (const span of spans) {
    const length = span.until - span.from;
    if (length <= 0) continue;
    const [newest, oldest] = [until - span.until, until - span.from].map((age) => Math.floor(age / DAY_MS)) as [
      number,
      number,
    ];
    for (let back = Math.max(0, newest); back <= Math.min(oldest, MOST_DAYS); back++) {
      const [from, to] = [until - (back + 1) * DAY_MS, until - back * DAY_MS];
      const shared = Math.min(to, span.until) - Math.max(from, span.from);
      if (shared <= 0) continue;
      const day = days.get(back) ?? { used: 0, known: 0 };
      days.set(back, { used: day.used + (span.used * shared) / length, known: day.known + shared });
    }
  }
  return [...days]
    .filter(([, { known }]) => known >= DAY_MS / 2)
    .sort(([a], [b]) => a - b)
    .map(([back, { used, known }]) => ({ back, used: (used * DAY_MS) / known }));
}

/** With the covariances of the next days, weighed less the further they are (Newey and West, 1987). */
function longVarianceOf(rest: readonly number[]): number {
  const covariance = (lag: number) => sumOf(rest.slice(lag).map((one, i) => one * rest[i]!)) / rest.length;
  const lags = Math.min(7, Math.floor(rest.length / 3));
  let sum = covariance(0);
  const least = sum / 2;
  for (let lag = 1; lag <= lags; lag++) sum += 2 * (1 - lag / (lags + 1)) * covariance(lag);
  return Math.max(least, sum);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}

// two years: what is older says nothing of today
const MOST_DAYS = 730;
