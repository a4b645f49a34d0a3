import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SecretKind } from '../../contracts/credentials.ts';
import type { CredentialSet, KeyNotes } from '../../contracts/vault.ts';
import { chooseKey } from './choose-key.ts';
import { countTry, forgetSet, HOUR_MS, MOST_TRIES, nextTryAt, noteOutcome, notesAt, REST_MS } from './key-notes.ts';
import type { Door } from './key-scope.ts';

const NOW = 1_800_000_000_000;
const door: Door = { address: '10.0.0.5' };
const none: KeyNotes = { drawers: {} };

function set(name: string, order: number, scope: readonly string[] = ['everywhere'], changedAt = 0): CredentialSet {
  return { name, order, scope, changedAt, secret: { for: 'snmp-community', community: name } };
}

function choose(
  sets: readonly CredentialSet[],
  notes: KeyNotes,
  more: { at?: Door; tried?: string[]; now?: number } = {},
) {
  const wish = {
    kind: 'snmp-community' as const,
    door: more.at ?? door,
    tried: more.tried ?? [],
    now: more.now ?? NOW,
  };
  const chosen = chooseKey(sets, notes, wish);
  return chosen && `${chosen.set.name}${chosen.isNew ? '' : ' again'}`;
}

const told = (notes: KeyNotes, name: string, worked: boolean, at = door, now = NOW) =>
  noteOutcome(notes, at, { name, kind: 'snmp-community', worked }, now);

describe('a key', () => {
  it('comes in the order of the person, then by name, and never twice in one conversation', () => {
    const sets = [set('c', 2), set('b', 1), set('a', 2)];
    expect(choose(sets, none)).toBe('b');
    expect(choose(sets, none, { tried: ['b'] })).toBe('a');
    expect(choose(sets, none, { tried: ['b', 'a'] })).toBe('c');
    expect(choose(sets, none, { tried: ['b', 'a', 'c'] })).toBeUndefined();
  });

  it('is tried in its scope and nowhere else', () => {
    const here = { address: '10.0.0.5', device: { id: 'ab12', aliases: ['cd34'] } };
    const fits = (scope: string, at: Door) => choose([set('a', 1, [scope])], none, { at }) !== undefined;
    expect(fits('10.0.0.0/24', here)).toBe(true);
    expect(fits('10.0.1.0/24', here)).toBe(false);
    expect(fits('10.0.0.4-6', here)).toBe(true);
    expect(fits('10.0.0.6-9', here)).toBe(false);
    expect(fits('10.0.0.5', here)).toBe(true);
    expect(fits('device:ab12', here)).toBe(true);
    expect(fits('device:cd34', here)).toBe(true);
    expect(fits('device:ab1', here)).toBe(false);
    expect(fits('device:ab12', { address: '10.0.0.5' })).toBe(false);
    expect(fits('fe80::/10', { address: 'fe80::1%eth0' })).toBe(true);
    expect(fits('fe80::1%eth1', { address: 'fe80::1%eth0' })).toBe(false);
    expect(fits('0.0.0.0/0', { address: 'fe80::1%eth0' })).toBe(false);
    expect(fits('everywhere', { address: 'fe80::1%eth0' })).toBe(true);
    expect(choose([set('a', 1, [])], none)).toBeUndefined();
  });

  it('of another kind is not handed out', () => {
    const login: CredentialSet = { ...set('a', 1), secret: { for: 'login', user: 'u', password: 'p' } };
    expect(choose([login], none)).toBeUndefined();
  });

  it('that worked comes first, is not counted, and is remembered for the device at its next address', () => {
    const sets = [set('a', 1), set('b', 2)];
    const at = { address: '10.0.0.5', device: { id: 'ab12', aliases: [] } };
    const notes = told(none, 'b', true, at);
    expect(choose(sets, notes, { at })).toBe('b again');
    expect(choose(sets, notes, { at, tried: ['b'] })).toBe('a');
    expect(choose(sets, notes, { at: { ...at, address: '10.0.0.77' } })).toBe('b again');
    expect(told(notes, 'b', true, at)).toBe(notes);
  });

  it('that worked is found when the address becomes a device, and when the device gets another id', () => {
    const sets = [set('a', 1), set('b', 2)];
    const first = told(none, 'b', true);
    const known = { ...door, device: { id: 'ab12', aliases: [] } };
    expect(choose(sets, first, { at: known })).toBe('b again');
    const second = told(first, 'b', true, known);
    const merged = { address: '10.0.0.9', device: { id: 'ef56', aliases: ['ab12'] } };
    expect(choose(sets, second, { at: merged })).toBe('b again');
  });

  it('that worked counts as new when its secret changes, and is out when its scope leaves the door', () => {
    const notes = told(none, 'a', true);
    expect(choose([set('a', 1, ['everywhere'], NOW + 1)], notes, { now: NOW + 2 })).toBe('a');
    expect(choose([set('a', 1, ['10.9.0.0/16'])], notes)).toBeUndefined();
    expect(choose([set('a', 1)], forgetSet(notes, 'a'))).toBe('a');
  });

  it('that was refused rests for a day, unless its secret changes', () => {
    const notes = told(countTry(none, door, 'a', NOW), 'a', false);
    const later = NOW + REST_MS - 1;
    expect(choose([set('a', 1)], notes, { now: later })).toBeUndefined();
    expect(choose([set('a', 1)], notes, { now: later + 1 })).toBe('a');
    expect(choose([set('a', 1, ['everywhere'], NOW + 1)], notes, { now: later })).toBe('a');
  });

  it('that worked and is refused is forgotten, wherever it was noted', () => {
    const known = { ...door, device: { id: 'ab12', aliases: [] } };
    const notes = told(told(none, 'a', true), 'a', false, known);
    expect(notesAt(notes, known).worked).toEqual([]);
    expect(choose([set('a', 1)], notes, { at: known })).toBeUndefined();
  });

  it('that came to nothing waits until the others had their turn', () => {
    const sets = [set('a', 1), set('b', 2)];
    const once = countTry(none, door, 'a', NOW);
    expect(choose(sets, once)).toBe('b');
    expect(choose(sets, countTry(once, door, 'b', NOW + 1), { now: NOW + 2 })).toBe('a');
  });

  it('is withheld when the door has had its share of the hour, whatever it is called', () => {
    const sets = ['a', 'b', 'c', 'd'].map((name, i) => set(name, i));
    const at = { ...door, device: { id: 'ab12', aliases: [] } };
    let notes = countTry(none, door, 'a', NOW);
    notes = countTry(notes, at, 'b', NOW + 1_000);
    notes = countTry(notes, at, 'c', NOW + 2_000);
    expect(choose(sets, notes, { at, now: NOW + 3_000 })).toBeUndefined();
    expect(nextTryAt(notesAt(notes, at), NOW + 3_000)).toBe(NOW + HOUR_MS);
    expect(choose(sets, notes, { at, now: NOW + HOUR_MS - 1 })).toBeUndefined();
    expect(choose(sets, notes, { at, now: NOW + HOUR_MS })).toBe('d');
    expect(choose(sets, notes, { at: { address: '10.0.0.6' }, now: NOW + 3_000 })).toBe('a');
  });

  it('that opens the door is no wrong try: it does not use up the share', () => {
    let notes = none;
    for (const name of ['a', 'b', 'c', 'd']) notes = told(countTry(notes, door, name, NOW), name, true);
    expect(notesAt(notes, door).tries).toEqual([]);
  });

  it('is never new to a door more often in an hour than the share, also when the address becomes a device on the way', () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: HOUR_MS }),
      outcome: fc.constantFrom('no', 'silent'),
      kind: fc.constantFrom<SecretKind>('snmp-community', 'snmp-user'),
    });
    const user = { for: 'snmp-user', user: 'u' } as const;
    const sets = ['a', 'b', 'c', 'd'].flatMap((name, i) => [set(name, i), { ...set(`${name}-user`, i), secret: user }]);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.nat(40), (steps, knownFrom) => {
        let [notes, now] = [none, NOW];
        const shown: number[] = [];
        for (const [i, { wait, outcome, kind }] of steps.entries()) {
          now += wait;
          const at: Door = i >= knownFrom ? { ...door, device: { id: 'ab12', aliases: [] } } : door;
          const chosen = chooseKey(sets, notes, { kind, door: at, tried: [], now });
          if (chosen === undefined) continue;
          shown.push(now);
          notes = countTry(notes, at, chosen.set.name, now);
          if (outcome === 'no') notes = noteOutcome(notes, at, { name: chosen.set.name, kind, worked: false }, now);
        }
        for (const time of shown)
          expect(shown.filter((at) => at >= time && at < time + HOUR_MS).length).toBeLessThanOrEqual(MOST_TRIES);
      }),
    );
  });
});
