import type { DeviceKind } from './claim.ts';

/** In order of gravity. */
export const alertSeverities = ['info', 'warning', 'critical'] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

/**
 * What a rule watches. Ratios lie between 0 and 1; between `below` and `clear` an alert neither starts nor ends.
 * - `supply`: what is used up is at or below a level. A step counts by its bounds, "some left" is never a number.
 *   `ownMark`: a mark that the device itself names takes the place of `below`
 * - `waste`: a receptacle is full (`almost: false`), or soon will be. By the device's word or its own mark: how full a
 *   number means is told differently by different makers
 * - `reason`: the device says so by one of these causes (`media-jam`, `media-empty`, `door-open` …), or by any that no
 *   other rule names (`*`)
 * - `stopped`: it has stopped, whatever it says of the reason
 * - `unreachable`: silent in several looks, and neither asleep nor off by habit
 * - `forecast`: a supply lasts so many days or fewer, by what was used up so far
 * - `new-device`: first seen in the last `forHours`; `unknownOnly` where nothing says what it is
 * - `verdict`: what a host has open was judged with one of these words
 * - `observer`: we cannot see ourselves
 */
export type AlertCondition =
  | { readonly is: 'supply'; readonly below: number; readonly clear: number; readonly ownMark: boolean }
  | { readonly is: 'waste'; readonly almost: boolean }
  | { readonly is: 'reason'; readonly causes: readonly string[] }
  | { readonly is: 'stopped' }
  | { readonly is: 'unreachable' }
  | { readonly is: 'forecast'; readonly days: number; readonly clearDays: number }
  | { readonly is: 'new-device'; readonly forHours: number; readonly unknownOnly: boolean }
  | { readonly is: 'verdict'; readonly words: readonly ('look-into-it' | 'unexpected')[] }
  | { readonly is: 'observer' };

/** Which devices are meant: those that fit every list that is not empty. Texts are compared without case; `*` is anything. */
export interface AlertScope {
  readonly devices: readonly string[];
  readonly kinds: readonly DeviceKind[];
  readonly makes: readonly string[];
  readonly names: readonly string[];
  readonly locations: readonly string[];
}

/** One rule, as data. */
export interface AlertRule {
  readonly id: string;
  readonly title: string;
  readonly enabled: boolean;
  readonly when: AlertCondition;
  readonly severity: AlertSeverity;
  readonly scope: AlertScope;
  /** It must hold for so long, by what was observed, before it is an alert; and be over for so long before that ends. */
  readonly holdSeconds: number;
  readonly endHoldSeconds: number;
  /** It must have been observed so many times in a row. */
  readonly inARow: number;
}

export const everyDevice: AlertScope = { devices: [], kinds: [], makes: [], names: [], locations: [] };
