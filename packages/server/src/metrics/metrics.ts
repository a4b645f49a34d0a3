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
  readonly #openAlerts: () => Promise<readonly Severity[]>;
  #listeners = 0;

  /** `openAlerts` gives the severity of each alert that is open. */
  constructor(version: string, source: MetricsSource, openAlerts: () => Promise<readonly Severity[]> = async () => []) {
    this.#source = source;
    this.#openAlerts = openAlerts;
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
      alertsBySeverity(await this.#openAlerts(), virtual),
      ...this.#devices.families(devices, virtual),
      ...(await this.#program.families()),
    ];
    return { type: CONTENT_TYPES[format], text: renderFamilies(families, format) };
  }
}

function alertsBySeverity(open: readonly Severity[], virtual: boolean): Family {
  const lines = SEVERITIES.map((severity) => {
    const value = open.filter((one) => one === severity).length;
    return renderPoint('quietport_alerts_open', { labels: { virtual: String(virtual), severity }, value });
  });
  return {
    name: 'quietport_alerts_open',
    type: 'gauge',
    help: 'Alerts that the rules raised and that are not over.',
    lines,
  };
}

const SEVERITIES = ['info', 'warning', 'critical'] as const;
type Severity = (typeof SEVERITIES)[number];

function devicesByState(devices: readonly Device[], virtual: boolean): Family {
  const lines = STATES.map((state) => {
    const value = devices.filter((device) => device.state.word === state).length;
    return renderPoint('quietport_devices', { labels: { virtual: String(virtual), state }, value });
  });
  return { name: 'quietport_devices', type: 'gauge', help: 'Devices by the state that they are in.', lines };
}
