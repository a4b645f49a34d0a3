/**
 * How much of a supply is there, as far as the device says. The level is a type and never an invented number.
 * `unlimited`: the device says that it places no restriction. `unknown`: it says that it does not know, or gives a number
 * without a scale. `unsupported`: it tells no level at all. `implausible`: a number that cannot be true.
 */
export type SupplyLevel =
  | { readonly type: 'exact'; readonly ratio: number }
  | { readonly type: 'step'; readonly label: string; readonly min: number; readonly max: number }
  | { readonly type: 'at-least-some' | 'unlimited' | 'unknown' | 'unsupported' | 'implausible' };

/** The numbers as they were told; what was not told is absent. `unit` is a word of the Printer-MIB (`percent`, `sheets`). */
export interface RawLevel {
  readonly level?: number;
  readonly max?: number;
  readonly unit?: string;
}

/**
 * Level and capacity by the rules of RFC 3805 (prtMarkerSuppliesLevel, prtInputCurrentLevel) and PWG 5100.13, which share
 * their numbers: -1 no restriction, -2 unknown, -3 some. A number without a capacity is a ratio only where its unit is
 * percent: a Sharp MX-3570N tells 100 of -2 in no unit, and nobody knows of what.
 */
export function readLevel({ level, max, unit }: RawLevel): SupplyLevel {
  if (level === undefined) return { type: 'unsupported' };
  if (level === -1) return { type: 'unlimited' };
  if (level === -2) return { type: 'unknown' };
  if (level === -3) return { type: 'at-least-some' };
  // the older boards of Ricoh, NRG and Lanier: empty, or nearly so
  if (level === MINUS_HUNDRED) return { type: 'step', label: 'empty', min: 0, max: 0 };
  if (level < 0) return { type: 'implausible' };
  const scale = max !== undefined && max > 0 ? max : unit === 'percent' ? 100 : undefined;
  if (scale === undefined) return { type: 'unknown' };
  return level > scale ? { type: 'implausible' } : { type: 'exact', ratio: level / scale };
}

/** True where the level narrows anything down. */
export function isTelling(level: SupplyLevel): boolean {
  return level.type === 'exact' || level.type === 'step';
}

/** Two levels that cannot both be true of one supply at one time. Rounding is no contradiction, and neither is ignorance. */
export function levelsDisagree(a: SupplyLevel, b: SupplyLevel, direction: 'consumed' | 'filled' = 'consumed'): boolean {
  const [one, other] = [boundsOf(a, direction), boundsOf(b, direction)];
  if (one === undefined || other === undefined) return false;
  return one.min > other.max + ROUNDING || other.min > one.max + ROUNDING;
}

function boundsOf(
  level: SupplyLevel,
  direction: 'consumed' | 'filled',
): { readonly min: number; readonly max: number } | undefined {
  switch (level.type) {
    case 'exact':
      return { min: level.ratio, max: level.ratio };
    case 'step':
      return level;
    case 'at-least-some':
      // "some" is more than nothing, by however little; of a receptacle it is the room that is left
      return direction === 'filled' ? { min: 0, max: 1 - 2 * ROUNDING } : { min: 2 * ROUNDING, max: 1 };
    default:
      return undefined;
  }
}

const MINUS_HUNDRED = -100;
// one source rounds to percent, the other counts pages
const ROUNDING = 0.015;
