import type { DeviceId } from './device.ts';
import type { Millis } from './observation.ts';

/** A device that was once shown: its id, the keys it was known by, and the ids that became names for it. */
export interface RollEntry {
  readonly id: DeviceId;
  readonly first: Millis;
  /**
   * Keys in the form of fusion: strong ones (`serial:epson:w2ap010552`, `mac:…`, `uuid:…`), the places where it was
   * heard (`address:host/eth0/192.0.2.9`), and the observation that the id hangs on (`observation:…`).
   */
  readonly keys: readonly string[];
  /** Set when this id became an alias of another. */
  readonly aliasOf?: DeviceId;
}
