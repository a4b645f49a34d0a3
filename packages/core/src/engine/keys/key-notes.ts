import type { SecretKind } from '../../contracts/credentials.ts';
import type { CredentialSet, DoorNotes, KeyNotes, KeyTry } from '../../contracts/vault.ts';
import { type Door, deviceScope } from './key-scope.ts';

/** New keys that a door may be shown in an hour. Many devices lock their door after three to five wrong ones. */
export const MOST_TRIES = 3;
export const HOUR_MS = 3_600_000;
/** So long a key that was refused is not shown again at that door, unless its secret changes. */
export const REST_MS: number = 24 * HOUR_MS;

/** What was learned at that door, under its device's id, earlier ids, and its address. */
export function notesAt(notes: KeyNotes, door: Door): DoorNotes {
  const found = namesOf(door).flatMap((name) => inDrawer(notes, name) ?? []);
  return { worked: found.flatMap((row) => row.worked), tries: found.flatMap((row) => row.tries) };
}

/** How many new keys the door may still be shown in this hour. */
export function triesLeft({ tries }: DoorNotes, now: number): number {
  return Math.max(0, MOST_TRIES - tries.filter((row) => isOfThisHour(row, now)).length);
}

/** When the next new key may be shown. */
export function nextTryAt(row: DoorNotes, now: number): number {
  if (triesLeft(row, now) > 0) return now;
  const times = row.tries.filter((each) => isOfThisHour(each, now)).map(({ at }) => at);
  return times.sort((a, b) => b - a)[MOST_TRIES - 1]! + HOUR_MS;
}

/** Whether that key opened the door when it was last used there. */
export function isKnownToWork({ worked }: DoorNotes, set: CredentialSet): boolean {
  return worked.some((row) => row.name === set.name && row.kind === set.secret.for && row.at >= set.changedAt);
}

/** Whether the device refused that key, so lately that it is not shown again. */
export function isResting({ tries }: DoorNotes, set: CredentialSet, now: number): boolean {
  return tries.some(
    ({ name, at, refusedAt }) =>
      name === set.name && refusedAt !== undefined && at >= set.changedAt && Math.abs(now - refusedAt) < REST_MS,
  );
}

/** When that key was last shown there; none where it never was, or was another secret then. */
export function lastTryOf({ tries }: DoorNotes, set: CredentialSet): number | undefined {
  const times = tries.filter(({ name, at }) => name === set.name && at >= set.changedAt).map(({ at }) => at);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Counts a try before it is made. */
export function countTry(notes: KeyNotes, door: Door, name: string, now: number): KeyNotes {
  return put(notes, door, now, (row) => ({ ...row, tries: [...row.tries, { name, at: now }] }));
}

export interface KeyOutcome {
  readonly name: string;
  readonly kind: SecretKind;
  readonly worked: boolean;
  readonly why?: string | undefined;
}

/** What came of it. What worked is remembered for the door; what did not is forgotten there, and rests. */
export function noteOutcome(notes: KeyNotes, door: Door, outcome: KeyOutcome, now: number): KeyNotes {
  const { name, kind, worked, why } = outcome;
  const here = doorOf(notes, door);
  const known = here?.worked.some((row) => row.name === name && row.kind === kind) === true;
  // the usual case, and nothing to write: a known key, for which no try was counted
  if (worked && known && !here.tries.some((row) => row.name === name && row.refusedAt === undefined)) return notes;
  if (worked)
    return put(notes, door, now, (row) => ({
      worked: [{ kind, name, at: now }, ...row.worked.filter((each) => each.kind !== kind)],
      // a try that opened the door was no wrong one
      tries: withoutLast(row.tries, name),
    }));
  const refusal: KeyTry = { name, at: now, refusedAt: now, ...(why === undefined ? {} : { why }) };
  const forgotten = namesOf(door).reduce((sofar, each) => forget(sofar, each, name, kind), notes);
  return put(forgotten, door, now, (row) => ({ ...row, tries: [...withoutLast(row.tries, name), refusal] }));
}

/** Takes out all that was learned of a set. */
export function forgetSet(notes: KeyNotes, name: string): KeyNotes {
  // its tries stay: they were made, and count
  const without = (row: DoorNotes) => ({ ...row, worked: row.worked.filter((each) => each.name !== name) });
  return allDoors(notes).reduce((sofar, [door, row]) => intoDrawer(sofar, door, without(row)), notes);
}

/** Every door with what was learned there. */
export function allDoors(notes: KeyNotes): readonly (readonly [door: string, row: DoorNotes])[] {
  return Object.values(notes.drawers).flatMap((drawer) => Object.entries(drawer));
}

function withoutLast(tries: readonly KeyTry[], name: string): readonly KeyTry[] {
  const last = tries.findLastIndex((row) => row.name === name && row.refusedAt === undefined);
  return tries.filter((_, i) => i !== last);
}

function forget(notes: KeyNotes, door: string, name: string, kind: SecretKind): KeyNotes {
  const row = inDrawer(notes, door);
  if (row?.worked.some((each) => each.name === name && each.kind === kind) !== true) return notes;
  const worked = row.worked.filter((each) => each.name !== name || each.kind !== kind);
  return intoDrawer(notes, door, { ...row, worked });
}

function put(notes: KeyNotes, door: Door, now: number, work: (row: DoorNotes) => DoorNotes): KeyNotes {
  const name = namesOf(door)[0]!;
  const row = work(doorOf(notes, door) ?? { worked: [], tries: [] });
  const tries = row.tries.filter((each) => Math.abs(now - each.at) < REST_MS);
  return intoDrawer(notes, name, { ...row, tries });
}

function doorOf(notes: KeyNotes, door: Door): DoorNotes | undefined {
  return inDrawer(notes, namesOf(door)[0]!);
}

function inDrawer({ drawers }: KeyNotes, name: string): DoorNotes | undefined {
  const drawer = drawers[drawerOf(name)];
  return drawer !== undefined && Object.hasOwn(drawer, name) ? drawer[name] : undefined;
}

function intoDrawer({ drawers }: KeyNotes, name: string, row: DoorNotes): KeyNotes {
  const drawer = drawerOf(name);
  return { drawers: { ...drawers, [drawer]: { ...drawers[drawer], [name]: row } } };
}

/** One of 256, by a sum over the name that neighbours in a network do not share (FNV-1a's step). */
function drawerOf(name: string): string {
  let sum = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) sum = Math.imul(sum ^ name.charCodeAt(i), 0x01000193);
  return `d${(sum >>> 24).toString(16)}`;
}

/** The name that new notes go under stands first. */
function namesOf({ address, device }: Door): readonly string[] {
  return [...(device === undefined ? [] : [device.id, ...device.aliases].map(deviceScope)), address];
}

/** One of a clock that went wrong by more than an hour counts for nothing. */
function isOfThisHour({ at }: KeyTry, now: number): boolean {
  return Math.abs(now - at) < HOUR_MS;
}
