import { formatHex, OBSERVED, type Observation, type PortEvent } from '@quietport/core';
import type { House } from '../house.ts';
import { remember } from '../inventory.ts';

/**
 * Keeps what is heard in the evidence log, in small batches while it goes on. It claims nothing, so it becomes part of
 * the device that is known at its sender's address, or of none. Of one watch a thousand messages are kept.
 */
export class Evidence {
  readonly #house: House;
  readonly #port: number;
  #waiting: Observation[] = [];
  #writing: Promise<void> | undefined;
  #failure: unknown;
  #kept = 0;
  /** Messages beyond what is kept. */
  left = 0;

  constructor(house: House, port: number) {
    this.#house = house;
    this.#port = port;
  }

  /** The id of the observation, where it is kept. */
  add({ at, from, interface: on, bytes }: PortEvent): string | undefined {
    if (this.#kept >= MOST_KEPT) {
      this.left++;
      return undefined;
    }
    this.#kept++;
    const { dice, host } = this.#house;
    const id = formatHex(dice.bytes(10));
    const vantage = { host, interface: on };
    const when = Math.round(at);
    const told = { from, claims: [], watched: this.#port, protocol: OBSERVED, raw: bytes.slice() };
    this.#waiting.push({ id, at: when, vantage, ...told });
    this.#writing ??= this.#write();
    return id;
  }

  /** All of it is kept, and the conclusions are drawn. Throws what the store threw meanwhile. */
  async end(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#kept > 0) await remember(this.#house.store, this.#waiting.splice(0), []);
  }

  async #write(): Promise<void> {
    const { clock, store } = this.#house;
    try {
      await clock.sleep(GATHER_MS);
      await store.observations.append(this.#waiting.splice(0));
    } catch (error) {
      this.#failure ??= error;
    }
    this.#writing = undefined;
  }
}

const GATHER_MS = 250;
const MOST_KEPT = 1_000;
