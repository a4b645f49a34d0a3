import { forecastSupply, type Sample, type Store } from '@quietport/core';
import { keepTidy } from '@quietport/library';
import { openMemoryStore } from '@quietport/store';
import { ManualClock } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = 20_000 * DAY;
const retention = { rawMs: 3 * DAY, hourlyMs: 20 * DAY };

/** Numbers every five minutes and words every six hours, for so many days before the start. */
async function filled(days: number): Promise<Store> {
  const store = openMemoryStore();
  const samples: Sample[] = [];
  for (let at = START - days * DAY; at < START; at += 5 * MINUTE) {
    const value = Math.round((0.05 + ((START - at) / DAY) * 0.03) * 100) / 100;
    samples.push({ device: 'd1', metric: 'supply.black', at, value });
    if (at % (6 * HOUR) === 0)
      samples.push({ device: 'd1', metric: 'state', at, value: (at / HOUR) % 12 === 0 ? 'idle' : 'asleep' });
  }
  samples.push({ device: 'gone', metric: 'supply.cyan', at: START - 400 * DAY, value: 0.5 });
  samples.push({ device: 'gone', metric: 'supply.cyan', at: START - 401 * DAY, value: 0.6 });
  await store.samples.append(samples);
  return store;
}

/** The program runs for a while. */
async function run(store: Store, clock: ManualClock, ms: number): Promise<void> {
  const end = new AbortController();
  const over = keepTidy(retention, store, clock, end.signal);
  await clock.advance(ms);
  end.abort();
  await clock.runUntil(over);
}

const lineOf = (store: Store, metric: string, device = 'd1') => store.samples.of([device], { metric, most: 100_000 });

describe('what is kept of history', () => {
  it('is all of the last days, one number an hour before them, every word, and the newest of each line', async () => {
    const store = await filled(30);
    const clock = new ManualClock({ start: START });
    const before = await lineOf(store, 'supply.black');
    const forecast = forecastSupply(before, 'consumed', START).left;
    await run(store, clock, HOUR);
    const after = await lineOf(store, 'supply.black');
    const raw = after.filter(({ at }) => at >= START - 3 * DAY + HOUR);
    expect(raw).toEqual(before.filter(({ at }) => at >= START - 3 * DAY + HOUR));
    const old = after.filter(({ at }) => at < START - 3 * DAY - HOUR);
    expect(new Set(old.map(({ at }) => Math.floor(at / HOUR))).size).toBe(old.length);
    expect(old.length).toBeGreaterThan(16 * 24);
    expect(old[0]!.at).toBeGreaterThanOrEqual(START - 20 * DAY);
    const were = new Set(before.map((row) => JSON.stringify(row)));
    for (const row of old) expect(were.has(JSON.stringify(row))).toBe(true);
    // four words a day; the oldest of them is older than that by now
    expect((await lineOf(store, 'state')).length).toBe(20 * 4 - 1);
    expect(await lineOf(store, 'supply.cyan', 'gone')).toHaveLength(1);
    // and the forecast is what it was, but for what is too old
    expect(forecast).toMatchObject({ is: 'days' });
    const thinned = forecastSupply(after, 'consumed', START).left;
    expect(thinned).toMatchObject({ is: 'days' });
    expect((thinned as { perDay: number }).perDay).toBeCloseTo((forecast as { perDay: number }).perDay, 3);
  });

  it('comes out the same however often the program is ended in between', async () => {
    const [once, often] = [await filled(10), await filled(10)];
    await run(once, new ManualClock({ start: START }), 5 * HOUR);
    const clock = new ManualClock({ start: START });
    for (let i = 0; i < 12; i++) await run(often, clock, 10 * MINUTE + 25 * i);
    await run(often, clock, 3 * HOUR);
    for (const metric of ['supply.black', 'state'])
      expect(await lineOf(often, metric)).toEqual(await lineOf(once, metric));
  });

  it('is read again no further back than it has aged', async () => {
    const store = await filled(10);
    const clock = new ManualClock({ start: START });
    await run(store, clock, HOUR);
    const asked: number[] = [];
    const watched: Store = {
      ...store,
      samples: {
        ...store.samples,
        thin: (lines, how) => {
          asked.push(how.since);
          return store.samples.thin(lines, how);
        },
      },
    };
    await run(watched, clock, 2 * HOUR);
    expect(asked.length).toBeGreaterThan(0);
    for (const since of asked) expect(since).toBeGreaterThan(START - 3 * DAY - 2 * DAY);
  });

  it('loses nothing to a clock that leaps: it is believed after a day', async () => {
    const store = await filled(10);
    await run(store, new ManualClock({ start: START }), HOUR);
    const count = (await lineOf(store, 'supply.black')).length;
    const ahead = new ManualClock({ start: START + 5000 * DAY });
    await run(store, ahead, 20 * HOUR);
    expect(await lineOf(store, 'supply.black')).toHaveLength(count);
    // back again
    await run(store, new ManualClock({ start: START + 2 * HOUR }), HOUR);
    expect((await lineOf(store, 'supply.black')).length).toBeGreaterThan(count - 24);
    // a long holiday it was after all
    await run(store, ahead, 30 * HOUR);
    expect(await lineOf(store, 'supply.black')).toHaveLength(1);
  });
});
