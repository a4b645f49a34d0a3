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

/** A paper tray. */
export interface TrayTold {
  readonly name: string;
  readonly level: SupplyLevel;
  readonly raw: RawLevel;
  readonly media?: string;
  /** prtInputStatus as a word, where the tray is not simply there and in order. */
  readonly problem?: 'warning' | 'critical' | 'offline';
}

export interface AlertTold {
  readonly severity: 'critical' | 'warning' | 'report' | 'other' | 'unknown';
  /** The word of PWG 5100.9 in kebab case (`marker-toner-empty`). */
  readonly code: string;
  readonly group?: string;
  readonly text?: string;
}
