import type { Verdict, VerdictWord } from '../../model/verdict.ts';
import { hostRules, type Rule } from './host-rules.ts';
import type { Scene } from './scene.ts';

/**
 * The verdict on a host: every rule that holds is a reason, the gravest word counts, and its first rule gives the next
 * step. `unknown` counts only where no rule says more.
 *
 * What a device tells is evidence; which of its ports are open is the question. Taking a telling away never makes the
 * word more certain (docs/decisions/0007-verdicts.md); another question may have another answer.
 */
export function judgeHost(scene: Scene, rules: readonly Rule[] = hostRules): Verdict {
  const held = rules.flatMap((rule) => {
    const evidence = rule.when(scene);
    return evidence === undefined ? [] : [{ rule, evidence }];
  });
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
