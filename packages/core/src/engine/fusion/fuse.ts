import type { Correction } from '../../model/correction.ts';
import type { Device } from '../../model/device.ts';
import type { LookNote } from '../../model/look-note.ts';
import type { Attempt, Observation, ObservationId } from '../../model/observation.ts';
import type { RollEntry } from '../../model/roll.ts';
import { correctDevice, correctGroups, keptIds } from './corrected.ts';
import { factsOf } from './facts.ts';
import { type Conflict, type Group, groupsOf, wordsOfClash } from './groups.ts';
import { interfacesOf } from './interfaces.ts';
import { kindOf } from './kind.ts';
import { idsOf, placing } from './placing.ts';
import { portsOf } from './ports.ts';
import { presenceOf } from './presence.ts';
import { readingsOf } from './readings.ts';
import { callGroups } from './roll.ts';
import { stateOf } from './state.ts';
import { attemptsOf, takenIn } from './tenancy.ts';
import { type Visit, type VisitsAt, visitsAt } from './visits.ts';

/** What a set of observations comes to. */
export interface Fused {
  /** In the order in which they were first heard. */
  readonly devices: readonly Device[];
  /** All ids that were ever given, with those of this run: to be kept and handed in the next time. */
  readonly roll: readonly RollEntry[];
  /** Observations of no device, each with the reason. */
  readonly unplaced: readonly { readonly observation: ObservationId; readonly why: string }[];
  /** Evidence that cannot be true of single devices; nothing was joined by it. */
  readonly conflicts: readonly Conflict[];
}

/**
 * Observations → devices: a pure function of the set (docs/decisions/0006-fusion.md). Hand in all evidence and the roll
 * of the last time; an id that was once given stays valid. What a person corrected counts for more than any evidence.
 */
export function fuse(
  observations: readonly Observation[],
  roll: readonly RollEntry[],
  attempts: readonly Attempt[] = [],
  looks: readonly LookNote[] = [],
  corrections: readonly Correction[] = [],
): Fused {
  const { places, unplaced } = placing(observations);
  const cut = places.map(({ place, heard }) => visitsAt(place, heard));
  const { groups: found, conflicts } = groupsOf(cut.flatMap(({ visits }) => visits));
  const groups = correctGroups(found, roll, corrections);
  const taken = takenIn(groups);
  const asked = attemptsOf(groups, attempts);
  const asFound = new Set(found);
  const byHand = new Set(groups.filter((group) => !asFound.has(group)));
  const called = callGroups(groups, roll, keptIds(corrections), byHand);
  const devices = groups.map((group, i) =>
    correctDevice(deviceOf(group, called.names[i]!, taken, asked.get(i) ?? [], looks), corrections),
  );
  return {
    devices,
    roll: called.roll,
    unplaced: idsOf(unplaced),
    conflicts: [...conflicts, ...sharedPlaces(cut, groups)],
  };
}

function deviceOf(
  group: Group,
  name: Pick<Device, 'id' | 'aliases'>,
  taken: ReadonlySet<Visit>,
  attempts: readonly Attempt[],
  looks: readonly LookNote[],
): Device {
  const { observations, merges, keys } = group;
  const facts = factsOf(observations);
  const gone = new Set(group.visits.filter((visit) => taken.has(visit)).flatMap((visit) => visit.observations));
  const here = gone.size === 0 ? observations : observations.filter((observation) => !gone.has(observation));
  return {
    id: name.id,
    provisional: keys.length === 0,
    aliases: name.aliases,
    kind: kindOf(facts.kind?.value),
    facts,
    hostnames: hostnamesOf(observations),
    interfaces: interfacesOf(observations, gone),
    ...viaOf(observations),
    ports: portsOf(here, attempts),
    state: presenceOf(stateOf(observations), here, attempts, looks),
    ...readingsOf(observations),
    merges,
    observations: observations.map(({ id }) => id),
    seen: { first: observations[0]!.at, last: observations.at(-1)!.at },
  };
}

/** The servers that told of it, each once a protocol, in the order of first hearing. */
function viaOf(observations: readonly Observation[]): Pick<Device, 'via'> {
  const servers = new Map<string, NonNullable<Device['via']>[number]>();
  for (const { from, protocol, relayed } of observations)
    if (relayed === true) servers.set(`${from.address} ${protocol}`, { address: from.address, protocol });
  return servers.size === 0 ? {} : { via: [...servers.values()] };
}

/** Each name once, whatever its case and whether or not its final dot stands; the first spelling counts. */
function hostnamesOf(observations: readonly Observation[]): string[] {
  const names = new Map<string, string>();
  for (const { claims } of observations) {
    for (const claim of claims) {
      if (claim.is !== 'hostname') continue;
      const name = claim.value.replace(/\.$/, '');
      if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
    }
  }
  return [...names.values()];
}

/** Two devices that took turns at one place: an address conflict, or two printers behind one host. */
function sharedPlaces(cut: readonly VisitsAt[], groups: readonly Group[]): Conflict[] {
  const rivals = new Set(cut.flatMap(({ shared }) => shared?.observations.map(({ id }) => id) ?? []));
  if (rivals.size === 0) return [];
  const groupOf = new Map<ObservationId, Group>();
  for (const group of groups) for (const { id } of group.observations) if (rivals.has(id)) groupOf.set(id, group);
  return cut.flatMap(({ visits, shared }) => {
    if (shared === undefined) return [];
    const [a, b] = shared.observations;
    if (groupOf.get(a.id) === groupOf.get(b.id)) return [];
    const { address, vantage } = visits[0]!.place;
    const text = `Two devices take turns at ${address} on ${vantage.interface}: ${wordsOfClash(shared.clash)}.`;
    return [{ rule: 'shared-address', text, evidence: [a.id, b.id] }];
  });
}
