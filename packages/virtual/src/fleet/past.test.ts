import { forecastSupply, type Sample } from '@quietport/core';
import { describe, expect, it } from 'vitest';
import { demoFleet } from './demo.ts';
import { pastOf, type ShownLine } from './past.ts';

const NOW = Date.UTC(2026, 7, 19, 14, 20);
const DAY_MS = 86_400_000;

/** The past of a device of the demo fleet, by what its description says that it shows. */
function past(id: string): { readonly shown: readonly ShownLine[]; readonly samples: readonly Sample[] } {
  const device = demoFleet.find((row) => row.id === id)!;
  const line = (metric: string, value: Sample['value']): ShownLine => ({
    sample: { device: id, metric, at: NOW, value },
  });
  const shown = [
    line('state', device.state),
    line('counter.impressions', device.impressions),
    ...device.supplies.map(({ name, level }) => line(`supply.${name}`, level < 0 ? 'some left' : level / 100)),
  ];
  return { shown, samples: pastOf(device, shown, NOW) };
}

const printers = demoFleet.filter(({ supplies }) => supplies.length > 0).map(({ id }) => id);
const forecasts = printers.flatMap((id) => {
  const { shown, samples } = past(id);
  const supplies = shown.filter(({ sample }) => sample.metric.startsWith('supply.'));
  return supplies.map(({ sample }) => {
    const line = [...samples.filter(({ metric }) => metric === sample.metric), sample];
    return { id, metric: sample.metric, line, ...forecastSupply(line, 'consumed', NOW) };
  });
});

describe('the past of a virtual device', () => {
  it('is the same each time, ends before now, and leads to what is shown now', () => {
    for (const id of printers) {
      const { shown, samples } = past(id);
      expect(past(id).samples).toEqual(samples);
      expect(Math.max(...samples.map(({ at }) => at))).toBeLessThan(NOW);
      const newest = (metric: string) => samples.filter((row) => row.metric === metric).at(-1)!.value as number;
      const impressions = shown.find(({ sample }) => sample.metric === 'counter.impressions')!.sample.value as number;
      expect(newest('counter.impressions')).toBeLessThanOrEqual(impressions);
      expect(impressions - newest('counter.impressions')).toBeLessThan(impressions / 100);
      for (const { metric, line } of forecasts.filter((row) => row.id === id))
        if (typeof line.at(-1)!.value === 'number') expect(newest(metric)).toBeCloseTo(line.at(-1)!.value as number, 1);
    }
  });

  it('has one sample a line and moment, levels between none and all, and counters that never run backwards', () => {
    for (const id of printers) {
      const { samples } = past(id);
      expect(new Set(samples.map(({ metric, at }) => `${metric} ${at}`)).size).toBe(samples.length);
      for (const { metric, value } of samples)
        if (metric.startsWith('supply.') && typeof value === 'number') {
          expect(value).toBeGreaterThan(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      const counts = samples.filter(({ metric }) => metric === 'counter.impressions').map(({ value }) => Number(value));
      expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    }
  });

  it('shows replacements, something that runs out in some days, and something that nobody knows yet', () => {
    expect(forecasts.filter(({ replaced }) => replaced.length > 0).length).toBeGreaterThanOrEqual(5);
    const days = forecasts.flatMap(({ left }) => (left.is === 'days' ? [left] : []));
    expect(days.filter(({ from }) => from <= 10).length).toBeGreaterThanOrEqual(1);
    expect(days.filter(({ from }) => from > 10).length).toBeGreaterThanOrEqual(5);
    const gaps = new Map(forecasts.map(({ id, left }) => [id, left.is === 'unknown' ? left.why : left.is]));
    expect(gaps.get('labels')).toBe('too-short');
    expect(gaps.get('laser')).toBe('no-number');
  });

  it('works by day, hardly at weekends, and a sleeper sleeps at night', () => {
    const counts = past('copier').samples.filter(({ metric }) => metric === 'counter.impressions');
    const used = { weekday: 0, weekend: 0 };
    for (const [i, { at, value }] of counts.entries()) {
      const kind = [0, 6].includes(new Date(at).getUTCDay()) ? 'weekend' : 'weekday';
      if (i > 0) used[kind] += Number(value) - Number(counts[i - 1]!.value);
    }
    expect(used.weekend).toBeGreaterThan(0);
    expect(used.weekday).toBeGreaterThan(20 * used.weekend);
    const states = past('sleeper').samples.filter(({ metric }) => metric === 'state');
    const night = states.filter(({ at }) => [22, 23, 0, 1, 2, 3].includes(new Date(at).getUTCHours()));
    expect(night.length).toBeGreaterThan(20);
    for (const { value } of night) expect(value).toBe('asleep');
    expect(states.map(({ value }) => value)).toContain('processing');
    expect(NOW - states[0]!.at).toBeGreaterThan(30 * DAY_MS);
  });
});
