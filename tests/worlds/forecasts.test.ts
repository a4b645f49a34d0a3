import type { Device, Store } from '@quietport/core';
import { Forecasts } from '@quietport/library';
import { openMemoryStore } from '@quietport/store';
import { ManualClock } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';
import { device } from '../conformance/store-samples.ts';

const HOUR_MS = 3_600_000;

/** So many devices, whose history takes 100 ms each to read. */
function crowd(count: number, clock: ManualClock) {
  const store = openMemoryStore();
  let reads = 0;
  const samples: Store['samples'] = {
    ...store.samples,
    of: async (ids, wish) => {
      reads++;
      await clock.sleep(100);
      return store.samples.of(ids, wish);
    },
  };
  const devices: Device[] = Array.from({ length: count }, (_, i) =>
    device(`d${i}`, {
      aliases: [],
      supplies: [
        {
          ...{ name: 'Black', kind: 'ink', direction: 'consumed', level: { type: 'exact', ratio: 0.5 }, raw: {} },
          ...{ also: [], against: [], source: 'snmp', observedAt: 0 },
          evidence: { observation: 'o1', protocol: 'snmp', path: 'p', rule: 'told' },
        },
      ],
    }),
  );
  return { source: { store: { samples }, devices }, reads: () => reads };
}

const whys = async (forecasts: Forecasts, source: Parameters<Forecasts['all']>[0], clock: ManualClock) =>
  (await clock.runUntil(forecasts.all(source))).map(({ supplies }) => {
    const { left } = supplies[0]!.forecast;
    return left.is === 'unknown' ? left.why : left.is;
  });

describe('the forecasts of all devices', () => {
  it('are asked for no longer than a moment; the rest is pending, and read behind it', async () => {
    const clock = new ManualClock({ start: 1e12 });
    const { source } = crowd(10, clock);
    const forecasts = new Forecasts(clock);
    const first = await whys(forecasts, source, clock);
    expect(first.filter((why) => why === 'pending').length).toBeGreaterThanOrEqual(6);
    expect(first[0]).toBe('no-history');
    await clock.advance(5_000);
    expect(new Set(await whys(forecasts, source, clock))).toEqual(new Set(['no-history']));
  });

  it('are read again after a while and not before', async () => {
    const clock = new ManualClock({ start: 1e12 });
    const { source, reads } = crowd(2, clock);
    const forecasts = new Forecasts(clock);
    await whys(forecasts, source, clock);
    const once = reads();
    await whys(forecasts, source, clock);
    expect(reads()).toBe(once);
    await clock.advance(HOUR_MS);
    await whys(forecasts, source, clock);
    expect(reads()).toBe(2 * once);
  });

  it('of what is shown no more are forgotten, also where the reading goes on', async () => {
    const clock = new ManualClock({ start: 1e12 });
    const [fleet, network] = [crowd(10, clock), crowd(1, clock)];
    const forecasts = new Forecasts(clock);
    await whys(forecasts, fleet.source, clock);
    expect(await whys(forecasts, network.source, clock)).toEqual(['no-history']);
    await clock.advance(5_000);
    const reads = fleet.reads();
    expect(reads).toBeLessThan(10);
    expect((await clock.runUntil(forecasts.all({ ...network.source, devices: [] }))).length).toBe(0);
  });
});
