import type { Device } from '@quietport/core';
import { DeviceLines, STATES } from './device-families.ts';
import { CONTENT_TYPES, type Family, formatFor, renderFamilies, renderPoint } from './family.ts';
import { type CountedLook, ProgramMetrics } from './program-metrics.ts';

/** What is told of at a scrape. Nothing is asked for it: these are the last observations. */
export interface MetricsSource {
  readonly devices: readonly Device[];
  readonly virtual: boolean;
  looks(): Iterable<CountedLook>;
}

/** What `/metrics` answers. */
export class Metrics {
  readonly #source: MetricsSource;
  readonly #program: ProgramMetrics;
  readonly #devices = new DeviceLines();
  #listeners = 0;

  constructor(version: string, source: MetricsSource) {
    this.#source = source;
    this.#program = new ProgramMetrics(version, () => this.#listeners);
  }

  /** To be called after each look: only the latest are remembered by the source. */
  countLooks(): void {
    this.#program.count(this.#source.looks());
  }

  listening(count: number): void {
    this.#listeners = count;
  }

  /** As the Accept header wants it. */
  async scrape(accept: string | undefined): Promise<{ readonly type: string; readonly text: string }> {
    this.countLooks();
    const { virtual } = this.#source;
    const devices = this.#source.devices.filter((device) => device.ignored !== true);
    const format = formatFor(accept);
    const families = [
      devicesByState(devices, virtual),
      ...this.#devices.families(devices, virtual),
      ...(await this.#program.families()),
    ];
    return { type: CONTENT_TYPES[format], text: renderFamilies(families, format) };
  }
}

function devicesByState(devices: readonly Device[], virtual: boolean): Family {
  const lines = STATES.map((state) => {
    const value = devices.filter((device) => device.state.word === state).length;
    return renderPoint('quietport_devices', { labels: { virtual: String(virtual), state }, value });
  });
  return { name: 'quietport_devices', type: 'gauge', help: 'Devices by the state that they are in.', lines };
}
