import { exposureRules } from '@quietport/core';
import type { DeviceAudit } from '../audit.ts';
import { iso } from './device.ts';

/** The audits of devices as `quietport/audit@1`. */
export function auditDocument(audits: readonly DeviceAudit[]): object {
  return { schema: 'quietport/audit@1', devices: audits.map(auditRecord) };
}

/** One device: its score with the reasons, what was not seen, and what has changed since the audit before. */
export function auditRecord({ device, at, audited, before }: DeviceAudit): object {
  const now = audited.findings.map(({ rule }) => rule as string);
  const mended = before?.rules.filter((rule) => !now.includes(rule)) ?? [];
  return {
    device: device.id,
    name: device.facts.name?.value ?? null,
    model: device.facts.model?.value ?? null,
    at: iso(at),
    score: audited.score,
    findings: audited.findings.map(({ rule, level, points, text, evidence }) => {
      return { rule, level, points, title: titleOf(rule), text, help: ruleOf(rule)?.help ?? '', evidence };
    }),
    notSeen: audited.notSeen,
    before:
      before === undefined
        ? null
        : {
            at: iso(before.at),
            score: before.score,
            mended,
            mendedTitles: mended.map(titleOf),
            opened: now.filter((rule) => !before.rules.includes(rule)),
          },
  };
}

/** A rule of an audit of long ago may be gone: its id is all that is left of it. */
function titleOf(rule: string): string {
  return ruleOf(rule)?.title ?? rule;
}

function ruleOf(rule: string): (typeof exposureRules)[number] | undefined {
  return exposureRules.find(({ id }) => id === rule);
}
