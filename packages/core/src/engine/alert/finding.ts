import type { AlertRule } from '../../model/alert-rule.ts';
import type { Millis, ObservationId } from '../../model/observation.ts';

/** What one rule makes of one cause now. `between`: neither enough to start an alert nor to end one. */
export interface Finding {
  readonly rule: AlertRule;
  readonly cause: string;
  readonly is: 'yes' | 'between' | 'no';
  /** When what it rests on was observed. */
  readonly seenAt: Millis;
  /** Since when it is so, as far as that was observed. */
  readonly since: Millis;
  readonly text: string;
  readonly told: readonly string[];
  readonly next: string;
  readonly evidence: readonly ObservationId[];
}

/** What a cause is about. Of a family that is `quiet`, the absence of a finding says nothing. */
export type Family = 'state' | 'supply' | 'presence' | 'forecast' | 'newcomer' | 'verdict' | 'observer';

export interface Findings {
  readonly findings: readonly Finding[];
  readonly quiet: ReadonlySet<Family>;
  /** When the device was observed last: what is absent was absent then. */
  readonly seenAt: Millis;
}

export function familyOf(cause: string): Family {
  const [head = ''] = cause.split('.');
  return families[head] ?? 'state';
}

const families: Readonly<Record<string, Family>> = {
  supply: 'supply',
  waste: 'supply',
  unreachable: 'presence',
  forecast: 'forecast',
  'new-device': 'newcomer',
  verdict: 'verdict',
  observer: 'observer',
};
