import { changes, type Route, routes } from '@quietport/api';
import { describe, expect, it } from 'vitest';
import { OPERATION_WORDS } from './operation-words.ts';

describe('the words of the audit log', () => {
  it('has words for every operation that is written down, and for no other one', () => {
    const table: readonly (readonly [string, Route])[] = Object.entries(routes);
    const written = table.filter(([, route]) => changes(route)).map(([id]) => id);
    expect(written).toContain('putSetting');
    expect(Object.keys(OPERATION_WORDS).sort()).toEqual(written.sort());
  });

  it('says two things with two sentences', () => {
    const words = Object.values(OPERATION_WORDS);
    expect(new Set(words).size).toBe(words.length);
  });
});
