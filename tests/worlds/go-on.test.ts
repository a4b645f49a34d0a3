import { describe, expect, it } from 'vitest';
import { goOn } from '../../packages/cli/src/serve/go-on.ts';
import { ManualClock } from '../../packages/virtual/src/index.ts';

describe('work beside the server', () => {
  it('goes on after a trouble, later each time, says it once, and ends with the signal', async () => {
    const [clock, end] = [new ManualClock(), new AbortController()];
    const said: string[] = [];
    const began: number[] = [];
    let full = true;
    const signals: AbortSignal[] = [];
    const run = async (signal: AbortSignal) => {
      began.push(clock.monotonic());
      signals.push(signal);
      if (full) throw new Error('the disk is full');
      await clock.sleep(3_600_000, signal);
    };
    const over = goOn('Alerts', run, clock, end.signal, (text) => said.push(text));
    await clock.advance(15_000);
    expect(began.map((at) => at - began[0]!)).toEqual([0, 2_000, 6_000, 14_000]);
    expect(said).toEqual(['Alerts: the disk is full. Trying again.']);
    // what a turn had listened to is let go of with it
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true, true]);
    full = false;
    await clock.advance(200_000);
    expect(began).toHaveLength(5);
    end.abort();
    await clock.runUntil(over);
    expect(began).toHaveLength(5);
  });
});
