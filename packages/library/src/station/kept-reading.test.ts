import { ManualClock } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';
import { KeptReading } from './kept-reading.ts';

describe('a kept reading', () => {
  it('is read once for all who ask at the same time or soon after, and anew when it is old', async () => {
    const clock = new ManualClock();
    const kept = new KeptReading<number>(clock, 5_000);
    let reads = 0;
    const read = async () => {
      await clock.sleep(2_000);
      return ++reads;
    };
    const first = Promise.all([kept.of('eth0', read), kept.of('eth0', read)]);
    await clock.advance(2_000);
    expect(await first).toEqual([1, 1]);
    await clock.advance(4_999);
    expect(await kept.of('eth0', read)).toBe(1);
    await clock.advance(1);
    const later = kept.of('eth0', read);
    await clock.advance(2_000);
    expect(await later).toBe(2);
  });

  it('is another one for another question', async () => {
    const kept = new KeptReading<string>(new ManualClock(), 5_000);
    expect(await kept.of('eth0', async () => 'one')).toBe('one');
    expect(await kept.of('eth0 eth1', async () => 'two')).toBe('two');
  });

  it('that failed is tried again by the next who asks', async () => {
    const kept = new KeptReading<string>(new ManualClock(), 5_000);
    await expect(kept.of('eth0', () => Promise.reject(new Error('no such file')))).rejects.toThrow('no such file');
    expect(await kept.of('eth0', async () => 'there')).toBe('there');
  });
});
