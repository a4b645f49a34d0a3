import { randomBytes } from 'node:crypto';
import type { Dice } from '@quietport/core';

/** Chance from the system's generator. */
export const systemDice: Dice = {
  bytes: (count) => new Uint8Array(randomBytes(count)),
};
