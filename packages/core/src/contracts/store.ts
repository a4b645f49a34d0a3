import type { Device } from '../model/device.ts';
import type { Attempt, Observation } from '../model/observation.ts';
import type { RollEntry } from '../model/roll.ts';

export type { RollEntry };

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
