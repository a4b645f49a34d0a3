import type { Evidence } from './evidence.ts';
import type { Millis, ProtocolId } from './observation.ts';
import type { AlertTold, SupplyTold, TrayTold } from './supply.ts';
import type { RawLevel, SupplyLevel } from './supply-level.ts';

/** Where a reading comes from, and when it was taken. */
export interface Reading {
  readonly source: ProtocolId;
  readonly observedAt: Millis;
  readonly evidence: Evidence;
}

/** One supply, of all sources that tell of it. */
export interface Supply extends SupplyTold, Reading {
  /** The other sources that tell of the same thing at present. */
  readonly also: readonly (Reading & { readonly level: SupplyLevel; readonly raw: RawLevel })[];
  /** Those of them whose level cannot be true together with this one. */
  readonly against: readonly (Reading & { readonly level: SupplyLevel; readonly raw: RawLevel })[];
}

export interface Tray extends TrayTold, Reading {}

/** A count since the device was made. It never runs backwards: a lower value begins a new segment. */
export interface Counter extends Reading {
  /** What is counted: `impressions`, `sheets`, `pages`; `life-count` where the device does not say of what. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** When the present segment began, and what the counter showed before it, where it has run backwards once. */
  readonly segment: { readonly since: Millis; readonly from: number; readonly before?: number };
  /** Where the segment began: the observations on both sides of the break. */
  readonly anchors: readonly Evidence[];
}

export interface Alert extends AlertTold, Reading {}
