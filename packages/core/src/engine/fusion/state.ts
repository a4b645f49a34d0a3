import type { Claim, StateWord } from '../../model/claim.ts';
import type { Device } from '../../model/device.ts';
import type { Millis, Observation, ObservationId } from '../../model/observation.ts';
import { goodbyeOf } from './goodbye.ts';

/**
 * What the device said last that it is doing, and since when it has been saying so. What a server relays is that
 * server's queue: it counts only where the device itself says nothing, and the state of a part (its scanner) only where
 * nothing says how the whole is. `observations` are in canonical order.
 */
export function stateOf(observations: readonly Observation[]): Device['state'] {
  for (const words of tellersOfState(observations)) {
    const said = lastWord(words);
    if (said !== undefined) return said;
  }
  return { word: 'unknown', reasons: [], since: observations[0]?.at ?? 0 };
}

/** One observation's word on the state. */
export interface StateTold {
  readonly id: ObservationId;
  readonly at: Millis;
  readonly claim: Extract<Claim, { is: 'state' }>;
}

/** What is said of the state, by whom it is to be believed first: each list counts only where those before it are empty. */
export function tellersOfState(observations: readonly Observation[]): readonly (readonly StateTold[])[] {
  const all = withoutGoodbyes(observations);
  const own = all.filter(({ relayed }) => relayed !== true);
  return [true, false].flatMap((whole) => [own, all].map((list) => toldIn(list, whole)));
}

/** A goodbye is a word on the state where it was the last one, and nothing else ever tells how the device is. */
function withoutGoodbyes(observations: readonly Observation[]): readonly Observation[] {
  const goodbye = goodbyeOf(observations);
  const others = observations.some(
    ({ protocol, claims }) => protocol !== goodbye?.protocol && claims.some(({ is }) => is === 'state'),
  );
  return observations.filter((one) => one.validForMs !== 0 || (one === goodbye && !others));
}

function toldIn(observations: readonly Observation[], whole: boolean): StateTold[] {
  return observations
    .flatMap(({ id, at, claims }): StateTold[] => {
      const claim = claims.findLast(
        (one) => one.is === 'state' && one.word !== 'unknown' && (!whole || one.of !== 'scanner'),
      );
      return claim?.is === 'state' ? [{ id, at, claim }] : [];
    })
    .filter(wakes);
}

/** A mechanism that waits may well sleep: that it is idle does not say that the device has woken up. */
function wakes({ claim }: StateTold, place: number, words: readonly StateTold[]): boolean {
  if (claim.of !== 'mechanism' || claim.word !== 'idle') return true;
  const before = words.slice(0, place).findLast((one) => one.claim.of !== 'mechanism' || one.claim.word !== 'idle');
  return before?.claim.word !== 'asleep';
}

function lastWord(words: readonly StateTold[]): Device['state'] | undefined {
  let state: { word: StateWord; reasons: readonly string[]; since: number } | undefined;
  for (const { at, claim } of words)
    state = { word: claim.word, reasons: claim.reasons, since: state?.word === claim.word ? state.since : at };
  return state;
}
