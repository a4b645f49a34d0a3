import type { AlertSeverity } from './alert-rule.ts';
import type { DeviceId } from './device.ts';
import type { Millis, ObservationId } from './observation.ts';

/** Something that needs somebody: a rule held for long enough. From its start to its end it keeps its id. */
export interface RaisedAlert {
  readonly id: string;
  readonly rule: string;
  readonly severity: AlertSeverity;
  /** Absent where it is about the observer. */
  readonly device?: DeviceId;
  /** What the device was called when it was told of last. */
  readonly deviceName?: string;
  /** What it is about, the same by whatever source or rule: `supply.black`, `media-jam`, `unreachable`. */
  readonly cause: string;
  readonly text: string;
  /** The words by which it was told, each with who told it: `media-jam-error (state)`. */
  readonly told: readonly string[];
  /** One step that a person can take. */
  readonly next: string;
  /** When what it is about was observed first, and when it had held for long enough. */
  readonly since: Millis;
  readonly raisedAt: Millis;
  readonly changedAt: Millis;
  readonly endedAt?: Millis;
  readonly ended?: AlertEnd;
  readonly acknowledged?: Acknowledgement;
  readonly evidence: readonly ObservationId[];
}

/**
 * `over`: what it was about is over. `device-gone`: the inventory has that device no more. `rule-gone`: no rule asks for
 * it any more. `merged`: two devices were found to be one, and the other alert goes on.
 */
export type AlertEnd = 'over' | 'device-gone' | 'rule-gone' | 'merged';

export interface Acknowledgement {
  /** Who did it, as far as is known. */
  readonly by: string | null;
  readonly at: Millis;
  readonly note: string;
}

/** A time in which nobody is told of a device, of a rule, or of that rule on that device. */
export interface Silence {
  readonly id: string;
  readonly device?: DeviceId;
  readonly rule?: string;
  readonly until: Millis;
  readonly reason: string;
  readonly by: string | null;
  readonly at: Millis;
}

/** What happened to an alert. `changed`: it became graver, or less grave. */
export type AlertChangeWord = 'started' | 'changed' | 'ended';

export interface AlertChange {
  readonly what: AlertChangeWord;
  readonly alert: RaisedAlert;
}
