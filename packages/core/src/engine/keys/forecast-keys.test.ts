import { describe, expect, it } from 'vitest';
import type { KeyPlaces } from '../../contracts/credentials.ts';
import type { CredentialSet, KeyNotes } from '../../contracts/vault.ts';
import { parseRange } from '../../net/address-range.ts';
import { parsePrefix } from '../../net/prefix.ts';
import { forecastKeys } from './forecast-keys.ts';
import { countTry, noteOutcome } from './key-notes.ts';

const NOW = 1_800_000_000_000;
const set = (name: string, scope: string): CredentialSet => ({
  name,
  order: 1,
  scope: [scope],
  changedAt: 0,
  secret: { for: 'snmp-community', community: 'x' },
});

function forecast(sets: readonly CredentialSet[], places: Partial<KeyPlaces>, notes: KeyNotes = { drawers: {} }) {
  const all = { addresses: [], ranges: [], prefixes: [], excluded: [], ...places };
  const doorAt = (address: string) => ({ address });
  return forecastKeys(sets, notes, all, { doorAt, kinds: ['snmp-community'], now: NOW });
}

describe('what a look may try', () => {
  it('is counted address by address, within the scopes and less what is excluded', () => {
    const sets = [set('a', '10.0.0.0/24'), set('b', '10.0.0.7')];
    expect(forecast(sets, { prefixes: [parsePrefix('10.0.0.0/24')!], excluded: [parseRange('10.0.0.9')!] })).toEqual({
      names: ['a', 'b'],
      perDevice: 2,
      devices: 253,
      tries: 254,
      open: false,
    });
    expect(forecast(sets, { addresses: ['10.0.1.1'] })).toMatchObject({ names: [], tries: 0, devices: 0 });
  });

  it('leaves out what is known to work, what rests, and what the hour has used up', () => {
    const sets = ['a', 'b', 'c', 'd', 'e'].map((name) => set(name, 'everywhere'));
    const at = { address: '10.0.0.1' };
    const ask = (notes: KeyNotes) => forecast(sets, { addresses: [at.address] }, notes).tries;
    let notes: KeyNotes = { drawers: {} };
    expect(ask(notes)).toBe(3);
    notes = noteOutcome(notes, at, { name: 'a', kind: 'snmp-community', worked: true }, NOW);
    notes = noteOutcome(notes, at, { name: 'b', kind: 'snmp-community', worked: false }, NOW);
    expect(ask(notes)).toBe(2);
    expect(ask(countTry(notes, at, 'c', NOW))).toBe(1);
  });

  it('counts a large range as if nothing were known of it, and says where it cannot count', () => {
    const sets = [set('a', '10.0.0.0/24')];
    expect(forecast(sets, { ranges: [parseRange('10.0.0.0/8')!] })).toMatchObject({ tries: 2 ** 24 - 2, perDevice: 1 });
    for (const segment of ['fe80::/64', '127.0.0.0/8'])
      expect(forecast(sets, { prefixes: [parsePrefix(segment)!] })).toMatchObject({
        tries: 0,
        open: true,
        names: ['a'],
      });
  });
});
