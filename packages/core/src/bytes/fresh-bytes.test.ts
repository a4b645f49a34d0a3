import { describe, expect, it } from 'vitest';
import { freshBytes } from './fresh-bytes.ts';

describe('fresh octets', () => {
  it('are zero and belong to nobody else, of whatever sizes they are', () => {
    const sizes = Array.from({ length: 200 }, (_, i) => (i * 97) % 2_500);
    const all = sizes.map((size, i) => {
      const bytes = freshBytes(size);
      expect([bytes.length, bytes.every((octet) => octet === 0)]).toEqual([size, true]);
      return bytes.fill((i % 255) + 1);
    });
    for (const [i, bytes] of all.entries()) expect(bytes.every((octet) => octet === (i % 255) + 1)).toBe(true);
  });
});
