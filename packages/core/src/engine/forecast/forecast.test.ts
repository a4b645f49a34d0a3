import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sample } from '../../model/sample.ts';
import { type DaysLeft, forecastSupply } from './days-left.ts';
import { wordsOfDaysLeft } from './forecast-words.ts';
import { paceOfCounter } from './pages.ts';
import { DAY_MS } from './points.ts';

const HOUR_MS = 3_600_000;
const NOW = 100 * DAY_MS;

/** A line of one supply: a value at so many days before now. */
const line = (...points: readonly (readonly [daysAgo: number, value: Sample['value']])[]): Sample[] =>
  points.map(([daysAgo, value]) => ({ device: 'd1', metric: 'supply.black', at: NOW - daysAgo * DAY_MS, value }));

/** What a gauge of such steps shows each hour of so many days, where `used` of them are used up to an hour. */
const hours = (days: number, used: (hour: number) => number, step = 0.01): Sample[] =>
  Array.from({ length: days * 24 + 1 }, (_, hour) => {
    const left = Math.max(0, 1 - used(hour));
    return {
      device: 'd1',
      metric: 'supply.black',
      at: NOW - days * DAY_MS + hour * HOUR_MS,
      value: Math.round(Math.ceil(left / step - 1e-9) * step * 1e6) / 1e6,
    };
  });

const consumed = (samples: readonly Sample[], now = NOW) => forecastSupply(samples, 'consumed', now);
const bounds = (left: DaysLeft) => (left.is === 'days' ? [left.from, left.to ?? Infinity] : left);

describe('the forecast of a supply', () => {
  it('of an even pace is a narrow range about the truth', () => {
    // a fiftieth a day: after 30 days 20 are left
    const { left, replaced } = consumed(hours(30, (hour) => hour / 24 / 50));
    const [from, to] = bounds(left) as number[];
    expect(from).toBeGreaterThanOrEqual(15);
    expect(from).toBeLessThanOrEqual(20);
    expect(to).toBeGreaterThanOrEqual(20);
    expect(to).toBeLessThanOrEqual(25);
    expect(replaced).toEqual([]);
    expect(wordsOfDaysLeft(left, 'consumed')).toMatch(/^1\d to 2\d days$/);
  });

  it('of a gauge of steps of 10 % is about the same, and its steps are no replacement', () => {
    const { left, replaced } = consumed(hours(30, (hour) => hour / 24 / 50, 0.1));
    const [from, to] = bounds(left) as number[];
    expect(from).toBeLessThanOrEqual(20);
    expect(from).toBeGreaterThanOrEqual(12);
    expect(to).toBeGreaterThanOrEqual(20);
    expect(to).toBeLessThanOrEqual(32);
    expect(replaced).toEqual([]);
    // a gauge on the edge between two steps goes to and fro
    expect(
      consumed(line([20, 0.5], [19, 0.4], [18.9, 0.5], [18.8, 0.4], [10, 0.3], [1, 0.2], [0, 0.3])).replaced,
    ).toEqual([]);
  });

  it('goes on over a replacement, and tells it', () => {
    const used = (hour: number) => (hour < 20 * 24 ? hour / 24 / 20.5 : (hour / 24 - 20) / 20.5);
    const { left, replaced } = consumed(hours(25, used));
    expect(replaced).toMatchObject([{ at: NOW - 5 * DAY_MS, after: 1 }]);
    expect(replaced[0]!.before).toBeLessThan(0.05);
    const [from, to] = bounds(left) as number[];
    expect(from).toBeLessThanOrEqual(15.5);
    expect(to).toBeGreaterThanOrEqual(15.5);
    expect(to! - from!).toBeLessThan(10);
  });

  it('of a waste box runs the other way: emptying it is the replacement', () => {
    const filling = hours(30, (hour) => (hour / 24 / 20) % 1).map((one) => ({
      ...one,
      value: 1 - (one.value as number),
    }));
    const { left, replaced } = forecastSupply(filling, 'filled', NOW);
    expect(replaced).toHaveLength(1);
    expect(replaced[0]!.after).toBeGreaterThan(0.9);
    const [from, to] = bounds(left) as number[];
    expect(from).toBeLessThanOrEqual(10);
    expect(to).toBeGreaterThanOrEqual(10);
    expect(wordsOfDaysLeft({ is: 'over' }, 'filled')).toBe('full');
  });

  it('a slip of one reading, and noise of one percent, are no replacement', () => {
    const noisy = hours(20, (hour) => hour / 24 / 40).map((one, i) => ({
      ...one,
      value: (one.value as number) - (i % 2) * 0.01,
    }));
    noisy[100] = { ...noisy[100]!, value: 1 };
    noisy[200] = { ...noisy[200]!, value: 0 };
    const { left, replaced } = consumed(noisy);
    expect(replaced).toEqual([]);
    const [from, to] = bounds(left) as number[];
    expect(from).toBeLessThanOrEqual(20);
    expect(to).toBeGreaterThanOrEqual(19);
  });

  it('stands on the days at which nothing was used as well', () => {
    const [standing, going] = [hours(30, (hour) => Math.min(hour / 24, 10) / 20), hours(10, (hour) => hour / 24 / 20)];
    const [slow, fast] = [consumed(standing).left, consumed(going).left] as { perDay: number; to?: number }[];
    expect(slow!.perDay).toBeLessThan(fast!.perDay / 2);
    expect(fast!.to).toBeLessThanOrEqual(15);
    expect(slow!.to ?? Infinity).toBeGreaterThanOrEqual(30);
  });

  it.each<[string, readonly Sample[], DaysLeft]>([
    ['nothing', [], { is: 'unknown', why: 'no-history' }],
    ['words', line([20, 'some left'], [1, 'low'], [0, 'low']), { is: 'unknown', why: 'no-number' }],
    [
      'numbers that became words',
      [...hours(20, (hour) => hour / 1000), ...line([-0.01, 'some left'])],
      { is: 'unknown', why: 'no-number' },
    ],
    [
      'a line that ended',
      [...hours(20, (hour) => hour / 1000), ...line([-0.01, null])],
      { is: 'unknown', why: 'not-told' },
    ],
    [
      'a line that ended a week and more ago',
      hours(20, (hour) => hour / 1000).map((one) => ({ ...one, at: one.at - 8 * DAY_MS })),
      { is: 'unknown', why: 'not-told' },
    ],
    ['six days', hours(6, (hour) => hour / 24 / 10), { is: 'unknown', why: 'too-short' }],
    ['a printer that stood still', hours(30, () => 0.4), { is: 'unknown', why: 'stands-still' }],
    ['two moves of the gauge', hours(30, (hour) => hour / 24 / 140, 0.1), { is: 'unknown', why: 'too-few' }],
    ['an empty cartridge', hours(30, (hour) => hour / 24 / 20), { is: 'over' }],
  ])('of %s is no number', (_, samples, expected) => {
    expect(consumed(samples).left).toEqual(expected);
  });

  it('passes over what cannot be: the future, no numbers, more than all', () => {
    const good = hours(20, (hour) => hour / 24 / 40);
    const bad = line([-3, 1], [-400, 0], [5.01, Number.NaN], [5.02, 7], [5.03, -1], [5.04, Infinity]);
    expect(consumed([...good, ...bad])).toEqual(consumed(good));
    // the clock was set back: what was written before it is not believed until then
    expect(consumed(good, NOW - 10 * DAY_MS)).toEqual(
      consumed(
        good.filter(({ at }) => at <= NOW - 10 * DAY_MS + HOUR_MS),
        NOW - 10 * DAY_MS,
      ),
    );
  });

  const anySample = fc.record({
    device: fc.constant('d1'),
    metric: fc.constant('supply.black'),
    at: fc.double({ min: NOW - 60 * DAY_MS, max: NOW + 10 * DAY_MS, noNaN: false }),
    value: fc.oneof(fc.double({ min: -0.1, max: 1.1, noNaN: false }), fc.constantFrom('low', 'some left', null)),
  });

  it('never gives less than nothing, nor a range upside down, nor a number from fewer than four samples', () => {
    fc.assert(
      fc.property(
        fc.array(anySample, { maxLength: 60 }),
        fc.constantFrom('consumed' as const, 'filled' as const),
        (samples, direction) => {
          const { left, replaced } = forecastSupply(samples, direction, NOW);
          for (const { before, after } of replaced) expect(after).toBeGreaterThan(before);
          if (left.is !== 'days') return;
          expect(samples.length).toBeGreaterThanOrEqual(4);
          expect(left.from).toBeGreaterThanOrEqual(0);
          expect(left.to ?? Infinity).toBeGreaterThanOrEqual(left.from);
          expect(left.perDay).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('does not depend on the order of samples, nor on their coming twice', () => {
    fc.assert(
      fc.property(fc.array(anySample, { maxLength: 40 }), fc.infiniteStream(fc.nat()), (samples, keys) => {
        const shuffled = [...samples, ...samples].map((one) => ({ one, key: keys.next().value as number }));
        shuffled.sort((a, b) => a.key - b.key);
        expect(consumed(shuffled.map(({ one }) => one))).toEqual(consumed(samples));
      }),
    );
  });

  it('who uses more has fewer days left', () => {
    const steps = fc.array(fc.double({ min: 0, max: 0.02, noNaN: true }), { minLength: 24 * 10, maxLength: 24 * 30 });
    fc.assert(
      fc.property(steps, fc.double({ min: 0.1, max: 0.99, noNaN: true }), (uses, less) => {
        const whole = uses.reduce((sum, one) => sum + one, 0) || 1;
        const scaled = (factor: number) => {
          let used = 0;
          return uses.map((one, i) => {
            used += one;
            const value = 1 - (factor * 0.9 * used) / whole;
            return { device: 'd1', metric: 'supply.black', at: NOW - (uses.length - i) * HOUR_MS, value };
          });
        };
        const [more, fewer] = [consumed(scaled(1)).left, consumed(scaled(less)).left];
        if (more.is !== 'days' || fewer.is !== 'days') return;
        // the pace and the far end hang on how even the use was as well: of very odd lines they say nothing
        expect(fewer.from).toBeGreaterThanOrEqual(more.from);
      }),
      // to make hundreds of numbers smaller would take hours
      { numRuns: 50, endOnFailure: true },
    );
  });
});

describe('the pace of a counter', () => {
  const counts = (...values: readonly number[]): Sample[] =>
    values.map((value, i) => ({
      device: 'd1',
      metric: 'counter.impressions',
      at: NOW - (values.length - 1 - i) * DAY_MS,
      value,
    }));

  it('is the mean over the days of a week', () => {
    const month = Array.from({ length: 31 }, (_, i) => 1000 + Math.floor(i / 7) * 500 + Math.min(i % 7, 5) * 100);
    expect(paceOfCounter(counts(...month), NOW)).toMatchObject({ is: 'pace', days: 30 });
    const { perDay } = paceOfCounter(counts(...month), NOW) as { perDay: number };
    expect(perDay).toBeCloseTo(500 / 7, 6);
  });

  it('does not count what runs backwards, nor a slip', () => {
    const even = Array.from({ length: 15 }, (_, i) => 100 + 10 * i);
    const reset = even.map((value, i) => (i < 8 ? value : value - 150));
    const slip = even.map((value, i) => (i === 5 ? 1e9 : value));
    const zero = even.map((value, i) => (i === 9 ? 0 : value));
    for (const values of [even, reset, slip, zero]) {
      const pace = paceOfCounter(counts(...values), NOW);
      expect(pace).toMatchObject({ is: 'pace' });
      expect((pace as { perDay: number }).perDay).toBeCloseTo(10, 6);
    }
  });

  it('is unknown before a week has passed, and of a device that is silent for a week', () => {
    expect(paceOfCounter([], NOW)).toEqual({ is: 'unknown', why: 'no-history' });
    expect(paceOfCounter(counts(1, 2, 3, 4, 5, 6, 7), NOW)).toEqual({ is: 'unknown', why: 'too-short' });
    expect(paceOfCounter(counts(1, 2, 3, 4, 5, 6, 7, 8, 9), NOW + 8 * DAY_MS)).toEqual({
      is: 'unknown',
      why: 'not-told',
    });
  });

  it('is never negative, whatever the counter does', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: false }), { maxLength: 40 }), (values) => {
        const pace = paceOfCounter(counts(...values), NOW);
        if (pace.is === 'pace') expect(pace.perDay).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
