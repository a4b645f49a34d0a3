import type { Millis, Vantage } from './observation.ts';

/**
 * What one look came to for the devices that were known before it, from one vantage point: which of their addresses gave
 * any sign of life, and which none.
 */
export interface LookNote {
  readonly id: string;
  readonly at: Millis;
  /** Interface `*`: the whole machine saw nothing. */
  readonly vantage: Vantage;
  /** Why the vantage point could not see: its own check failed. Silence then says nothing of the devices. */
  readonly blind?: string;
  readonly heard: readonly string[];
  readonly silent: readonly string[];
}

/** A vantage point that is the whole machine. */
export const WHOLE_MACHINE = '*';
