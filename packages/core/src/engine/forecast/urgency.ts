import type { SupplyTold } from '../../model/supply.ts';
import type { DaysLeft } from './days-left.ts';

/** `now`: it is used up, or full. `soon`: within two weeks, or low where nobody knows how long it lasts. */
export type Urgency = 'now' | 'soon' | 'later' | 'unknown';

/** How soon somebody must act, by the forecast and by what the device tells now. */
export function urgencyOf({ level, direction, thresholds }: SupplyTold, left: DaysLeft): Urgency {
  const room = leftBy(level, direction);
  if (left.is === 'over' || room === 0) return 'now';
  if (left.is === 'days') return left.from <= SOON_DAYS ? 'soon' : 'later';
  if (room === undefined) return 'unknown';
  const mark = direction === 'filled' ? 1 - (thresholds?.high ?? 1 - LOW) : (thresholds?.low ?? LOW);
  return room <= mark ? 'soon' : 'unknown';
}

/** The least that is left by the level of now, as far as it is a number. */
function leftBy(level: SupplyTold['level'], direction: SupplyTold['direction']): number | undefined {
  if (level.type === 'exact') return direction === 'filled' ? 1 - level.ratio : level.ratio;
  if (level.type === 'step') return direction === 'filled' ? 1 - level.min : level.max;
  return undefined;
}

const SOON_DAYS = 14;
const LOW = 0.1;
