import type { DeviceId } from './device.ts';
import type { Millis } from './observation.ts';

/** What a device showed at one time: one point of its history. */
export interface Sample {
  readonly device: DeviceId;
  /** `state`, `supply.black`, `tray.tray-1`, `counter.impressions`, `alert.jam`, `fact.firmware`. */
  readonly metric: string;
  /** When it was observed. */
  readonly at: Millis;
  /**
   * The number where one was told (a ratio from 0 to 1 of an exact level, a count), else the words; `null` where the
   * device has stopped telling of it.
   */
  readonly value: number | string | null;
}
