import type { Clock, Device, Store } from '@quietport/core';
import { type DeviceForecast, forecastDevice, pendingForecast } from './device-forecast.ts';

/** What shows devices and keeps their history. */
interface Source {
  readonly store: Pick<Store, 'samples'>;
  readonly devices: readonly Device[];
}

/**
 * The forecasts of all devices, kept for a while: a forecast moves in hours, and reading the history of a thousand devices
 * takes a minute. Who asks for all waits no longer than a moment; what is not read by then is pending, and is read behind it.
 */
export class Forecasts {
  readonly #clock: Clock;
  readonly #kept = new Map<string, DeviceForecast>();
  #store: Source['store'] | undefined;
  #reading: Promise<void> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async all(source: Source): Promise<readonly DeviceForecast[]> {
    const kept = this.#of(source);
    const end = this.#clock.monotonic() + PATIENCE_MS;
    const known = new Set(source.devices.map(({ id }) => id));
    for (const id of kept.keys()) if (!known.has(id)) kept.delete(id);
    const now = this.#clock.now();
    // those that were never read first, then the oldest
    const stale = source.devices
      .map((device) => ({ device, at: kept.get(device.id)?.at ?? 0 }))
      .filter(({ at }) => Math.abs(now - at) >= LASTS_MS)
      .sort((a, b) => a.at - b.at);
    const waiting = stale.map(({ device }) => device);
    while (waiting.length > 0 && this.#clock.monotonic() < end) await this.#read(waiting.shift()!, source.store);
    // an error of the store is met again by whoever asks next
    if (waiting.length > 0)
      this.#reading ??= this.#readOn(waiting, source.store)
        .catch(() => undefined)
        .finally(() => {
          this.#reading = undefined;
        });
    return source.devices.map((device) => this.#shown(device, kept.get(device.id)));
  }

  async #readOn(devices: readonly Device[], store: Source['store']): Promise<void> {
    for (const device of devices) {
      await this.#clock.sleep(REST_MS);
      if (this.#store !== store) return;
      await this.#read(device, store);
    }
  }

  async #read(device: Device, store: Source['store']): Promise<void> {
    const forecast = await forecastDevice(device, store, this.#clock.now());
    // the fleet may have been left for the network meanwhile
    if (this.#store === store) this.#kept.set(device.id, forecast);
  }

  /** Of what was worked out before, with what the device shows now. */
  #shown(device: Device, forecast: DeviceForecast | undefined): DeviceForecast {
    const pending = pendingForecast(device, this.#clock.now());
    if (forecast === undefined) return pending;
    const before = new Map(forecast.supplies.map((row) => [row.metric, row]));
    const supplies = pending.supplies.map((row) => {
      const known = before.get(row.metric);
      return known === undefined ? row : { ...known, supply: row.supply };
    });
    return { ...forecast, device, supplies };
  }

  #of({ store }: Source): Map<string, DeviceForecast> {
    if (this.#store !== store) this.#kept.clear();
    this.#store = store;
    return this.#kept;
  }
}

const PATIENCE_MS = 300;
const LASTS_MS = 30 * 60_000;
const REST_MS = 30;
