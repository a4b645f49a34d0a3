import type { Observation } from '../../model/observation.ts';

/**
 * The last goodbye of a device (RFC 6762 section 10.1, and its like in other protocols: what is said holds for no time),
 * where nothing that was heard later takes it back: another word by the same protocol, or any sign of life a look later.
 * `observations` in canonical order.
 */
export function goodbyeOf(observations: readonly Observation[]): Observation | undefined {
  const last = observations.at(-1)?.at ?? 0;
  const over = new Set<string>();
  for (let i = observations.length - 1; i >= 0; i--) {
    const observation = observations[i]!;
    if (last - observation.at > ONE_LOOK_MS) return undefined;
    if (observation.validForMs === 0 && !over.has(observation.protocol)) return observation;
    over.add(observation.protocol);
  }
  return undefined;
}

/** What is heard so close together belongs to one look. */
export const ONE_LOOK_MS = 60_000;
