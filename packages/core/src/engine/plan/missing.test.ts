import { describe, expect, it } from 'vitest';
import { probablyMissing } from './missing.ts';

describe('who is probably missing', () => {
  it('is nobody where nobody is known', () => {
    expect(probablyMissing([0, 0])).toBe(0);
  });

  it('is about what a binomial loss leaves: of 1000 hosts, three passes at 19 % leave seven', () => {
    expect(probablyMissing([810, 154, 29])).toBeGreaterThan(5);
    expect(probablyMissing([810, 154, 29])).toBeLessThan(9);
    expect(probablyMissing([810, 154, 29, 6, 1, 0])).toBeLessThan(0.5);
  });

  it('is nobody after two passes of which the second brought nothing', () => {
    for (const known of [1, 3, 34, 512, 60_000]) expect(probablyMissing([known, 0])).toBeLessThan(0.5);
  });

  it('is not settled by one pass', () => {
    expect(probablyMissing([512])).toBeGreaterThan(0.5);
  });

  it('follows the last passes where some hosts seldom answer', () => {
    expect(probablyMissing([500, 12, 10, 9])).toBeGreaterThan(20);
  });
});
