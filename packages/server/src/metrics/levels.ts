import type { Supply, SupplyLevel } from '@quietport/core';

/**
 * What kind of a level it is, in one word: its type, or `empty` for what is used up and known to be at its end. Never a
 * number that nobody told.
 */
export function levelWord(level: SupplyLevel, direction: Supply['direction']): string {
  const most = level.type === 'exact' ? level.ratio : level.type === 'step' ? level.max : undefined;
  return most === 0 && direction === 'consumed' ? 'empty' : level.type;
}

/** The ratio where it is exact, and the bounds where it is a step; else neither. */
export function levelNumbers(level: SupplyLevel): {
  readonly ratio?: number;
  readonly min?: number;
  readonly max?: number;
} {
  if (level.type === 'exact') return { ratio: level.ratio };
  return level.type === 'step' ? { min: level.min, max: level.max } : {};
}
