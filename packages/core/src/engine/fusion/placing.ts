import { OBSERVED, type Observation, type ObservationId } from '../../model/observation.ts';
import { canonical } from './canonical.ts';
import { strongKeysOf } from './keys.ts';
import { type Place, placeOf } from './places.ts';
import type { Keyed } from './visits.ts';

/** What was heard at one place, in canonical order. */
export interface HeardAt {
  readonly place: Place;
  readonly heard: readonly Keyed[];
}

/** Observations sorted by the places where they stand, and those that stand nowhere, each with the reason. */
export interface Placed {
  readonly places: readonly HeardAt[];
  readonly unplaced: readonly { readonly observation: Observation; readonly why: string }[];
}

export function placing(observations: readonly Observation[]): Placed {
  const unplaced: { observation: Observation; why: string }[] = [];
  const byPlace = new Map<string, { place: Place; heard: Keyed[] }>();
  for (const observation of canonical(observations)) {
    if (observation.announced === true) {
      unplaced.push({ observation, why: ONLY_ANNOUNCED });
      continue;
    }
    const keys = strongKeysOf(observation);
    const place = placeOf(observation, keys);
    if (typeof place === 'string') {
      unplaced.push({ observation, why: place });
      continue;
    }
    const known = byPlace.get(place.key);
    if (known !== undefined) known.heard.push({ observation, keys });
    else byPlace.set(place.key, { place, heard: [{ observation, keys }] });
  }
  const places: HeardAt[] = [];
  for (const here of byPlace.values()) {
    // bytes on a watched port may be anybody's: they invent no device, and go to the one that is known there
    if (here.heard.some(({ observation }) => observation.protocol !== OBSERVED)) places.push(here);
    else unplaced.push(...here.heard.map(({ observation }) => ({ observation, why: SPOKE_ONLY })));
  }
  return { places, unplaced };
}

/** The ids of observations that stand nowhere, as fusion reports them. */
export function idsOf(unplaced: Placed['unplaced']): { readonly observation: ObservationId; readonly why: string }[] {
  return unplaced.map(({ observation, why }) => ({ observation: observation.id, why }));
}

const SPOKE_ONLY = 'It was heard on a port that was watched, and nothing else says what is at its address.';
const ONLY_ANNOUNCED = 'It was announced, which anybody can do, and nobody who was asked has confirmed it.';
