import type { RaisedAlert, Silence } from '@quietport/core';
import type { ShownAlert } from '../alerts/alert-watch.ts';
import type { KnownRule } from '../alerts/rule-book.ts';
import { iso } from './device.ts';

/** One alert as `quietport/alert@1`. */
export function alertDocument(alert: RaisedAlert, silenced: Silence | undefined, virtual: boolean): object {
  const { acknowledged, endedAt } = alert;
  return {
    schema: 'quietport/alert@1',
    id: alert.id,
    virtual,
    open: endedAt === undefined,
    rule: alert.rule,
    severity: alert.severity,
    device: alert.device ?? null,
    deviceName: alert.deviceName ?? null,
    cause: alert.cause,
    text: alert.text,
    told: alert.told,
    next: alert.next,
    since: iso(alert.since),
    raisedAt: iso(alert.raisedAt),
    changedAt: iso(alert.changedAt),
    endedAt: endedAt === undefined ? null : iso(endedAt),
    ended: alert.ended ?? null,
    acknowledged: acknowledged === undefined ? null : { ...acknowledged, at: iso(acknowledged.at) },
    silenced: silenced === undefined ? null : { id: silenced.id, until: iso(silenced.until), reason: silenced.reason },
    evidence: alert.evidence,
  };
}

/** A page of alerts as `quietport/alerts@1`; `open` counts all that are open. */
export function alertsDocument(
  page: readonly ShownAlert[],
  open: readonly ShownAlert[],
  virtual: boolean,
  next: string | undefined,
): object {
  const count = (severity: string) => open.filter(({ alert }) => alert.severity === severity).length;
  return {
    schema: 'quietport/alerts@1',
    virtual,
    alerts: page.map(({ alert, silenced }) => alertDocument(alert, silenced, virtual)),
    next: next ?? null,
    open: { info: count('info'), warning: count('warning'), critical: count('critical') },
  };
}

/** `quietport/silences@1` */
export function silencesDocument(silences: readonly Silence[], virtual: boolean): object {
  return {
    schema: 'quietport/silences@1',
    virtual,
    silences: silences.map(({ device, rule, until, at, ...row }) => ({
      ...row,
      device: device ?? null,
      rule: rule ?? null,
      until: iso(until),
      at: iso(at),
    })),
  };
}

/** `quietport/alert-rules@1` */
export function alertRulesDocument(rules: readonly KnownRule[]): object {
  return { schema: 'quietport/alert-rules@1', rules };
}
