import type { Attempt, Millis, Observation } from '../../model/observation.ts';
import { compareObservations } from './canonical.ts';
import { entryOf, listOf } from './entries.ts';
import type { Group } from './groups.ts';
import { nearest, type Timeline } from './nearest.ts';
import { addressKey } from './places.ts';
import type { Visit } from './visits.ts';

/**
 * The visits to addresses that another device has had since (a lease that went to somebody else): who is sent there
 * now meets that other device.
 */
export function takenIn(groups: readonly Group[]): Set<Visit> {
  const taken = new Set<Visit>();
  for (const tenants of tenantsByAddress(groups).values()) {
    if (tenants.length < 2) continue;
    // the two latest arrivals of different devices are enough to ask whether anybody else came after
    const arrivals = tenants.map(({ group, visit }) => ({ group, at: visit.observations[0]!.at }));
    const latest = arrivals.reduce(later);
    const others = arrivals.filter(({ group }) => group !== latest.group);
    const other = others.length === 0 ? undefined : others.reduce(later);
    for (const { group, visit } of tenants) {
      const rival = group === latest.group ? other : latest;
      if (rival !== undefined && rival.at > visit.observations.at(-1)!.at) taken.add(visit);
    }
  }
  return taken;
}

/** What was asked of each group: the attempts at an address are of whoever was heard there next to that time. */
export function attemptsOf(groups: readonly Group[], attempts: readonly Attempt[]): Map<number, Attempt[]> {
  const asked = new Map<number, Attempt[]>();
  if (attempts.length === 0) return asked;
  const tenants = tenantsByAddress(groups);
  const lines = new Map<string, Timeline>();
  for (const attempt of attempts) {
    const key = addressKey(attempt.vantage, attempt.target.address);
    const here = tenants.get(key);
    if (here === undefined) continue;
    const line = entryOf(lines, key, () => timelineOf(here));
    const group = nearest(line, attempt.at);
    if (group !== undefined) listOf(asked, group).push(attempt);
  }
  return asked;
}

interface Tenant {
  readonly group: number;
  readonly visit: Visit;
}

function tenantsByAddress(groups: readonly Group[]): Map<string, Tenant[]> {
  const tenants = new Map<string, Tenant[]>();
  for (const [group, { visits }] of groups.entries()) {
    for (const visit of visits)
      if (visit.place.kind === 'address') listOf(tenants, visit.place.key).push({ group, visit });
  }
  return tenants;
}

function timelineOf(tenants: readonly Tenant[]): Timeline {
  const [only] = tenants;
  if (only !== undefined && tenants.length === 1)
    return { times: [only.visit.observations[0]!.at], owners: [only.group] };
  const moments: { observation: Observation; group: number }[] = [];
  for (const { group, visit } of tenants)
    for (const observation of visit.observations) moments.push({ observation, group });
  moments.sort((a, b) => compareObservations(a.observation, b.observation));
  return { times: moments.map(({ observation }) => observation.at), owners: moments.map(({ group }) => group) };
}

function later<T extends { at: Millis }>(a: T, b: T): T {
  return b.at > a.at ? b : a;
}
