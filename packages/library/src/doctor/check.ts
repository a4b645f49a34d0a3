import type { NetworkInterface } from '@quietport/core';
import type { MachineFacts } from '@quietport/node';
import type { Chosen } from '../interfaces.ts';
import type { Hearing } from './hear-itself.ts';

/** `unknown`: it could not be found out from here. */
export type CheckState = 'ok' | 'warning' | 'problem' | 'unknown';

/** One thing that decides whether this vantage point sees: a sentence, and what to do. */
export interface Check {
  readonly check: string;
  readonly state: CheckState;
  readonly text: string;
  readonly action: string;
}

/** How the credentials are kept: how many there are, or why they do not open. */
export interface VaultState {
  readonly place: string;
  readonly sets?: number;
  readonly pins?: number;
  readonly trouble?: { readonly text: string; readonly next: string };
}

/** Everything that the checks judge. */
export interface DoctorFacts {
  readonly machine: MachineFacts;
  readonly interfaces: readonly NetworkInterface[];
  readonly chosen: Chosen;
  /** QUIETPORT_INTERFACES. */
  readonly allowed: readonly string[] | undefined;
  readonly hearings: readonly Hearing[];
  /** How the credentials are kept; absent where none ever were. */
  readonly vault?: VaultState;
}

export const NOTHING_TO_DO = 'Nothing to do.';
