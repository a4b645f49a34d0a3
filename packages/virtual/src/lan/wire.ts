import type { Clock, Dice } from '@quietport/core';
import { unit } from '../seeded-dice.ts';

/** What goes wrong on a segment or at a host. Chances are from 0 to 1. */
export interface Faults {
  readonly loss?: number;
  readonly duplication?: number;
  readonly delayMs?: number;
  /** Up to so much on top of the delay, diced for each packet: packets overtake one another. */
  readonly jitterMs?: number;
}

/** Carries one packet: lost, late, twice, or as it should be. */
export class Wire {
  readonly #clock: Clock;
  readonly #dice: Dice;

  constructor(clock: Clock, dice: Dice) {
    this.#clock = clock;
    this.#dice = dice;
  }

  carry(faults: readonly Faults[], arrive: () => void): void {
    if (faults.some(({ loss }) => this.#happens(loss))) return;
    this.#later(faults, arrive);
    if (faults.some(({ duplication }) => this.#happens(duplication))) this.#later(faults, arrive);
  }

  /** A stream loses nothing and keeps its order: a loss is a delay. */
  delayOfStream(faults: readonly Faults[]): number {
    return faults.reduce((sum, { delayMs = 0, loss }) => sum + delayMs + (this.#happens(loss) ? RETRANSMIT_MS : 0), 0);
  }

  /** At once, but never before the sender's own line has ended. */
  after(ms: number, work: () => void): void {
    if (ms > 0) void this.#clock.sleep(ms).then(work);
    else void Promise.resolve().then(work);
  }

  #later(faults: readonly Faults[], arrive: () => void): void {
    let ms = 0;
    for (const { delayMs = 0, jitterMs = 0 } of faults)
      ms += delayMs + (jitterMs > 0 ? unit(this.#dice) * jitterMs : 0);
    this.after(ms, arrive);
  }

  #happens(chance: number | undefined): boolean {
    return chance !== undefined && chance > 0 && unit(this.#dice) < chance;
  }
}

// RFC 6298 section 2.4: no retransmission comes before a second
const RETRANSMIT_MS = 1000;
