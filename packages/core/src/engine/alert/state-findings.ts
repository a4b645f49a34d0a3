import type { AlertRule } from '../../model/alert-rule.ts';
import type { Device } from '../../model/device.ts';
import type { Millis } from '../../model/observation.ts';
import type { Finding } from './finding.ts';
import { type Cause, causeOfAlert, causeOfReason, type Gravity } from './reasons.ts';

/** One complaint of a device, by whatever protocol. */
export interface Complained {
  readonly cause: Cause;
  readonly gravity: Gravity;
  /** The standard's word, and where it stood. */
  readonly told: string;
  readonly seenAt: Millis;
  readonly since: Millis;
  readonly evidence: readonly string[];
}

/** Everything that a device complains of: by the reasons of its state, and by its own table of alerts. */
export function complaintsOf({ state, alerts, seen }: Device): readonly Complained[] {
  const stopped = state.word === 'stopped';
  const reasons = state.reasons.flatMap((reason): Complained[] => {
    const read = causeOfReason(reason, stopped);
    if (read === undefined) return [];
    return [{ ...read, told: `${reason} (state)`, seenAt: seen.last, since: state.since, evidence: [] }];
  });
  const rows = alerts.flatMap((alert): Complained[] => {
    const read = causeOfAlert(alert);
    if (read === undefined) return [];
    const { code, text, source, observedAt, evidence } = alert;
    const told = `${code}${text === undefined ? '' : ` "${text}"`} (${source})`;
    return [{ ...read, told, seenAt: observedAt, since: observedAt, evidence: [evidence.observation] }];
  });
  return [...reasons, ...rows].filter(({ gravity }) => gravity !== 'report');
}

/** What the rules for states make of a device: one finding a rule and cause, by whomever it was told. */
export function stateFindings(
  device: Device,
  rules: readonly AlertRule[],
  complaints: readonly Complained[],
): readonly Finding[] {
  const states = complaints.filter(({ cause: { about } }) => about === 'state');
  const causes = [...new Set(states.map(({ cause: { cause } }) => cause))];
  const named = new Set(rules.flatMap(({ when }) => (when.is === 'reason' ? when.causes : [])));
  const jammed = causes.includes('media-jam');
  const findings = causes.flatMap((cause) => {
    // who clears a jam opens covers and takes trays out
    if (jammed && ofJam.has(cause)) return [];
    const rows = states.filter((row) => row.cause.cause === cause);
    return rules.flatMap((rule): Finding[] => {
      const { when } = rule;
      if (when.is !== 'reason') return [];
      const rest = when.causes.includes('*') && !named.has(cause) && rows.some(({ gravity }) => gravity === 'error');
      return when.causes.includes(cause) || rest ? [together(rule, rows)] : [];
    });
  });
  const explained = complaints.some(({ gravity, cause: { about } }) => gravity === 'error' || about === 'state');
  if (device.state.word !== 'stopped' || explained) return findings;
  const { since, reasons } = device.state;
  const stopped = rules.flatMap((rule): Finding[] => {
    if (rule.when.is !== 'stopped') return [];
    const told = reasons.length === 0 ? ['stopped (state)'] : reasons.map((reason) => `${reason} (state)`);
    const text = 'It has stopped and does not say why';
    const { last: seenAt } = device.seen;
    return [{ rule, cause: 'stopped', is: 'yes', seenAt, since, text, told, next: 'Look at its panel.', evidence: [] }];
  });
  return [...findings, ...stopped];
}

function together(rule: AlertRule, rows: readonly Complained[]): Finding {
  const [{ cause }] = rows as readonly [Complained];
  return {
    rule,
    cause: cause.cause,
    is: 'yes',
    seenAt: Math.max(...rows.map(({ seenAt }) => seenAt)),
    since: Math.min(...rows.map(({ since }) => since)),
    text: cause.text,
    told: [...new Set(rows.map(({ told }) => told))],
    next: cause.next,
    evidence: [...new Set(rows.flatMap(({ evidence }) => evidence))],
  };
}

const ofJam: ReadonlySet<string> = new Set(['door-open', 'input-tray-missing', 'output-tray-missing', 'paused']);
