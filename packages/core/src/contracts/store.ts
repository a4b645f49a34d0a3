import type { Device, DeviceId } from '../model/device.ts';
import type { LookNote } from '../model/look-note.ts';
import type { Attempt, Millis, Observation, ObservationId, ProtocolId } from '../model/observation.ts';
import type { RollEntry } from '../model/roll.ts';
import type { Sample } from '../model/sample.ts';

export type { RollEntry };

/** What lasts: the evidence log, what was asked in vain, the roll of ids, and what was concluded last. */
export interface Store {
  readonly observations: {
    /** Appends; an id that is there already is left as it is. Resolved means kept, whatever dies. */
    append(rows: readonly Observation[]): Promise<void>;
    /** In order of time, then id. */
    all(): Promise<readonly Observation[]>;
    get(id: string): Promise<Observation | undefined>;
    /** Those of these ids that are there, in order of time, then id. */
    some(ids: readonly ObservationId[]): Promise<readonly Observation[]>;
    /** What was heard of one protocol, in order of time, then id. */
    of(protocol: ProtocolId): Promise<readonly Observation[]>;
    /** Takes these out for good; an id that is not there is no fault. For what later evidence has superseded. */
    remove(ids: readonly ObservationId[]): Promise<void>;
  };
  readonly attempts: {
    /**
     * Keeps the newest of each vantage, target and probe: a row replaces the earlier one, at its place in the list. One
     * that is older than the kept one is passed over; of the same time, the later call counts.
     */
    append(rows: readonly Attempt[]): Promise<void>;
    all(): Promise<readonly Attempt[]>;
  };
  /** Notes of looks: an id that is there already is left as it is. In order of time, then id. */
  readonly looks: {
    append(rows: readonly LookNote[]): Promise<void>;
    all(): Promise<readonly LookNote[]>;
    remove(ids: readonly string[]): Promise<void>;
  };
  readonly roll: { all(): Promise<readonly RollEntry[]>; put(rows: readonly RollEntry[]): Promise<void> };
  readonly devices: {
    /** Replaces the whole inventory by what fusion concluded. */
    replace(devices: readonly Device[]): Promise<void>;
    /** What fusion concluded of some: each takes the place of the one with its id, or stands behind all. */
    put(devices: readonly Device[]): Promise<void>;
    all(): Promise<readonly Device[]>;
    /** Those of these ids that are there, aliases not among them; in the inventory's order. */
    some(ids: readonly DeviceId[]): Promise<readonly Device[]>;
  };
  /** What devices showed over time. Of one device, metric and time the first stays. */
  readonly samples: {
    append(rows: readonly Sample[]): Promise<void>;
    /** Of one device, under all of its ids; in order of time, then metric. With `most`, the newest so many. */
    of(ids: readonly DeviceId[], wish: SampleWish): Promise<readonly Sample[]>;
    /** The newest of each device and metric, in no order. */
    latest(): Promise<readonly Sample[]>;
    /** Of the numbers of these lines the last of each span of time stays, as spans are counted from 1970. Words and `null` stay. */
    thin(lines: readonly SampleLine[], how: ThinWish): Promise<void>;
    /** Takes out what is older, but the newest of each line always stays. */
    prune(lines: readonly SampleLine[], before: Millis): Promise<void>;
  };
  /** What people and the house itself keep beside the evidence: rules, alerts, users, tokens, settings, jobs. */
  readonly records: {
    /** Each takes the place of the one of its kind and id. */
    put(rows: readonly KeptRecord[]): Promise<void>;
    get(kind: string, id: string): Promise<KeptRecord | undefined>;
    /** The newest first, by time, then id. */
    list(kind: string, wish: RecordWish): Promise<readonly KeptRecord[]>;
    /** An id that is not there is no fault. */
    remove(kind: string, ids: readonly string[]): Promise<void>;
  };
  /** All or nothing. Nested calls join the outer one. */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface SampleWish {
  readonly metric?: string;
  /** From this time on, and before that one. */
  readonly since?: Millis;
  readonly until?: Millis;
  /** Of each id and metric only the last in every span of this length, as spans are counted from 1970. */
  readonly everyMs?: number;
  readonly most: number;
}

/** What one device showed of one thing over time. */
export interface SampleLine {
  readonly device: DeviceId;
  readonly metric: string;
}

/** Spans that are not wholly from `since` on and before `until` are left as they are. */
export interface ThinWish {
  readonly since: Millis;
  readonly until: Millis;
  readonly everyMs: number;
}

/** One thing that is kept under a name. `value` is what JSON can hold. */
export interface KeptRecord {
  readonly kind: string;
  readonly id: string;
  readonly at: Millis;
  readonly value: object;
}

export interface RecordWish {
  readonly most: number;
  /** Only those behind this one, in the order of the list: the next page. */
  readonly behind?: { readonly at: Millis; readonly id: string };
  /** From this time on. */
  readonly since?: Millis;
}
