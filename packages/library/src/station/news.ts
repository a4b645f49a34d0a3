import type { Bus, Device, DeviceId } from '@quietport/core';
import { deviceDocument } from '../documents/device.ts';

/** Tells the bus of devices that are new, changed or gone. That one was heard again is no news; `seen` shows it when asked. */
export class DeviceNews {
  readonly #bus: Bus;
  readonly #told = new Map<DeviceId, string>();

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  /** What is known already is no news to anybody. */
  know(devices: readonly Device[]): void {
    for (const device of devices) this.#told.set(device.id, printOf(device));
  }

  tell(devices: readonly Device[]): void {
    const gone = new Set(this.#told.keys());
    for (const device of devices) {
      gone.delete(device.id);
      const print = printOf(device);
      if (this.#told.get(device.id) === print) continue;
      this.#told.set(device.id, print);
      this.#bus.publish('device-changed', { device });
    }
    for (const id of gone) {
      this.#told.delete(id);
      this.#bus.publish('device-gone', { id });
    }
  }
}

/** All that is shown of a device but its times. */
function printOf(device: Device): string {
  return JSON.stringify(deviceDocument(device), (key, value: unknown) => (TIMES.has(key) ? undefined : value));
}

const TIMES: ReadonlySet<string> = new Set(['seen', 'observedAt']);
