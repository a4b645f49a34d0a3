import type { Supply } from '@quietport/core';

/** How badly something is missing. */
export type Shortage = 'low' | 'empty';

/**
 * The worst that the supplies tell: empty at a level of nothing, low at the device's own mark or, without one, at a tenth.
 * Levels that say nothing count for nothing, and so do receptacles, which fill.
 */
export function shortageOf(supplies: readonly Supply[]): Shortage | undefined {
  let worst: Shortage | undefined;
  for (const { direction, level, thresholds } of supplies) {
    if (direction !== 'consumed') continue;
    const most = level.type === 'exact' ? level.ratio : level.type === 'step' ? level.max : undefined;
    if (most === undefined) continue;
    if (most <= 0) return 'empty';
    const named = level.type === 'step' && /\b(low|near|almost)/i.test(level.label);
    if (named || most <= (thresholds?.low ?? LOW)) worst = 'low';
  }
  return worst;
}

/** The least that is left of any, from 0 to 1: of a step its lower bound. `undefined` where none tells. */
export function lowestRatio(supplies: readonly Supply[]): number | undefined {
  const ratios = supplies.flatMap(({ direction, level }) =>
    direction !== 'consumed' ? [] : level.type === 'exact' ? level.ratio : level.type === 'step' ? level.min : [],
  );
  return ratios.length === 0 ? undefined : Math.min(...ratios);
}

const LOW = 0.1;
