import type { DeviceId } from '../../model/device.ts';
import type { RollEntry } from '../../model/roll.ts';
import { compareText } from './canonical.ts';
import { listOf } from './entries.ts';
import type { Group } from './groups.ts';
import { mintId } from './ids.ts';
import { keyKinds } from './keys.ts';

/** The id of each group with the earlier ids that mean it now, and the roll as it stands afterwards. */
export interface Called {
  readonly names: readonly { readonly id: DeviceId; readonly aliases: readonly DeviceId[] }[];
  readonly roll: readonly RollEntry[];
}

/**
 * Gives every group its id. An id belongs to one group for good: the one that holds the observation it hangs on; where
 * that evidence is gone, the one that shares most strong keys with it; where one side has no strong key, the one heard
 * at the same place. A group that several ids mean is called by the one that is wanted, else by the oldest that a strong
 * key vouches for; the others are its aliases. In a group that a person made (`byHand`) each id keeps its own keys, so
 * that all mean again what they meant when that is taken back.
 */
export function callGroups(
  groups: readonly Group[],
  known: readonly RollEntry[],
  wanted: ReadonlySet<DeviceId> = new Set(),
  byHand: ReadonlySet<Group> = new Set(),
): Called {
  const entries = [...new Map(known.map((entry) => [entry.id, entry])).values()].sort(byAge);
  const groupOf = groupFinder(groups, new Set(entries.flatMap(({ keys }) => keys)));
  const meant = new Map<number, Match[]>();
  const homeless: RollEntry[] = [];
  for (const entry of entries) {
    const match = groupOf(entry);
    if (match === undefined) homeless.push(entry);
    else listOf(meant, match.group).push(match);
  }

  const taken = new Set(entries.map(({ id }) => id));
  const roll = new Map<DeviceId, RollEntry>();
  const names: { id: DeviceId; aliases: DeviceId[] }[] = [];
  for (const [index, group] of groups.entries()) {
    const matches = (meant.get(index) ?? []).sort((a, b) => byVouch(a, b, wanted));
    const old = matches[0]?.entry;
    const id = old?.id ?? mintId(group.keys[0]?.key ?? group.visits[0]!.place.key, taken);
    taken.add(id);
    const keys = old !== undefined && byHand.has(group) ? old.keys : keysFor(group, old);
    roll.set(id, { id, first: old?.first ?? group.observations[0]!.at, keys });
    for (const { entry } of matches.slice(1)) roll.set(entry.id, { ...entry, aliasOf: id });
    names.push({ id, aliases: [] });
  }
  for (const entry of homeless) roll.set(entry.id, entry);

  // chains are flattened: what an alias means may have become an alias itself
  const flat = [...roll.values()].sort(byAge).map((entry) => flatten(entry, roll));
  const byId = new Map(names.map((name) => [name.id, name]));
  for (const { id, aliasOf } of flat) if (aliasOf !== undefined) byId.get(aliasOf)?.aliases.push(id);
  return { names, roll: flat };
}

interface Match {
  readonly entry: RollEntry;
  readonly group: number;
  readonly strong: boolean;
}

/** Says which group an id means. `wanted` are all keys of the ids that will be asked for: nothing else needs to be found. */
export function groupFinder(
  groups: readonly Group[],
  wanted: ReadonlySet<string>,
): (entry: RollEntry) => Match | undefined {
  const byObservation = new Map<string, number>();
  const byKey = new Map<string, number[]>();
  const byPlace = new Map<string, number[]>();
  const anchored = wanted.size > 0;
  for (const [index, group] of groups.entries()) {
    for (const { id } of anchored ? group.observations : []) {
      if (wanted.has(`observation:${id}`)) byObservation.set(`observation:${id}`, index);
    }
    for (const { key } of group.keys) if (wanted.has(key)) listOf(byKey, key).push(index);
    for (const place of placesOf(group)) if (wanted.has(place)) listOf(byPlace, place).push(index);
  }

  return (entry) => {
    const scores = new Map<number, number>();
    let anchor: number | undefined;
    for (const key of entry.keys) {
      anchor ??= byObservation.get(key);
      for (const index of byKey.get(key) ?? []) scores.set(index, (scores.get(index) ?? 0) + weightOf(key));
    }
    if (anchor !== undefined) return { entry, group: anchor, strong: scores.has(anchor) };
    let best: number | undefined;
    for (const [index, score] of scores) {
      const lead = score - (best === undefined ? 0 : scores.get(best)!);
      if (best === undefined || lead > 0 || (lead === 0 && index < best)) best = index;
    }
    if (best !== undefined) return { entry, group: best, strong: true };
    // a place alone decides only where one side knows no better and no other group was heard there
    const atPlace = new Set(entry.keys.flatMap((key) => byPlace.get(key) ?? []));
    const [only] = atPlace;
    if (only === undefined || atPlace.size > 1) return undefined;
    const bothKeyed = groups[only]!.keys.length > 0 && entry.keys.some((key) => weightOf(key) > 0);
    return bothKeyed ? undefined : { entry, group: only, strong: false };
  };
}

/** Strong keys are kept for good, places as they are now, and the observation that tells the strongest key. */
function keysFor(group: Group, old: RollEntry | undefined): string[] {
  const anchor = group.keys[0]?.observation ?? group.observations[0]!;
  const strong = [...(old?.keys.filter((key) => weightOf(key) > 0) ?? []), ...group.keys.map(({ key }) => key)];
  return [...new Set([...strong, ...placesOf(group), `observation:${anchor.id}`])].sort(compareText);
}

function placesOf(group: Group): Set<string> {
  return new Set(group.visits.map(({ place }) => place.key));
}

function flatten(entry: RollEntry, roll: ReadonlyMap<DeviceId, RollEntry>): RollEntry {
  if (entry.aliasOf === undefined) return entry;
  const passed = new Set([entry.id]);
  let target = entry.aliasOf;
  for (
    let next = roll.get(target)?.aliasOf;
    next !== undefined && !passed.has(target);
    next = roll.get(target)?.aliasOf
  ) {
    passed.add(target);
    target = next;
  }
  return target === entry.aliasOf ? entry : { ...entry, aliasOf: target };
}

/** A serial counts more than all MACs and UUIDs that devices have. */
function weightOf(key: string): number {
  const kind = keyKinds.findIndex((known) => key.startsWith(`${known}:`));
  return kind < 0 ? 0 : 10_000 ** (keyKinds.length - 1 - kind);
}

function byAge(a: RollEntry, b: RollEntry): number {
  return a.first - b.first || compareText(a.id, b.id);
}

/** Wanted ids first, then those that are no alias yet, then those that a strong key vouches for, then the oldest. */
function byVouch(a: Match, b: Match, wanted: ReadonlySet<DeviceId>): number {
  const aliased = (match: Match) => Number(match.entry.aliasOf !== undefined);
  return (
    Number(wanted.has(b.entry.id)) - Number(wanted.has(a.entry.id)) ||
    aliased(a) - aliased(b) ||
    Number(b.strong) - Number(a.strong) ||
    byAge(a.entry, b.entry)
  );
}
