import type { Transport } from '../../net/endpoint.ts';
import type { FilePlace } from './file-port.ts';

/** As in SARIF. */
export type LintLevel = 'error' | 'warning' | 'note';

export interface LintFinding extends FilePlace {
  readonly rule: string;
  readonly level: LintLevel;
  /** `null` where the file says no number that could be one. */
  readonly port: number | null;
  readonly transport: Transport | null;
  /** As it stands in the file. */
  readonly text: string;
  /** The fact, the other place where there is one, and the consequence. */
  readonly reason: string;
  /** A number to take instead, or `null` where another number would not help. */
  readonly suggestion: number | null;
}
