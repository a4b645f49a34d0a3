import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LookNote, WHOLE_MACHINE } from '../../model/look-note.ts';
import type { Attempt, Observation } from '../../model/observation.ts';
import { outdatedNotes } from '../plan/note-look.ts';
import { fuse } from './fuse.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const vantage = { host: 'here', interface: 'eth0' };
const ADDRESS = '10.0.0.5';

function heard(at: number, word: 'idle' | 'asleep' = 'idle', protocol = 'snmp'): Observation {
  return {
    id: `${protocol}-${at}`,
    at,
    vantage,
    from: { address: ADDRESS, port: protocol === 'snmp' ? 161 : 631, transport: protocol === 'snmp' ? 'udp' : 'tcp' },
    protocol,
    claims: [
      { is: 'fact', fact: 'serial', value: 'X3B8022793', path: 'serial', basis: 'told' },
      { is: 'state', word, reasons: [], path: 'state' },
    ],
    raw: new Uint8Array(),
  };
}

function look(at: number, is: 'sign' | 'silence' | 'blind', on = vantage): LookNote {
  const note = { id: `look-${at}`, at, vantage: on };
  if (is === 'sign') return { ...note, heard: [ADDRESS], silent: [] };
  return { ...note, ...(is === 'blind' ? { blind: 'no address' } : {}), heard: [], silent: [ADDRESS] };
}

const silence = (protocol: string, at: number): Attempt => ({
  at,
  vantage,
  target: { address: ADDRESS, port: 161, transport: 'udp' },
  probe: `${protocol}.identify`,
  outcome: 'silent',
});

function stateOf(observations: readonly Observation[], looks: readonly LookNote[], attempts: readonly Attempt[] = []) {
  const { devices } = fuse(observations, [], attempts, looks);
  expect(devices).toHaveLength(1);
  return devices[0]!.state;
}

describe('a device that falls silent', () => {
  it('is unreachable after one look where it had said goodbye, unless something was heard of it since', () => {
    const goodbye = { ...heard(HOUR, 'idle', 'dns-sd'), claims: heard(0).claims.slice(0, 1), validForMs: 0 };
    expect(stateOf([heard(0), goodbye], []).word).toBe('idle');
    const looks = [look(2 * HOUR, 'silence')];
    expect(stateOf([heard(0), goodbye], looks)).toEqual({
      word: 'unreachable',
      reasons: ['said-goodbye'],
      since: HOUR,
    });
    expect(stateOf([heard(0), goodbye, heard(HOUR + 90_000)], looks).word).toBe('idle');
    expect(stateOf([heard(0), goodbye, heard(HOUR + 10, 'idle', 'dns-sd')], looks).word).toBe('idle');
  });

  it('has left where a proved goodbye is the last word of all that tell its state', () => {
    const at = (word: 'idle' | 'unreachable', when: number, protocol = 'ncdp2'): Observation => ({
      ...heard(when, 'idle', protocol),
      claims: [heard(0).claims[0]!, { is: 'state', word, reasons: ['said-goodbye'], path: 'head.function' }],
      ...(word === 'unreachable' ? { validForMs: 0 } : {}),
    });
    expect(stateOf([at('idle', 0), at('unreachable', HOUR)], []).word).toBe('unreachable');
    expect(stateOf([at('idle', 0), at('unreachable', HOUR), at('idle', HOUR + 5)], []).word).toBe('idle');
    expect(stateOf([heard(0), at('idle', 0), at('unreachable', HOUR)], []).word).toBe('idle');
  });

  it('keeps its own word for one look, and is unreachable after two', () => {
    expect(stateOf([heard(0)], [look(HOUR, 'silence')]).word).toBe('idle');
    const state = stateOf([heard(0)], [look(HOUR, 'silence'), look(2 * HOUR, 'silence')]);
    expect(state).toEqual({ word: 'unreachable', reasons: ['silent-in-2-looks'], since: HOUR });
  });

  it('is back with its first sign, whatever gave it', () => {
    const looks = [look(1, 'silence'), look(2, 'silence'), look(3, 'sign')];
    expect(stateOf([heard(0)], looks).word).toBe('idle');
    expect(stateOf([heard(0), heard(5, 'asleep')], looks.slice(0, 2)).word).toBe('asleep');
  });

  it('that flaps moves nobody', () => {
    const looks = Array.from({ length: 20 }, (_, i) => look(i + 1, i % 2 === 0 ? 'silence' : 'sign'));
    for (let n = 1; n <= looks.length; n++) expect(stateOf([heard(0)], looks.slice(0, n)).word).toBe('idle');
  });

  it('that said it sleeps is asleep over a weekend, and unreachable after it', () => {
    const looks = (hours: number) => [look(HOUR, 'silence'), look(hours * HOUR, 'silence')];
    expect(stateOf([heard(0, 'asleep')], looks(70)).word).toBe('asleep');
    expect(stateOf([heard(0, 'asleep')], looks(73)).word).toBe('unreachable');
  });
});

describe('a vantage point that sees nothing', () => {
  it('makes its devices not observed, since when it was blind, and no look of it counts against them', () => {
    const looks = [look(HOUR, 'silence'), look(2 * HOUR, 'blind'), look(3 * HOUR, 'blind')];
    expect(stateOf([heard(0)], looks)).toEqual({
      word: 'not-observed',
      reasons: ['observer-blind'],
      since: 2 * HOUR,
    });
    expect(stateOf([heard(0)], [...looks, look(4 * HOUR, 'sign')]).word).toBe('idle');
    expect(stateOf([heard(0)], [look(1, 'blind'), look(2, 'silence')]).word).toBe('idle');
  });

  it('is the whole machine where the look could not be done', () => {
    expect(stateOf([heard(0)], [look(HOUR, 'blind', { ...vantage, interface: WHOLE_MACHINE })]).word).toBe(
      'not-observed',
    );
  });

  it('says nothing of the same address elsewhere', () => {
    const elsewhere = { ...vantage, interface: 'eth1' };
    expect(stateOf([heard(0)], [look(1, 'silence', elsewhere), look(2, 'silence', elsewhere)]).word).toBe('idle');
  });
});

describe('a habit', () => {
  // looks every three hours; silent from 18 to 6 each day
  const office = (days: number, at: number): readonly LookNote[] =>
    Array.from({ length: days * 8 }, (_, i) => i * 3 * HOUR + 1)
      .filter((time) => time <= at)
      .map((time) => look(time, [0, 3, 18, 21].includes(Math.floor(time / HOUR) % 24) ? 'silence' : 'sign'));

  it('of the nights is known after three of them, and is no excuse by day', () => {
    const night = (day: number) => day * DAY + 21 * HOUR + 1;
    expect(stateOf([heard(0)], office(9, night(2))).word).toBe('unreachable');
    expect(stateOf([heard(0)], office(9, night(3)))).toMatchObject({ word: 'off-by-habit' });
    const gone = [...office(5, 5 * DAY), look(5 * DAY + 9 * HOUR, 'silence'), look(5 * DAY + 12 * HOUR, 'silence')];
    expect(stateOf([heard(0)], gone).word).toBe('unreachable');
  });

  it('is none where a device was always silent', () => {
    const looks = Array.from({ length: 100 }, (_, i) => look((i + 1) * 3 * HOUR, 'silence'));
    expect(stateOf([heard(0)], looks).word).toBe('unreachable');
  });
});

describe('a network card that answers alone', () => {
  const looks = [look(DAY, 'sign')];

  it('is a sleeping printer where all that told its state is silent', () => {
    const both = [heard(0), heard(0, 'idle', 'ipp')];
    expect(stateOf(both, looks, [silence('snmp', DAY), silence('ipp', DAY)])).toEqual({
      word: 'asleep',
      reasons: ['only-the-network-card-answers'],
      since: DAY,
    });
  });

  it('is none where one protocol alone is silent: it may have been switched off', () => {
    const both = [heard(0), heard(0, 'idle', 'ipp')];
    expect(stateOf(both, looks, [silence('snmp', DAY)]).word).toBe('idle');
    expect(stateOf([heard(0)], looks, [silence('snmp', DAY)]).word).toBe('idle');
  });
});

describe('the state', () => {
  it('does not hang on the order of notes and observations', () => {
    const kinds = fc.constantFrom('sign', 'silence', 'blind' as const);
    fc.assert(
      fc.property(fc.array(kinds, { maxLength: 12 }), fc.integer(), (row, seed) => {
        const looks = row.map((is, i) => look((i + 1) * HOUR, is as never));
        const mixed = [...looks].sort((a, b) => ((a.at * seed) % 7) - ((b.at * seed) % 7));
        expect(stateOf([heard(0)], mixed)).toEqual(stateOf([heard(0)], looks));
      }),
    );
  });
});

describe('notes of looks', () => {
  it('thin out to one an hour behind the latest, and end after five weeks', () => {
    const minutes = Array.from({ length: 60 * 24 * 40 }, (_, i) => look(i * 60_000, 'sign'));
    const gone = new Set(outdatedNotes(minutes));
    const kept = minutes.filter(({ id }) => !gone.has(id));
    expect(kept.length).toBeLessThanOrEqual(24 + 35 * 24 + 1);
    expect(kept.at(-1)).toBe(minutes.at(-1));
    expect(kept[0]!.at).toBeGreaterThanOrEqual(minutes.at(-1)!.at - 35 * DAY);
    expect(outdatedNotes(kept)).toEqual([]);
    expect(outdatedNotes([])).toEqual([]);
  });
});
