import type { DeviceId } from './device.ts';
import type { Millis } from './observation.ts';

/** What a person said of the inventory. It outlives every look; taking it back is removing it. */
export type Correction = CorrectionOf & { readonly id: string; readonly at: Millis };

type CorrectionOf =
  /** These are one device; the id of the first stays, the others are aliases. */
  | { readonly is: 'merge'; readonly devices: readonly DeviceId[] }
  /** What is heard at this address (with its zone) is another device. */
  | { readonly is: 'split'; readonly device: DeviceId; readonly address: string }
  | { readonly is: 'name'; readonly device: DeviceId; readonly name: string }
  /** Not ours to look after: kept out of lists and alerts, and found again when asked for. */
  | { readonly is: 'ignore'; readonly device: DeviceId };
