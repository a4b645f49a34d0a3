import type { Evidence, Known } from '../../model/device.ts';

/** One value of a fact in all its spellings: who tells it, and whose spelling is shown. */
export interface Candidate {
  readonly value: string;
  readonly rank: number;
  /** Place of the shown telling in the canonical order; the newer one counts among equals. */
  readonly at: number;
  readonly evidence: readonly { readonly rank: number; readonly evidence: Evidence }[];
  /** Protocols that say it in plain words, from the device itself. */
  readonly toldBy: ReadonlySet<string>;
  readonly said: boolean;
}

/** The chosen value with those that speak against it. */
export function concluded(chosen: Candidate, others: readonly Candidate[]): Known<string> {
  return {
    value: chosen.value,
    grade: chosen.toldBy.size > 1 ? 'confirmed' : chosen.said ? 'claimed' : 'inferred',
    evidence: evidenceOf(chosen),
    against: others.map((other) => ({ value: other.value, evidence: evidenceOf(other) })),
  };
}

/** Deepest source first. */
export function evidenceOf(candidate: Pick<Candidate, 'evidence'>): Evidence[] {
  return [...candidate.evidence].sort((a, b) => a.rank - b.rank).map(({ evidence }) => evidence);
}
