import type { Millis } from '../../model/observation.ts';
import type { Point } from './points.ts';

/** A supply was changed, or a receptacle emptied. Ratios of what was left. */
export interface Replacement {
  readonly at: Millis;
  readonly before: number;
  readonly after: number;
}

/** So much was used between two moments, evenly as far as anybody knows. */
export interface Span {
  readonly from: Millis;
  readonly until: Millis;
  readonly used: number;
}

/** How a supply went down. */
export interface Wear {
  readonly replaced: readonly Replacement[];
  /** Between two moments at which the gauge moved: there the level is known, however coarse the gauge is. */
  readonly spans: readonly Span[];
  /** Where the gauge stood still before its first move or after its last one: at most `used` went. */
  readonly still: readonly Span[];
  /** The smallest step of the gauge that was seen; 0 where it never moved. */
  readonly grain: number;
  /** What is left, and the moment since when the gauge says so. */
  readonly left: number;
  readonly leftSince: Millis;
}

/** Reads the line of what is left (1 full, 0 empty) in order of time. At least one point is needed. */
export function wearOf(points: readonly Point[]): Wear {
  const line = withoutSpikes(points);
  const grain = grainOf(line);
  const replaced: Replacement[] = [];
  const spans: Span[] = [];
  const still: Span[] = [];
  const first = line[0]!;
  let low = first.value;
  let since = first.at;
  /** The gauge has moved since the line or the present filling began. */
  let moved = false;
  for (const { at, value } of line.slice(1)) {
    if (isReplacement(low, value, grain)) {
      const last = replaced.at(-1);
      // a person who has opened the door moves more than one thing, and the gauge may come up in two steps
      if (last !== undefined && at - last.at <= ONE_VISIT_MS) replaced[replaced.length - 1] = { ...last, after: value };
      else replaced.push({ at, before: low, after: value });
      // what was used of the old one after its last move, nobody knows
      low = value;
      since = at;
      moved = false;
    } else if (value < low - SAME) {
      const used = low - value;
      if (moved) spans.push({ from: since, until: at, used });
      else still.push({ from: since, until: at, used: Math.min(used, grain) });
      low = value;
      since = at;
      moved = true;
    }
  }
  const { at: end } = line.at(-1)!;
  // what is empty can stand still as long as it likes
  if (end > since && low > SAME) still.push({ from: since, until: end, used: grain });
  return { replaced, spans, still, grain, left: low, leftSince: since };
}

/** More than noise, and more than one step of a coarse gauge; or nearly full again after half was gone. */
function isReplacement(low: number, value: number, grain: number): boolean {
  const rise = value - low;
  return (rise >= LEAST_RISE && rise > 1.5 * grain) || (value >= 0.9 && low <= 0.5);
}

/** One reading far from both of its neighbours, which agree, is a slip. */
function withoutSpikes(points: readonly Point[]): readonly Point[] {
  return points.filter(({ value }, i) => {
    const [before, after] = [points[i - 1], points[i + 1]];
    if (before === undefined || after === undefined || Math.abs(before.value - after.value) > NEAR) return true;
    return Math.abs(value - before.value) <= LEAST_RISE && Math.abs(value - after.value) <= LEAST_RISE;
  });
}

function grainOf(points: readonly Point[]): number {
  let grain = Infinity;
  for (const [i, { value }] of points.entries()) {
    const fall = i === 0 ? 0 : points[i - 1]!.value - value;
    if (fall > SAME && fall < grain) grain = fall;
  }
  return grain === Infinity ? 0 : grain;
}

const SAME = 1e-6;
const NEAR = 0.05;
const LEAST_RISE = 0.15;
const ONE_VISIT_MS = 3_600_000;
