import type { Verdict, VerdictWord } from '../../model/verdict.ts';

/** A rule that holds, with the ids of what made it hold. */
export interface Held {
  readonly rule: { readonly id: string; readonly word: VerdictWord; readonly text: string; readonly next: string };
  readonly evidence: readonly string[];
}

/**
 * Every rule that holds is a reason, the gravest word counts, and its first rule gives the next step. `unknown` counts
 * only where no rule says more.
 */
export function conclude(held: readonly Held[]): Verdict {
  const word = gravity.find((candidate) => held.some(({ rule }) => rule.word === candidate)) ?? 'unknown';
  const ordered = [
    ...held.filter(({ rule }) => rule.word === word),
    ...held.filter(({ rule }) => rule.word !== word && rule.word !== 'unknown'),
  ];
  return {
    word,
    reasons: ordered.map(({ rule, evidence }) => ({ rule: rule.id, text: rule.text, evidence })),
    next: ordered[0]?.rule.next ?? '',
  };
}

const gravity: readonly VerdictWord[] = ['unexpected', 'look-into-it', 'plausible', 'expected', 'unknown'];
