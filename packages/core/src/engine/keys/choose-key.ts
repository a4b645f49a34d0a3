import type { SecretKind } from '../../contracts/credentials.ts';
import type { CredentialSet, DoorNotes, KeyNotes } from '../../contracts/vault.ts';
import { isKnownToWork, isResting, lastTryOf, notesAt, triesLeft } from './key-notes.ts';
import { type Door, isInScope } from './key-scope.ts';

export interface KeyWish {
  readonly kind: SecretKind;
  readonly door: Door;
  /** Names of those that were handed out for this door in this conversation. */
  readonly tried: readonly string[];
  readonly now: number;
}

export interface ChosenKey {
  readonly set: CredentialSet;
  /** True where it is not known to work there: to be counted before it is handed out. */
  readonly isNew: boolean;
}

/**
 * The key to try next: the one that worked there, then those in scope that were never tried there in their order, then
 * those that came to nothing, the longest ago first. `undefined` where there is none or the door has had its share.
 */
export function chooseKey(sets: readonly CredentialSet[], notes: KeyNotes, wish: KeyWish): ChosenKey | undefined {
  const { kind, door, tried, now } = wish;
  const row = notesAt(notes, door);
  const fitting = keysFor(sets, door, [kind]).filter(({ name }) => !tried.includes(name));
  const known = fitting.find((set) => isKnownToWork(row, set));
  if (known !== undefined) return { set: known, isNew: false };
  const [next] = triesLeft(row, now) > 0 ? untried(fitting, row, now) : [];
  return next === undefined ? undefined : { set: next, isNew: true };
}

/** The keys that may be tried at that door, in the order of the person who gave them. */
export function keysFor(
  sets: readonly CredentialSet[],
  door: Door,
  kinds: readonly SecretKind[],
): readonly CredentialSet[] {
  return sets.filter((set) => kinds.includes(set.secret.for) && isInScope(set.scope, door)).sort(byOrder);
}

export function byOrder(a: CredentialSet, b: CredentialSet): number {
  return a.order - b.order || (a.name < b.name ? -1 : 1);
}

function untried(fitting: readonly CredentialSet[], row: DoorNotes, now: number): readonly CredentialSet[] {
  return fitting
    .filter((set) => !isResting(row, set, now))
    .map((set) => ({ set, last: lastTryOf(row, set) ?? Number.NEGATIVE_INFINITY }))
    .sort((a, b) => (a.last === b.last ? 0 : a.last - b.last))
    .map(({ set }) => set);
}
