import { describe, expect, it } from 'vitest';
import type { Device } from '../../model/device.ts';
import type { Sample } from '../../model/sample.ts';
import { newSamples, samplesOf } from './samples.ts';

const NOW = 1e9;
const HOUR = 3_600_000;
const evidence = { observation: 'o1', protocol: 'snmp', path: 'x', rule: 'reading' };
const reading = (observedAt: number) => ({ source: 'snmp', observedAt, evidence });

function device(at: number, more: Partial<Device> = {}): Device {
  const known = (value: string) => ({ value, grade: 'claimed' as const, evidence: [evidence], against: [] });
  return {
    id: 'd1',
    provisional: false,
    aliases: [],
    kind: 'printer',
    facts: { firmware: known('1.0'), model: known('M') },
    hostnames: [],
    interfaces: [],
    ports: [],
    state: { word: 'idle', reasons: [], since: 5 },
    supplies: [
      {
        ...{ name: 'Black', kind: 'ink', direction: 'consumed', colorant: 'black' },
        ...{ level: { type: 'exact', ratio: 0.63 }, raw: { level: 63, max: 100 }, also: [], against: [] },
        ...reading(at),
      },
    ],
    trays: [{ name: 'Tray 1', level: { type: 'at-least-some' }, raw: { level: -3 }, ...reading(at) }],
    counters: [
      {
        name: 'impressions',
        value: 100,
        unit: 'impressions',
        segment: { since: 0, from: 100 },
        anchors: [],
        ...reading(at),
      },
    ],
    alerts: [],
    merges: [],
    observations: [],
    seen: { first: 0, last: at },
    ...more,
  };
}

const lines = (rows: readonly Sample[]) => Object.fromEntries(rows.map(({ metric, value }) => [metric, value]));
const latest = (rows: readonly Sample[]) => new Map(rows.map((row) => [row.metric, row]));

describe('samples', () => {
  it('are numbers where one was told, and words where none was', () => {
    expect(lines(samplesOf(device(1000)))).toEqual({
      state: 'idle',
      'supply.black': 0.63,
      'tray.tray-1': 'some left',
      'counter.impressions': 100,
      'fact.firmware': '1.0',
    });
  });

  it('of a device that was never sampled are all news, and again at the same time none are', () => {
    const first = newSamples(device(1000), new Map(), NOW);
    expect(first).toHaveLength(5);
    expect(newSamples(device(1000), latest(first), NOW)).toEqual([]);
  });

  it('stand still for an hour before the same value is written again', () => {
    const first = latest(newSamples(device(1000), new Map(), NOW));
    expect(newSamples(device(999 + HOUR), first, NOW)).toEqual([]);
    expect(newSamples(device(1000 + HOUR), first, NOW)).toHaveLength(5);
  });

  it('that have changed are news with the time of their observation', () => {
    const first = latest(newSamples(device(1000), new Map(), NOW));
    const [counter] = device(2000).counters;
    const printed = device(2000, { counters: [{ ...counter!, value: 101 }] });
    expect(newSamples(printed, first, NOW)).toEqual([
      { device: 'd1', metric: 'counter.impressions', at: 2000, value: 101 },
    ]);
  });

  it('a device that fell silent is news from its last word on, and says nothing of its supplies', () => {
    const first = latest(newSamples(device(1000), new Map(), NOW));
    const silent = device(1000, { state: { word: 'unreachable', reasons: [], since: 9000 } });
    expect(newSamples(silent, first, NOW)).toEqual([{ device: 'd1', metric: 'state', at: 9000, value: 'unreachable' }]);
  });

  it('an alert that is over ends with a null, once', () => {
    const alert = { severity: 'critical' as const, code: 'jam', ...reading(1000) };
    const first = newSamples(device(1000, { alerts: [alert] }), new Map(), NOW);
    expect(lines(first)['alert.jam']).toBe('critical');
    const over = newSamples(device(2000), latest(first), NOW);
    expect(over).toEqual([{ device: 'd1', metric: 'alert.jam', at: 2000, value: null }]);
    expect(newSamples(device(3000), latest([...first, ...over]), NOW)).toEqual([]);
  });

  it('what a clock that was ahead wrote down holds nothing up', () => {
    const ahead = latest(newSamples(device(NOW + 30 * HOUR), new Map(), NOW + 30 * HOUR));
    expect(newSamples(device(NOW), ahead, NOW)).toHaveLength(5);
    // a little ahead is as usual
    expect(newSamples(device(NOW), latest(newSamples(device(NOW + 1), new Map(), NOW)), NOW)).toEqual([]);
  });
});
