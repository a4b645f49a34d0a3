import type { Clock, Dice } from '@quietport/core';
import { seededDice } from '../seeded-dice.ts';
import { type HostOptions, SimulatedHost } from './simulated-host.ts';
import { type Faults, Wire } from './wire.ts';
import type { LanState } from './world.ts';

export interface LanOptions {
  readonly clock: Clock;
  /** The same seed and the same doings give the same world, packet for packet. */
  readonly seed: number;
  /** What goes wrong on each segment, by its name. */
  readonly segments?: Readonly<Record<string, Faults>>;
}

/** Segments in memory, with hosts on them. No routers: what is on no segment of a host is unreachable for it. */
export class SimulatedLan implements LanState {
  readonly wire: Wire;
  readonly dice: Dice;
  readonly #segments: Readonly<Record<string, Faults>>;
  readonly #hosts: SimulatedHost[] = [];

  constructor(options: LanOptions) {
    this.dice = seededDice(options.seed);
    this.wire = new Wire(options.clock, this.dice);
    this.#segments = options.segments ?? {};
  }

  get hosts(): readonly SimulatedHost[] {
    return this.#hosts;
  }

  /** Puts a host on its segments. */
  host(options: HostOptions): SimulatedHost {
    const host = new SimulatedHost(this, options);
    this.#hosts.push(host);
    return host;
  }

  on(segment: string): readonly SimulatedHost[] {
    return this.#hosts.filter((host) => host.interfaces.some((row) => row.segment === segment));
  }

  faultsOf(segment: string): Faults {
    return this.#segments[segment] ?? {};
  }
}

export function simulateLan(options: LanOptions): SimulatedLan {
  return new SimulatedLan(options);
}
