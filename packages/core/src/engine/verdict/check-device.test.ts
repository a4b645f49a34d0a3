import { describe, expect, it } from 'vitest';
import type { Device } from '../../model/device.ts';
import type { Supply } from '../../model/reading.ts';
import { checkDevice, performanceData, wordsOfAge } from './check-device.ts';

const marks = { warning: 0.1, critical: 0.02, maxAgeMs: 3_600_000 };
const check = (more: Partial<Device>, now = 1000) => checkDevice({ ...device, ...more }, now, marks);

describe('whether a device needs somebody', () => {
  it.each<[string, Partial<Supply>, string]>([
    ['a full cartridge', { level: { type: 'exact', ratio: 0.5 } }, 'ok'],
    ['a low one', { level: { type: 'exact', ratio: 0.1 } }, 'warning'],
    ['an empty one', { level: { type: 'exact', ratio: 0.02 } }, 'critical'],
    ['one under its own mark', { level: { type: 'exact', ratio: 0.14 }, thresholds: { low: 0.15 } }, 'warning'],
    ['one over its own mark', { level: { type: 'exact', ratio: 0.06 }, thresholds: { low: 0.05 } }, 'ok'],
    ['one that is said to be empty', { level: { type: 'step', label: 'empty', min: 0, max: 0 } }, 'critical'],
    ['one with some left', { level: { type: 'at-least-some' } }, 'ok'],
    ['one of which nobody knows', { level: { type: 'unknown' } }, 'ok'],
    ['one with an impossible level', { level: { type: 'implausible' } }, 'ok'],
    ['a full receptacle without a mark', { direction: 'filled', level: { type: 'exact', ratio: 1 } }, 'ok'],
    ['an empty receptacle', { direction: 'filled', level: { type: 'exact', ratio: 0 } }, 'ok'],
    [
      'a receptacle over its mark',
      { direction: 'filled', level: { type: 'exact', ratio: 0.7 }, thresholds: { high: 0.64 } },
      'warning',
    ],
  ])('%s', (_, more, word) => {
    expect(check({ supplies: [{ ...supply, ...more }] }).word).toBe(word);
  });

  it.each<[Partial<Device['state']>, string]>([
    [{ word: 'asleep' }, 'ok'],
    [{ word: 'stopped', reasons: ['media-empty-error'] }, 'critical'],
    [{ word: 'idle', reasons: ['toner-low-warning'] }, 'warning'],
    [{ word: 'idle', reasons: ['identify-printer-requested-report', 'standby'] }, 'ok'],
    [{ word: 'unreachable' }, 'critical'],
    [{ word: 'not-observed' }, 'unknown'],
    [{ word: 'unknown' }, 'unknown'],
  ])('state %j', (state, word) => {
    expect(check({ state: { ...device.state, ...state } }).word).toBe(word);
  });

  it('what is too old is unknown, with what it said then', () => {
    const old = check({ supplies: [{ ...supply, level: { type: 'exact', ratio: 0 } }] }, 8_000_000);
    expect(old.word).toBe('unknown');
    expect(old.complaints.map(({ text }) => text)).toEqual(['Black 0%', 'last heard 2 h ago']);
  });

  it('numbers for monitoring are those that were told', () => {
    const supplies: Supply[] = [
      { ...supply, name: "Toner 'XL' = big", level: { type: 'exact', ratio: 0.4906 } },
      { ...supply, name: 'Some', level: { type: 'at-least-some' } },
    ];
    expect(performanceData({ ...device, supplies }, marks)).toBe("'Toner ''XL'' - big'=49.1%;10:;2:;0;100");
  });

  it.each([
    [0, '0 s'],
    [119_000, '119 s'],
    [120_000, '2 min'],
    [7_200_000, '2 h'],
    [172_800_000, '2 d'],
    [-5, '0 s'],
  ])('an age of %i ms is %s', (ms, words) => {
    expect(wordsOfAge(ms)).toBe(words);
  });
});

const supply: Supply = {
  name: 'Black',
  kind: 'ink',
  direction: 'consumed',
  level: { type: 'unknown' },
  raw: {},
  source: 'ipp',
  observedAt: 0,
  evidence: { observation: 'o1', protocol: 'ipp', path: 'printer.marker-levels', rule: 'told' },
  also: [],
  against: [],
};
const device: Device = {
  id: 'd1',
  provisional: false,
  aliases: [],
  kind: 'printer',
  facts: {},
  hostnames: [],
  interfaces: [],
  ports: [],
  state: { word: 'idle', reasons: [], since: 0 },
  supplies: [],
  trays: [],
  counters: [],
  alerts: [],
  merges: [],
  observations: ['o1'],
  seen: { first: 0, last: 0 },
};
