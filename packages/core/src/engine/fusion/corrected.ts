import type { Correction } from '../../model/correction.ts';
import type { Device, DeviceId, Known, Merge } from '../../model/device.ts';
import type { RollEntry } from '../../model/roll.ts';
import { compareObservations, compareText } from './canonical.ts';
import { type Group, groupOfVisits } from './groups.ts';
import { groupFinder } from './roll.ts';
import type { Visit } from './visits.ts';

/** Groups as a person corrected them: joined and taken apart in the order in which that was said. */
export function correctGroups(
  groups: readonly Group[],
  roll: readonly RollEntry[],
  corrections: readonly Correction[],
): readonly Group[] {
  const said = inOrder(corrections).filter(({ is }) => is === 'merge' || is === 'split');
  if (said.length === 0) return groups;
  const entries = new Map(roll.map((entry) => [entry.id, entry]));
  let corrected = groups;
  for (const correction of said) {
    const ids = correction.is === 'merge' ? correction.devices : correction.is === 'split' ? [correction.device] : [];
    const known = ids.flatMap((id) => entries.get(id) ?? []);
    const find = groupFinder(corrected, new Set(known.flatMap(({ keys }) => keys)));
    const meant = [...new Set(known.flatMap((entry) => find(entry)?.group ?? []))].map((index) => corrected[index]!);
    const made = correction.is === 'split' ? apart(meant, correction) : oneOf(meant, correction);
    if (made.length === meant.length) continue;
    corrected = [...corrected.filter((group) => !meant.includes(group)), ...made];
  }
  return [...corrected].sort((a, b) => compareObservations(a.observations[0]!, b.observations[0]!));
}

/** A device with the name that a person gave it, and the mark of being ignored. What it says of itself stands against it. */
export function correctDevice(device: Device, corrections: readonly Correction[]): Device {
  const ids = new Set([device.id, ...device.aliases]);
  const own = inOrder(corrections).filter((one) => 'device' in one && ids.has(one.device));
  if (own.length === 0) return device;
  const named = own.findLast((one) => one.is === 'name');
  const facts = named === undefined ? device.facts : { ...device.facts, name: given(named, device.facts.name) };
  return { ...device, facts, ...(own.some(({ is }) => is === 'ignore') ? { ignored: true } : {}) };
}

/** The ids that merges by hand keep: of each the first that was named. */
export function keptIds(corrections: readonly Correction[]): ReadonlySet<DeviceId> {
  return new Set(corrections.flatMap((one) => (one.is === 'merge' ? one.devices.slice(0, 1) : [])));
}

/** The rule and the protocol by which a person's word stands in the proof. */
export const PERSON = 'person';

function given(
  { id, name }: { readonly id: string; readonly name: string },
  told: Known<string> | undefined,
): Known<string> {
  const own = told === undefined ? [] : [{ value: told.value, evidence: told.evidence }, ...told.against];
  return {
    value: name,
    grade: 'confirmed',
    evidence: [{ observation: `${PERSON}:${id}`, protocol: PERSON, path: 'name', rule: PERSON }],
    against: own.filter(({ value }) => value !== name),
  };
}

function oneOf(meant: readonly Group[], { at }: Correction): readonly Group[] {
  if (meant.length < 2) return meant;
  const merge: Merge = { rule: PERSON, text: `A person said on ${day(at)} that these are one device.`, evidence: [] };
  return [
    groupOfVisits(
      meant.flatMap(({ visits }) => visits),
      [...meant.flatMap(({ merges }) => merges), merge],
    ),
  ];
}

function apart(meant: readonly Group[], { at, address }: { readonly at: number; readonly address: string }): Group[] {
  return meant.flatMap((group) => {
    const there = (visit: Visit): boolean => visit.place.address === address;
    const [inside, outside] = [group.visits.filter(there), group.visits.filter((visit) => !there(visit))];
    if (inside.length === 0 || outside.length === 0) return [group];
    const text = `A person said on ${day(at)} that ${address} is another device.`;
    return [outside, inside].map((visits) => {
      const held = new Set(visits.flatMap(({ observations }) => observations.map(({ id }) => id)));
      const merges = group.merges.filter(({ evidence }) => evidence.every((id) => held.has(id)));
      return groupOfVisits(visits, [...merges, { rule: PERSON, text, evidence: [] }]);
    });
  });
}

function inOrder(corrections: readonly Correction[]): readonly Correction[] {
  return [...corrections].sort((a, b) => a.at - b.at || compareText(a.id, b.id));
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
