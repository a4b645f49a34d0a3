import type { Millis, Observation } from '../../model/observation.ts';
import { compareObservations, compareText } from './canonical.ts';
import { type Clusters, clusters } from './clusters.ts';
import { entryOf, listOf } from './entries.ts';
import { keyKinds, type StrongKey } from './keys.ts';
import { nearest, type Timeline } from './nearest.ts';
import { type Place, textOf } from './places.ts';
import { absorb, type Clash, copyProfile, type Profile, profileOf } from './profile.ts';

/** What one protocol told under one set of keys at one place; its observations in canonical order. */
export interface Source {
  readonly protocol: string;
  readonly keys: readonly StrongKey[];
  readonly observations: readonly Observation[];
}

/** What was heard at one place and is one host as far as that place can tell. */
export interface Visit {
  readonly place: Place;
  readonly observations: readonly Observation[];
  readonly sources: readonly Source[];
  readonly profile: Profile;
}

export interface VisitsAt {
  readonly visits: readonly Visit[];
  /** Two hosts that were heard at the place in turns: observations of each, and what tells them apart. */
  readonly shared?: { readonly observations: readonly [Observation, Observation]; readonly clash: Clash };
}

/** One observation with its keys. */
export interface Keyed {
  readonly observation: Observation;
  readonly keys: readonly StrongKey[];
}

/** Cuts what was heard at one place into visits. `heard` is in canonical order. */
export function visitsAt(place: Place, heard: readonly Keyed[]): VisitsAt {
  const sources = sourcesOf(heard);
  // who takes turns at one place is told by what identifies him: a server that starts again is the same one
  const profiles = sources.map((source) => profileOf(source.protocol, identifying(source.keys)));
  const hosts = clusters(profiles);
  const keyed = sources.flatMap((source, index) =>
    source.keys.length === 0 ? [] : source.observations.map((observation) => ({ observation, index })),
  );
  keyed.sort((a, b) => compareObservations(a.observation, b.observation));

  joinByKeys(sources, hosts);
  joinByTime(keyed, hosts);
  const shared = joinInterleaved(keyed, hosts);
  const members = attachKeyless(sources, keyed, hosts);

  const visits = [...members.values()].map((member): Visit => {
    const observations = [...member.observations].sort(compareObservations);
    return {
      place,
      observations,
      sources: member.sources,
      profile: withRuns(hosts.profile(member.index), member.sources),
    };
  });
  visits.sort((a, b) => compareObservations(a.observations[0]!, b.observations[0]!));
  return shared === undefined ? { visits } : { visits, shared };
}

function identifying(keys: readonly StrongKey[]): readonly StrongKey[] {
  return keys.filter(({ kind }) => kind !== 'apart');
}

function withRuns(profile: Profile, sources: readonly Source[]): Profile {
  const runs = sources.flatMap(({ protocol, keys }) => {
    const apart = keys.filter(({ kind }) => kind === 'apart');
    return apart.length === 0 ? [] : [profileOf(protocol, apart)];
  });
  if (runs.length === 0) return profile;
  const all = copyProfile(profile);
  for (const run of runs) absorb(all, run);
  return all;
}

function sourcesOf(heard: readonly Keyed[]): Source[] {
  const sources = new Map<string, { protocol: string; keys: readonly StrongKey[]; observations: Observation[] }>();
  for (const { observation, keys } of heard) {
    const name = `${observation.protocol} ${textOf(keys)}`;
    const known = sources.get(name);
    if (known !== undefined) known.observations.push(observation);
    else sources.set(name, { protocol: observation.protocol, keys, observations: [observation] });
  }
  return [...sources.values()];
}

/** Strong keys first: hosts that take turns at one address are told apart before time has a say. */
function joinByKeys(sources: readonly Source[], hosts: Clusters): void {
  if (sources.length < 2) return;
  for (const kind of keyKinds) {
    const carriers = new Map<string, number[]>();
    for (const [index, source] of sources.entries()) {
      for (const key of source.keys) if (key.kind === kind) listOf(carriers, key.value).push(index);
    }
    for (const members of carriers.values()) if (members.length > 1) hosts.joinAll(members);
  }
}

interface Moment {
  readonly observation: Observation;
  readonly index: number;
}

/** Neighbours in time are one host unless they contradict each other; the nearest are joined first. */
function joinByTime(keyed: readonly Moment[], hosts: Clusters): void {
  const steps: { gap: number; at: number }[] = [];
  for (let i = 1; i < keyed.length; i++) {
    if (hosts.find(keyed[i - 1]!.index) === hosts.find(keyed[i]!.index)) continue;
    steps.push({ gap: keyed[i]!.observation.at - keyed[i - 1]!.observation.at, at: i });
  }
  steps.sort((a, b) => a.gap - b.gap || a.at - b.at);
  for (const { at } of steps) hosts.joinIfPossible(keyed[at - 1]!.index, keyed[at]!.index);
}

interface Span {
  readonly index: number;
  first: Observation;
  last: Observation;
}

/**
 * Hosts whose times overlap at one place, though others were heard between: they are one, unless they contradict each
 * other; then two hosts share the place. An address with more than `mostAtOnce` of them is not compared any further.
 */
function joinInterleaved(keyed: readonly Moment[], hosts: Clusters): VisitsAt['shared'] {
  const spans = spansOf(keyed, hosts);
  let shared: VisitsAt['shared'];
  let active: Span[] = [];
  for (const span of spans) {
    active = active.filter((other) => other.last.at > span.first.at);
    let home: Span | undefined;
    for (const other of active) {
      const clash = hosts.clash(other.index, span.index);
      if (clash === undefined) {
        home = other;
        break;
      }
      shared ??= { observations: [other.first, span.first], clash };
    }
    if (home !== undefined) {
      hosts.join(home.index, span.index);
      if (compareObservations(home.last, span.last) < 0) home.last = span.last;
    } else if (active.length < mostAtOnce) active.push(span);
  }
  return shared;
}

function spansOf(keyed: readonly Moment[], hosts: Clusters): Span[] {
  const spans = new Map<number, Span>();
  for (const { observation, index } of keyed) {
    const root = hosts.find(index);
    const known = spans.get(root);
    if (known === undefined) spans.set(root, { index, first: observation, last: observation });
    else known.last = observation;
  }
  return [...spans.values()];
}

interface Members {
  readonly index: number;
  readonly observations: Observation[];
  readonly sources: Source[];
}

/**
 * What tells no key belongs to the keyed host next to it in time, the earlier one on a tie. Where hosts take turns at
 * the place, the port decides before time does: two printers of one computer are told apart by their ports.
 */
function attachKeyless(sources: readonly Source[], keyed: readonly Moment[], hosts: Clusters): Map<number, Members> {
  const members = new Map<number, Members>();
  const membersOf = (root: number): Members =>
    entryOf(members, root, () => ({ index: root, observations: [], sources: [] }));
  const spans = new Map(spansOf(keyed, hosts).map((span) => [hosts.find(span.index), span]));
  const alone = spans.size === 1 ? [...spans.keys()][0] : undefined;
  const all: Timeline = timeline(keyed);
  const byPort = new Map<string, Moment[]>();
  if (spans.size > 1) for (const moment of keyed) listOf(byPort, portOf(moment.observation)).push(moment);
  const portLines = new Map([...byPort].map(([port, moments]) => [port, timeline(moments)]));
  const keyless = sources.findIndex((source) => source.keys.length === 0);

  const hostOf = (observation: Observation): number => {
    if (alone !== undefined) return alone;
    const next = nearest(all, observation.at);
    if (next === undefined) return keyless;
    const byTime = hosts.find(next);
    const samePort = portLines.get(portOf(observation));
    const onPort = samePort && nearest(samePort, observation.at);
    if (onPort === undefined) return byTime;
    const byItsPort = hosts.find(onPort);
    return takeTurns(spans.get(byTime)!, spans.get(byItsPort)!) ? byItsPort : byTime;
  };

  for (const [index, source] of sources.entries()) {
    if (source.keys.length > 0) {
      const member = membersOf(hosts.find(index));
      member.sources.push(source);
      for (const observation of source.observations) member.observations.push(observation);
      continue;
    }
    const parts = new Map<number, Observation[]>();
    for (const observation of source.observations) listOf(parts, hostOf(observation)).push(observation);
    for (const [root, observations] of parts) {
      const member = membersOf(root);
      member.sources.push({ ...source, observations });
      for (const observation of observations) member.observations.push(observation);
    }
  }
  for (const member of members.values()) member.sources.sort(compareSources);
  return members;
}

function timeline(moments: readonly Moment[]): Timeline {
  const times: Millis[] = [];
  const owners: number[] = [];
  for (const { observation, index } of moments) {
    times.push(observation.at);
    owners.push(index);
  }
  return { times, owners };
}

function takeTurns(a: Span, b: Span): boolean {
  return a.first.at < b.last.at && b.first.at < a.last.at;
}

function portOf({ from }: Observation): string {
  return `${from.transport}/${from.port}`;
}

function compareSources(a: Source, b: Source): number {
  return (
    compareObservations(a.observations[0]!, b.observations[0]!) ||
    compareText(`${a.protocol} ${textOf(a.keys)}`, `${b.protocol} ${textOf(b.keys)}`)
  );
}

const mostAtOnce = 32;
