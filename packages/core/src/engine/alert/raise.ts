import { type AlertSeverity, alertSeverities } from '../../model/alert-rule.ts';
import type { Device } from '../../model/device.ts';
import type { Millis } from '../../model/observation.ts';
import type { RaisedAlert } from '../../model/raised-alert.ts';
import type { Finding } from './finding.ts';

/** Above 0 where the first is graver. */
export function graver(a: AlertSeverity, b: AlertSeverity): number {
  return alertSeverities.indexOf(a) - alertSeverities.indexOf(b);
}

/** Of equal ones the first. */
export function gravest(findings: readonly Finding[]): Finding | undefined {
  return findings.reduce<Finding | undefined>(
    (best, one) => (best === undefined || graver(one.rule.severity, best.rule.severity) > 0 ? one : best),
    undefined,
  );
}

export function raised(
  id: string,
  finding: Finding,
  device: Device | undefined,
  since: Millis,
  at: Millis,
): RaisedAlert {
  const { rule, cause, text, told, next, evidence } = finding;
  const about = device === undefined ? {} : { device: device.id, deviceName: nameOf(device) };
  const { id: ruleId, severity } = rule;
  return {
    id,
    rule: ruleId,
    severity,
    ...about,
    cause,
    text,
    told,
    next,
    since,
    raisedAt: at,
    changedAt: at,
    evidence,
  };
}

/** As it is told now. The same object where nothing is different. */
export function refreshed(
  alert: RaisedAlert,
  { rule, text, told, next, evidence }: Finding,
  device: Device | undefined,
  at: Millis,
): RaisedAlert {
  const name = device === undefined ? undefined : nameOf(device);
  const same =
    alert.rule === rule.id &&
    alert.severity === rule.severity &&
    alert.text === text &&
    alert.deviceName === name &&
    alert.told.join('\n') === told.join('\n');
  if (same) return alert;
  const { id: ruleId, severity } = rule;
  const named = name === undefined ? {} : { deviceName: name };
  return { ...alert, ...named, rule: ruleId, severity, text, told, next, evidence, changedAt: at };
}

/** By what a person calls it, else by what it is and where. */
export function nameOf({ facts, hostnames, interfaces, id }: Device): string {
  const what = [facts.make?.value, facts.model?.value].filter((text) => text !== undefined).join(' ');
  const address = interfaces.flatMap(({ addresses }) => addresses)[0];
  return facts.name?.value ?? hostnames[0] ?? ([what, address].filter((text) => text).join(' at ') || id);
}
