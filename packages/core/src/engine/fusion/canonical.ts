import type { Observation } from '../../model/observation.ts';

/**
 * The observations in the one order that fusion knows: by time, then id, each id once. All that follows reads them in
 * this order, which is why neither the order nor the batching of the input can change a result.
 */
export function canonical(observations: readonly Observation[]): Observation[] {
  const byId = new Map<string, Observation>();
  for (const observation of observations) {
    const known = byId.get(observation.id);
    if (known === undefined || observation.at < known.at) byId.set(observation.id, observation);
  }
  return [...byId.values()].sort(compareObservations);
}

export function compareObservations(a: Observation, b: Observation): number {
  return a.at - b.at || compareText(a.id, b.id);
}

/** By code unit: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
