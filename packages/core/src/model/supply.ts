import type { Evidence } from './device.ts';
import type { Millis, ProtocolId } from './observation.ts';
import type { RawLevel, SupplyLevel } from './supply-level.ts';

/** `consumed`: it runs out. `filled`: a receptacle, and the level is how full it is. */
export type SupplyDirection = 'consumed' | 'filled';

/** The kinds that people tell apart; `other` and `unknown` are the device's own words. */
export type SupplyKind =
  | 'ink'
  | 'toner'
  | 'ribbon'
  | 'wax'
  | 'drum'
  | 'developer'
  | 'fuser'
  | 'transfer'
  | 'cleaner'
  | 'corona'
  | 'oil'
  | 'staples'
  | 'water'
  | 'glue'
  | 'binding'
  | 'wrap'
  | 'inserts'
  | 'waste-ink'
  | 'waste-toner'
  | 'waste'
  | 'other'
  | 'unknown';

/** Where a reading comes from, and when it was taken. */
export interface Reading {
  readonly source: ProtocolId;
  readonly observedAt: Millis;
  readonly evidence: Evidence;
}

/** Thresholds that the device itself names, as ratios of its own scale. */
export interface Thresholds {
  readonly low?: number;
  readonly high?: number;
}

/** One cartridge, drum or receptacle as one source tells of it. */
export interface SupplyTold {
  /** The text for people: part number and serial number are split off. */
  readonly name: string;
  readonly kind: SupplyKind;
  readonly direction: SupplyDirection;
  readonly level: SupplyLevel;
  readonly raw: RawLevel;
  /** `black`, `photo black`, `light cyan`: of the colour row, the text or the colour value, in this order. */
  readonly colorant?: string;
  readonly partNumber?: string;
  readonly serial?: string;
  readonly thresholds?: Thresholds;
}

/** One supply, of all sources that tell of it. */
export interface Supply extends SupplyTold, Reading {
  /** The other sources that tell of the same thing at present. */
  readonly also: readonly (Reading & { readonly level: SupplyLevel; readonly raw: RawLevel })[];
  /** Those of them whose level cannot be true together with this one. */
  readonly against: readonly (Reading & { readonly level: SupplyLevel; readonly raw: RawLevel })[];
}

/** A paper tray. */
export interface TrayTold {
  readonly name: string;
  readonly level: SupplyLevel;
  readonly raw: RawLevel;
  readonly media?: string;
  /** prtInputStatus as a word, where the tray is not simply there and in order. */
  readonly problem?: 'warning' | 'critical' | 'offline';
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

export interface AlertTold {
  readonly severity: 'critical' | 'warning' | 'report' | 'other' | 'unknown';
  /** The word of PWG 5100.9 in kebab case (`marker-toner-empty`). */
  readonly code: string;
  readonly group?: string;
  readonly text?: string;
}

export interface Alert extends AlertTold, Reading {}
