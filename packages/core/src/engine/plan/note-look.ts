import { type LookNote, WHOLE_MACHINE } from '../../model/look-note.ts';
import type { Attempt, Observation } from '../../model/observation.ts';
import { classOfText } from '../../net/address-class.ts';

/**
 * What a look came to for the addresses of known devices, one note a vantage point. The vantage point is part of it:
 * where all of several known devices are silent at once, it is more likely that we are cut off.
 */
export function noteLook(
  observations: readonly Observation[],
  attempts: readonly Attempt[],
  known: ReadonlySet<string>,
  { at, id }: Pick<LookNote, 'at' | 'id'>,
): readonly LookNote[] {
  const vantages = new Map<string, Seen>();
  const seen = ({ host, interface: name }: Observation['vantage']): Seen => {
    const entry = vantages.get(name) ?? { host, asked: new Set(), heard: new Set() };
    vantages.set(name, entry);
    return entry;
  };
  for (const { vantage, from, relayed, announced } of observations)
    if (relayed !== true && announced !== true) seen(vantage).heard.add(from.address);
  for (const { vantage, target, outcome } of attempts) {
    const entry = seen(vantage);
    if (outcome !== 'forbidden') entry.asked.add(target.address);
    if (isSign(outcome, target.address)) entry.heard.add(target.address);
  }
  return [...vantages].flatMap(([name, { host, asked, heard }], i): LookNote[] => {
    const signs = [...heard].filter((address) => known.has(address)).sort();
    const silent = [...asked].filter((address) => known.has(address) && !heard.has(address)).sort();
    if (signs.length + silent.length === 0) return [];
    const note: LookNote = { id: `${id}-${i}`, at, vantage: { host, interface: name }, heard: signs, silent };
    const alone = heard.size === 0 && silent.length >= SEVERAL;
    return [alone ? { ...note, blind: `none of the ${silent.length} devices that were known there answered` } : note];
  });
}

/** The look could not be done at all: nobody was seen, and that says nothing of anybody. */
export function blindNote(
  host: string,
  why: string,
  known: ReadonlySet<string>,
  { at, id }: Pick<LookNote, 'at' | 'id'>,
): LookNote {
  return { id, at, vantage: { host, interface: WHOLE_MACHINE }, blind: why, heard: [], silent: [...known].sort() };
}

/**
 * The notes that may go: of each vantage point the latest stay, and before them one an hour for five weeks, so that a
 * habit of days and weeks can be seen.
 */
export function outdatedNotes(notes: readonly LookNote[]): readonly string[] {
  const now = Math.max(...notes.map(({ at }) => at));
  const gone: string[] = [];
  const hours = new Set<string>();
  const counts = new Map<string, number>();
  for (const { id, at, vantage } of [...notes].sort((a, b) => b.at - a.at)) {
    const place = `${vantage.host} ${vantage.interface}`;
    const count = (counts.get(place) ?? 0) + 1;
    counts.set(place, count);
    const hour = `${place} ${Math.floor(at / HOUR_MS)}`;
    const first = !hours.has(hour);
    hours.add(hour);
    if (count > LATEST && (!first || now - at > KEPT_MS)) gone.push(id);
  }
  return gone;
}

interface Seen {
  readonly host: string;
  readonly asked: Set<string>;
  readonly heard: Set<string>;
}

/** On loopback the machine itself refuses for everybody. */
function isSign(outcome: Attempt['outcome'], address: string): boolean {
  return (
    outcome === 'answered' || outcome === 'garbled' || (outcome === 'refused' && classOfText(address) !== 'loopback')
  );
}

/** One device alone may be off; several at once hardly are. */
const SEVERAL = 2;
const LATEST = 24;
const HOUR_MS = 3_600_000;
const KEPT_MS = 35 * 24 * HOUR_MS;
