import type { Millis } from '../../model/observation.ts';

/** One look at one device. */
export interface Sighting {
  readonly at: Millis;
  readonly is: 'sign' | 'silence' | 'blind';
}

/**
 * Whether a device that is silent at this hour usually is: on at least three earlier days (or three earlier weeks, the
 * same day), in three cases of four, and not silent at all hours. Hours are those of UTC: a habit moves with summer time
 * for some days and finds itself again.
 */
export function isHabit(sightings: readonly Sighting[], at: Millis): boolean {
  const days = new Map<number, boolean>();
  let awakeElsewhere = false;
  for (const one of sightings) {
    if (one.is === 'blind' || one.at > at) continue;
    const sign = one.is === 'sign';
    if (hourOf(one.at) !== hourOf(at)) {
      awakeElsewhere ||= sign;
      continue;
    }
    const day = dayOf(one.at);
    if (day < dayOf(at)) days.set(day, (days.get(day) ?? false) || sign);
  }
  if (!awakeElsewhere) return false;
  const today = dayOf(at);
  const earlier = [...days].filter(([day]) => today - day <= DAYS_BACK);
  return usual(earlier) || usual([...days].filter(([day]) => (today - day) % 7 === 0));
}

function usual(days: readonly (readonly [number, boolean])[]): boolean {
  const silent = days.filter(([, sign]) => !sign).length;
  return silent >= 3 && silent >= 0.75 * days.length;
}

function hourOf(at: Millis): number {
  return Math.floor(at / HOUR_MS) % 24;
}

function dayOf(at: Millis): number {
  return Math.floor(at / (24 * HOUR_MS));
}

const HOUR_MS = 3_600_000;
const DAYS_BACK = 14;
