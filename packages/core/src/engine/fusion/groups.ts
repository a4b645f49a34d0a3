import type { Merge } from '../../model/device.ts';
import type { Observation, ObservationId } from '../../model/observation.ts';
import { compareObservations } from './canonical.ts';
import { clusters } from './clusters.ts';
import { listOf } from './entries.ts';
import { makerToldIn } from './facts.ts';
import { type KeyKind, keyKinds, locallyAdministered } from './keys.ts';
import type { Place } from './places.ts';
import type { Clash } from './profile.ts';
import type { Source, Visit } from './visits.ts';

/** Observations of one device: its visits, its strong keys, and why they were taken together. */
export interface Group {
  readonly visits: readonly Visit[];
  /** In canonical order. */
  readonly observations: readonly Observation[];
  /** Strong keys as text, each with the earliest observation that tells it, strongest kind first, then by text. */
  readonly keys: readonly { readonly key: string; readonly observation: Observation }[];
  readonly merges: readonly Merge[];
}

/** Evidence that cannot be true of single devices. Nothing was joined by it. */
export interface Conflict {
  readonly rule: string;
  readonly text: string;
  readonly evidence: readonly ObservationId[];
}

/** Joins the visits of all places by their strong keys, strongest kind first. */
export function groupsOf(visits: readonly Visit[]): { groups: readonly Group[]; conflicts: readonly Conflict[] } {
  const devices = clusters(visits.map((visit) => visit.profile));
  const keys = visits.map(keysOfVisit);
  const merges: { root: number; merge: Merge }[] = [];
  const conflicts: { members: readonly [number, number]; conflict: Conflict }[] = [];

  for (const kind of keyKinds) {
    const carriers = new Map<string, number[]>();
    for (const [index, held] of keys.entries()) {
      for (const key of held.keys()) if (key.startsWith(`${kind}:`)) listOf(carriers, key).push(index);
    }
    for (const [key, members] of carriers) {
      if (members.length < 2 || members.every((member) => devices.find(member) === devices.find(members[0]!))) continue;
      const twins = devices.joinAll(members);
      if (twins === undefined) {
        const evidence = members.map((member) => keys[member]!.get(key)!.id);
        const text = `${wordsOf(kind, key)} was told at ${placesOf(members.map((member) => visits[member]!.place))}.`;
        merges.push({ root: members[0]!, merge: { rule: `same-${kind}`, text, evidence } });
      } else {
        const [a, b] = twins.members;
        const evidence = [keys[a]!.get(key)!.id, keys[b]!.get(key)!.id];
        const text = `${wordsOf(kind, key)} is on two devices (${placesOf([visits[a]!.place, visits[b]!.place])}): ${wordsOfClash(twins.clash)}.`;
        conflicts.push({ members: twins.members, conflict: { rule: `twin-${kind}`, text, evidence } });
      }
    }
  }

  const byRoot = new Map<number, number[]>();
  for (const index of visits.keys()) listOf(byRoot, devices.find(index)).push(index);
  const mergesByRoot = new Map<number, Merge[]>();
  for (const { root, merge } of merges) listOf(mergesByRoot, devices.find(root)).push(merge);
  const groups = [...byRoot].map(([root, members]): Group => {
    const own = members.map((member) => visits[member]!);
    const why = [...mergesOfVisits(own), ...(mergesByRoot.get(root) ?? [])];
    return groupOfVisits(
      own,
      why,
      members.map((member) => keys[member]!),
    );
  });
  groups.sort((a, b) => compareObservations(a.observations[0]!, b.observations[0]!));
  const open = conflicts.filter(({ members: [a, b] }) => devices.find(a) !== devices.find(b));
  return { groups, conflicts: open.map(({ conflict }) => conflict) };
}

/** Visits that were taken for one device, and why. */
export function groupOfVisits(
  visits: readonly Visit[],
  merges: readonly Merge[],
  keys: readonly Map<string, Observation>[] = visits.map(keysOfVisit),
): Group {
  const observations =
    visits.length === 1 ? visits[0]!.observations : visits.flatMap((v) => v.observations).sort(compareObservations);
  return { visits, observations, keys: earliest(keys), merges };
}

/** How two groups contradict each other, in words. */
export function wordsOfClash({ kind, protocol, values }: Clash): string {
  return `${protocol} tells the ${nouns[kind]} ${values[0]} of one and ${values[1]} of the other`;
}

/** The strong keys of a visit with the earliest observation of each. A serial without any maker is no strong key. */
function keysOfVisit(visit: Visit): Map<string, Observation> {
  const keys = new Map<string, Observation>();
  let maker: string | undefined;
  for (const source of visit.sources) {
    for (const key of source.keys) {
      if (key.kind === 'apart') continue;
      let text = `${key.kind}:${key.value}`;
      if (key.kind === 'serial') {
        if (key.maker === undefined) maker ??= makerToldIn(visit.observations) ?? '';
        const known = key.maker ?? maker ?? '';
        if (known === '') continue;
        text = `serial:${known}:${key.value}`;
      }
      const heard = source.observations[0]!;
      const before = keys.get(text);
      if (before === undefined || compareObservations(heard, before) < 0) keys.set(text, heard);
    }
  }
  return keys;
}

function earliest(held: readonly Map<string, Observation>[]): Group['keys'] {
  const all = new Map<string, Observation>();
  for (const keys of held) {
    for (const [key, observation] of keys) {
      const before = all.get(key);
      if (before === undefined || compareObservations(observation, before) < 0) all.set(key, observation);
    }
  }
  const rank = (key: string) => keyKinds.findIndex((kind) => key.startsWith(`${kind}:`));
  return [...all]
    .map(([key, observation]) => ({ key, observation }))
    .sort((a, b) => rank(a.key) - rank(b.key) || (a.key < b.key ? -1 : 1));
}

function mergesOfVisits(visits: readonly Visit[]): Merge[] {
  return visits.flatMap(({ place, sources }) => {
    if (sources.length < 2) return [];
    const evidence = sources.map((source: Source) => source.observations[0]!.id);
    return [{ rule: visitRules[place.kind], text: visitWords[place.kind](place), evidence }];
  });
}

function wordsOf(kind: KeyKind, key: string): string {
  const value = key.slice(kind.length + 1);
  if (kind === 'uuid') return `The UUID ${value}`;
  if (kind === 'mac') return `The MAC ${value}${locallyAdministered(value) ? ' (locally administered)' : ''}`;
  const colon = value.indexOf(':');
  return `The serial number ${value.slice(colon + 1)} (${value.slice(0, colon)})`;
}

function placesOf(places: readonly Place[]): string {
  const names = [...new Set(places.map(({ address, vantage }) => `${address} on ${vantage.interface}`))];
  return names.length > mostNamed
    ? `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`
    : names.join(', ');
}

const nouns: Readonly<Record<KeyKind, string>> = { serial: 'serial number', mac: 'MAC', uuid: 'UUID', apart: 'run' };
const visitRules: Readonly<Record<Place['kind'], string>> = {
  address: 'same-address',
  queue: 'same-queue',
  keys: 'same-keys',
};
const visitWords: Readonly<Record<Place['kind'], (place: Place) => string>> = {
  address: ({ address, vantage }) => `All heard from ${address} on ${vantage.interface}, and nothing contradicts.`,
  queue: ({ address, vantage }) => `${address} on ${vantage.interface} relays them under one name.`,
  keys: ({ address, vantage }) => `${address} on ${vantage.interface} tells them with the same keys.`,
};
const mostNamed = 8;
