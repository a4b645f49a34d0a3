import { randomFillSync } from 'node:crypto';
import type { Dice } from '@quietport/core';

/** Chance from the system's generator, fetched for many small wishes at a time: a look asks for four bytes a question. */
export const systemDice: Dice = {
  bytes(count) {
    if (count > pool.length / 4) return randomFillSync(new Uint8Array(count));
    if (left < count) {
      randomFillSync(pool);
      left = pool.length;
    }
    const end = left;
    left -= count;
    const bytes = pool.slice(left, end);
    // what was handed out once is nowhere else
    pool.fill(0, left, end);
    return bytes;
  },
};

const pool = new Uint8Array(4096);
let left = 0;
