import { ManualClock } from '@quietport/virtual';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('a manual clock', () => {
  it('moves only when it is told to, wall time and monotonic time alike', async () => {
    const clock = new ManualClock({ start: 1000 });
    await clock.settle();
    expect([clock.now(), clock.monotonic()]).toEqual([1000, 0]);
    await clock.advance(250);
    expect([clock.now(), clock.monotonic()]).toEqual([1250, 250]);
  });

  it('wakes every sleeper at its own time, in order of time and then of asking', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(1000), { maxLength: 40 }), async (waits) => {
        const clock = new ManualClock();
        const woken: [number, number, number][] = [];
        for (const [index, ms] of waits.entries())
          void clock.sleep(ms).then(() => woken.push([ms, index, clock.monotonic()]));
        await clock.runUntilIdle();
        const expected = waits.map((ms, index) => [ms, index, ms]).sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
        expect(woken).toEqual(expected);
        expect(clock.pending).toBe(0);
      }),
    );
  });

  it('comes to the same in one stride or in many', async () => {
    const walk = async (strides: readonly number[]) => {
      const clock = new ManualClock();
      const woken: number[] = [];
      const sleeper = async () => {
        for (const ms of [10, 0, 35, 5]) {
          await clock.sleep(ms);
          woken.push(clock.monotonic());
        }
      };
      void sleeper();
      for (const ms of strides) await clock.advance(ms);
      return woken;
    };
    expect(await walk([100])).toEqual([10, 10, 45, 50]);
    expect(await walk(Array.from({ length: 100 }, () => 1))).toEqual([10, 10, 45, 50]);
  });

  it('lets all that is ready run before time moves on', async () => {
    const clock = new ManualClock();
    let at = -1;
    const long = async () => {
      await clock.sleep(5);
      for (let i = 0; i < 100; i++) await undefined;
      at = clock.monotonic();
    };
    void long();
    void clock.sleep(6);
    await clock.advance(10);
    expect(at).toBe(5);
  });

  it('ends a sleep with its signal, at once', async () => {
    const clock = new ManualClock();
    const end = new AbortController();
    const sleep = clock.sleep(1000, end.signal);
    end.abort();
    await sleep;
    expect([clock.monotonic(), clock.pending]).toEqual([0, 0]);
    await clock.sleep(1000, AbortSignal.abort());
    expect(clock.pending).toBe(0);
  });

  it('fires a timeout in its time, or with its parent', async () => {
    const clock = new ManualClock();
    const parent = new AbortController();
    const [first, second] = [clock.timeout(10), clock.timeout(10, parent.signal)];
    await clock.advance(9);
    expect([first.aborted, second.aborted]).toEqual([false, false]);
    parent.abort('enough');
    expect([first.aborted, second.aborted, second.reason]).toEqual([false, true, 'enough']);
    await clock.advance(1);
    expect([first.aborted, clock.pending]).toEqual([true, 0]);
    expect(clock.timeout(10, parent.signal).aborted).toBe(true);
  });

  it('goes just as far as a piece of work needs', async () => {
    const clock = new ManualClock();
    void clock.sleep(5000);
    const work = clock.sleep(30).then(() => 'done');
    expect(await clock.runUntil(work)).toBe('done');
    expect(clock.monotonic()).toBe(30);
  });

  it('says so when work waits for what no time brings', async () => {
    const clock = new ManualClock();
    await expect(clock.runUntil(new Promise(() => undefined))).rejects.toThrow('no time brings');
  });

  it('passes on how the work failed', async () => {
    const clock = new ManualClock();
    const work = clock.sleep(1).then(() => Promise.reject(new Error('broken')));
    await expect(clock.runUntil(work)).rejects.toThrow('broken');
  });

  it('does not run for ever after what recurs', async () => {
    const clock = new ManualClock();
    const end = new AbortController();
    const beat = async () => {
      while (!end.signal.aborted) await clock.sleep(1000, end.signal);
    };
    void beat();
    await expect(clock.runUntilIdle(10_000)).rejects.toThrow('not idle after 10000 ms');
    end.abort();
  });
});
