import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceKey } from '../../../net/source-key.ts';
import { ReplyLimit } from './reply-limit.ts';

describe('the limit of replies', () => {
  it('counts two addresses of one /64 as one source, whichever of them was first', () => {
    const limit = new ReplyLimit({ perSource: 2, inAll: 200 });
    const [one, other] = ['2001:db8::1', '2001:db8::2'];
    // both are known before anything is counted
    expect([limit.permits(one, 0), limit.permits(other, 0)]).toEqual([true, true]);
    limit.count(one, 0);
    limit.count(other, 0);
    expect([limit.permits(one, 0), limit.permits(other, 0)]).toEqual([false, false]);
    expect(limit.permits('2001:db8:0:1::1', 0)).toBe(true);
    expect([limit.permits(one, 1_000), limit.permits(other, 1_000)]).toEqual([true, true]);
    limit.count(other, 1_000);
    limit.count(other, 1_001);
    expect(limit.permits(one, 1_999)).toBe(false);
  });

  it('lets through what a plain count over the last second would', () => {
    const address = fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8::2', 'fe80::1%a', 'fe80::1%b');
    const asked = fc.array(fc.record({ address, later: fc.nat(700) }), { maxLength: 300 });
    fc.assert(
      fc.property(asked, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 8 }), (rows, perSource, inAll) => {
        const limit = new ReplyLimit({ perSource, inAll });
        const gone: { at: number; key: string }[] = [];
        let now = 0;
        for (const { address: from, later } of rows) {
          now += later;
          const key = sourceKey(from);
          const recent = gone.filter(({ at }) => now - at < 1_000);
          const free = recent.length < inAll && recent.filter((row) => row.key === key).length < perSource;
          expect(limit.permits(from, now)).toBe(free);
          if (!free) continue;
          limit.count(from, now);
          gone.push({ at: now, key });
        }
      }),
    );
  });
});
