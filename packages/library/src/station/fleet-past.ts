import {
  type Device,
  knownReadings,
  type Millis,
  type Sample,
  type Store,
  samplesOf,
  type VirtualDevice,
} from '@quietport/core';
import { pastOf } from '@quietport/virtual';

/**
 * Gives the devices of a virtual fleet the weeks before they were started, once for each line, so that whoever tries the
 * program out sees charts and forecasts. It goes to the fleet's own store, beside what the devices show, and nowhere else.
 */
export class FleetPast {
  readonly #fleet: readonly VirtualDevice[];
  readonly #samples: Store['samples'];
  readonly #given = new Set<string>();

  constructor(fleet: readonly VirtualDevice[], { samples }: Pick<Store, 'samples'>) {
    this.#fleet = fleet;
    this.#samples = samples;
  }

  async give(devices: readonly Device[], now: Millis): Promise<void> {
    const past: Sample[] = [];
    for (const device of devices) {
      const described = this.#describes(device);
      if (described === undefined) continue;
      const fresh = samplesOf(device).filter(({ metric }) => {
        const line = `${described.id} ${metric}`;
        return !this.#given.has(line) && this.#given.add(line);
      });
      const names = [...knownReadings(device).keys()];
      const receptacles = new Set(names.filter((_, i) => device.supplies[i]?.direction === 'filled'));
      const shown = fresh.map((sample) => ({ sample, filled: receptacles.has(sample.metric) }));
      past.push(...pastOf(described, shown, now));
    }
    if (past.length > 0) await this.#samples.append(past);
  }

  /** By an address of it: each has its own, whatever it says of itself. */
  #describes({ interfaces }: Device): VirtualDevice | undefined {
    const addresses = new Set(interfaces.flatMap((row) => row.addresses));
    return this.#fleet.find(({ address }) => addresses.has(address));
  }
}
