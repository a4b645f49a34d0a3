import type { Transport } from '@quietport/core';

/**
 * How we know it. `measured`: by us, on a device. `reported`: by a maker's text or by people who looked at real devices
 * and systems. `general`: what everybody in the field takes for granted.
 */
export type Assurance = 'measured' | 'reported' | 'general';

/** What usually sits on a port, beside what the registry says. */
export interface PortExplanation {
  readonly port: number;
  readonly portEnd: number;
  readonly transport: Transport;
  readonly holder: string;
  /** Where it is at home: on devices that print, scan or project, or anywhere. */
  readonly world: 'printing' | 'general';
  readonly confidence: Assurance;
  readonly source: string;
}

/** A row as it is written in the tables. */
export type PracticeRow = readonly [
  ports: number | readonly [number, number],
  transport: Transport | 'both',
  holder: string,
  confidence: Assurance,
  source: string,
];

export const iana = 'IANA port registry of 2026-08-17';
export const field = 'common use in the field';
