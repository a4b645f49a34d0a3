import type { Device, DeviceId } from '../model/device.ts';
import type { Attempt, Millis, Observation } from '../model/observation.ts';

/** A device that was once shown: its id, the keys it was known by, and the ids that became names for it. */
export interface RollEntry {
  readonly id: DeviceId;
  readonly first: Millis;
  /** Keys in the form of fusion (`serial:epson:w2ap010552`, `address:host/eth0/192.0.2.9`). */
  readonly keys: readonly string[];
  /** Set when this id became an alias of another. */
  readonly aliasOf?: DeviceId;
}

/** What lasts: the evidence log, what was asked in vain, the roll of ids, and what was concluded last. */
export interface Store {
  readonly observations: {
    /** Appends; an id that is there already is left as it is. Resolved means kept, whatever dies. */
    append(rows: readonly Observation[]): Promise<void>;
    /** In order of time, then id. */
    all(): Promise<readonly Observation[]>;
    get(id: string): Promise<Observation | undefined>;
  };
  readonly attempts: { append(rows: readonly Attempt[]): Promise<void>; all(): Promise<readonly Attempt[]> };
  readonly roll: { all(): Promise<readonly RollEntry[]>; put(rows: readonly RollEntry[]): Promise<void> };
  readonly devices: {
    /** Replaces the whole inventory by what fusion concluded. */
    replace(devices: readonly Device[]): Promise<void>;
    all(): Promise<readonly Device[]>;
  };
  /** All or nothing. Nested calls join the outer one. */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
