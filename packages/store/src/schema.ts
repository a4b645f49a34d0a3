import type { Generated } from 'kysely';

/** The columns of every table, as the last migration leaves them. */
export interface Schema {
  readonly migration: MigrationRow;
  readonly observation: ObservationRow;
  readonly attempt: AttemptRow;
  readonly look: LookRow;
  readonly roll: RollRow;
  readonly device: DeviceRow;
  readonly sample: SampleRow;
  readonly record: RecordRow;
}

export interface MigrationRow {
  readonly number: number;
  readonly name: string;
}

/** `told` is the JSON of all that has no column of its own. */
export interface ObservationRow {
  readonly id: string;
  readonly at: number;
  readonly protocol: string;
  readonly told: string;
  readonly raw: Uint8Array;
}

export interface AttemptRow {
  readonly position: Generated<number>;
  readonly at: number;
  /** What was asked, from where and of whom (`askedOf`): one row of each. */
  readonly asked: string;
  readonly attempt: string;
}

export interface LookRow {
  readonly id: string;
  readonly at: number;
  readonly note: string;
}

export interface RollRow {
  readonly position: Generated<number>;
  readonly id: string;
  readonly alias_of: string | null;
  readonly entry: string;
}

export interface DeviceRow {
  readonly position: Generated<number>;
  readonly id: string;
  readonly device: string;
}

/** One row of each device, metric and time. `value` is JSON. */
export interface SampleRow {
  readonly device: string;
  readonly metric: string;
  readonly at: number;
  readonly value: string;
}

/** One row of each kind and id. `value` is JSON. */
export interface RecordRow {
  readonly kind: string;
  readonly id: string;
  readonly at: number;
  readonly value: string;
}
