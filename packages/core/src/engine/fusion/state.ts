import type { StateWord } from '../../model/claim.ts';
import type { Device } from '../../model/device.ts';
import type { Observation } from '../../model/observation.ts';

/**
 * What the device said last that it is doing, and since when it has been saying so. What a server relays is that
 * server's queue: it counts only where the device itself says nothing. `observations` are in canonical order.
 */
export function stateOf(observations: readonly Observation[]): Device['state'] {
  const own = lastWord(observations.filter(({ relayed }) => relayed !== true));
  return own ?? lastWord(observations) ?? { word: 'unknown', reasons: [], since: observations[0]?.at ?? 0 };
}

function lastWord(observations: readonly Observation[]): Device['state'] | undefined {
  let state: { word: StateWord; reasons: readonly string[]; since: number } | undefined;
  for (const { at, claims } of observations) {
    const claim = claims.findLast((one) => one.is === 'state' && one.word !== 'unknown');
    if (claim?.is !== 'state') continue;
    state = { word: claim.word, reasons: claim.reasons, since: state?.word === claim.word ? state.since : at };
  }
  return state;
}
