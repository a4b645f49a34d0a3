import type { Device } from '../../model/device.ts';
import { type LookNote, WHOLE_MACHINE } from '../../model/look-note.ts';
import type { Attempt, Millis, Observation } from '../../model/observation.ts';
import { goodbyeOf, ONE_LOOK_MS } from './goodbye.ts';
import { isHabit, type Sighting } from './habit.ts';
import { addressKey } from './places.ts';

/**
 * What a device is doing, as far as can be told from here: its own last word, while it gives any sign of life or has been
 * silent for one look only; then asleep, off by habit or unreachable; and not observed where we could not see ourselves.
 * `told` is its own last word; `observations` (in canonical order) are those at addresses that are still its own.
 */
export function presenceOf(
  told: Device['state'],
  observations: readonly Observation[],
  attempts: readonly Attempt[],
  looks: readonly LookNote[],
): Device['state'] {
  const own = observations.filter(({ relayed }) => relayed !== true);
  const heard = own.at(-1)?.at;
  if (heard === undefined) return told;
  const sightings = sightingsOf(own, looks);
  const sign = Math.max(heard, ...sightings.filter(({ is }) => is === 'sign').map(({ at }) => at));
  const since = sightings.filter(({ at }) => at > sign);
  const last = since.at(-1);
  if (last === undefined) return onlyTheCardAnswers(own, attempts, sign) ?? told;
  const blindFrom = since.find(({ is }) => is === 'blind');
  if (last.is === 'blind' && blindFrom !== undefined)
    return { word: 'not-observed', reasons: ['observer-blind'], since: blindFrom.at };
  const misses = since.filter(({ is }) => is === 'silence');
  const goodbye = goodbyeOf(own);
  if (misses.length < (goodbye === undefined ? MISSES : 1)) return told;
  const from = misses[0]!.at;
  if (isHabit(sightings, last.at))
    return { word: 'off-by-habit', reasons: ['silent-at-this-hour-before'], since: from };
  if (told.word === 'asleep' && last.at - sign < ASLEEP_MS)
    return { ...told, reasons: [...told.reasons, 'silent-since-it-slept'] };
  if (goodbye !== undefined) return { word: 'unreachable', reasons: ['said-goodbye'], since: goodbye.at };
  return { word: 'unreachable', reasons: [`silent-in-${misses.length}-looks`], since: from };
}

/** The looks in which this device was meant, in order. */
function sightingsOf(own: readonly Observation[], looks: readonly LookNote[]): readonly Sighting[] {
  if (looks.length === 0) return [];
  const places = new Map(own.map(({ vantage, from }) => [addressKey(vantage, from.address), from.address]));
  const addresses = new Set(places.values());
  const sightings = looks.flatMap((note): Sighting[] => {
    const mine =
      note.vantage.interface === WHOLE_MACHINE
        ? [...addresses]
        : [...addresses].filter((address) => places.has(addressKey(note.vantage, address)));
    if (mine.length === 0) return [];
    const { heard, silent } = addressesIn(note);
    if (mine.some((address) => heard.has(address))) return [{ at: note.at, is: 'sign' }];
    if (!mine.some((address) => silent.has(address))) return [];
    return [{ at: note.at, is: note.blind === undefined ? 'silence' : 'blind' }];
  });
  return sightings.sort((a, b) => a.at - b.at);
}

/** A look of thousands of devices is asked about each of them. */
function addressesIn(note: LookNote): { readonly heard: ReadonlySet<string>; readonly silent: ReadonlySet<string> } {
  const known = noted.get(note);
  if (known !== undefined) return known;
  const sets = { heard: new Set(note.heard), silent: new Set(note.silent) };
  noted.set(note, sets);
  return sets;
}

const noted = new WeakMap<LookNote, { readonly heard: ReadonlySet<string>; readonly silent: ReadonlySet<string> }>();

/**
 * The network card of a sleeping printer goes on answering while what told the state is silent: all of it, and well after
 * it spoke last. One protocol that is silent is no sleep: it may have been switched off.
 */
function onlyTheCardAnswers(
  own: readonly Observation[],
  attempts: readonly Attempt[],
  sign: Millis,
): Device['state'] | undefined {
  const lastWord = new Map<string, Millis>();
  for (const { protocol, at, claims } of own) if (claims.some(({ is }) => is === 'state')) lastWord.set(protocol, at);
  if (lastWord.size < 2) return undefined;
  let from = 0;
  for (const [protocol, at] of lastWord) {
    const silence = attempts.find(
      ({ probe, outcome, at: when }) =>
        probe.split('.')[0] === protocol && outcome === 'silent' && when > at + ONE_LOOK_MS,
    );
    if (silence === undefined || silence.at > sign + ONE_LOOK_MS) return undefined;
    from = Math.max(from, silence.at);
  }
  return { word: 'asleep', reasons: ['only-the-network-card-answers'], since: from };
}

/**
 * So many looks in a row without a sign: one lost packet, or one unlucky moment, moves nobody. After a goodbye one is
 * enough.
 */
const MISSES = 2;
/** Whoever said that it sleeps may sleep so deeply over a weekend. */
const ASLEEP_MS = 72 * 3_600_000;
