import { Fault } from '@quietport/core';
import { readAudit } from './audit.ts';
import type { House } from './house.ts';
import { type Proof, proofs } from './why.ts';

/** Why an audit says that something is open, down to the bytes. */
export interface FindingProof {
  readonly device: string;
  readonly rule: string;
  /** What was found, in words. */
  readonly text: string;
  readonly evidence: readonly Proof[];
}

/** Follows one finding of the audit of now. Throws `device/not-found`, `device/ambiguous` and `usage/no-such-finding`. */
export async function whyOpen(
  id: string,
  rule: string,
  house: Pick<House, 'store' | 'catalogue' | 'clock'>,
): Promise<FindingProof> {
  const [found] = await readAudit([id], house);
  const { device, audited } = found!;
  const finding = audited.findings.find((one) => one.rule === rule);
  if (finding === undefined) {
    const known = audited.findings.map((one) => one.rule).join(', ') || 'none';
    throw new Fault('usage/no-such-finding', { rule, known });
  }
  const evidence = finding.evidence.map((row) => ({ ...row, rule }));
  return {
    device: device.id,
    rule,
    text: finding.text,
    evidence: await proofs(evidence, house.store, house.catalogue),
  };
}
