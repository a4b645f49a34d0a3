import type { Dice } from '@quietport/core';

/** Chance that comes out the same for the same seed. */
export function seededDice(seed: number): Dice {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let counter = seed | 0;
  // sfc32 (C. Doty-Humphrey's "small fast counting" generator, 32 bits)
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 15; i++) next();
  return { bytes: (count) => Uint8Array.from({ length: count }, () => next() >>> 24) };
}

/** A number from 0 up to, but not including, 1. */
export function unit(dice: Dice): number {
  const [a = 0, b = 0, c = 0, d = 0] = dice.bytes(4);
  return (a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / 2 ** 32;
}
