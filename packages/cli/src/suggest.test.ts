import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from './suggest.ts';

describe('a suggestion', () => {
  it('forgives a swapped, missing, added or wrong letter', () => {
    for (const typed of ['devcies', 'devics', 'devicess', 'devizes'])
      expect(nearest(typed, ['find', 'devices', 'device'])).toBe('devices');
  });

  it('is not made where nothing is near', () => {
    expect(nearest('xyzzy', ['find', 'devices'])).toBeUndefined();
    expect(nearest('', ['find'])).toBeUndefined();
  });

  it('counts a swap as one step', () => {
    expect(editDistance('fidn', 'find')).toBe(1);
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });
});
