import type { Verdict, VerdictWord } from '../../model/verdict.ts';
import type { Held } from './conclude.ts';
import { type PortRule, portRules } from './port-rules.ts';
import type { PortScene } from './port-scene.ts';

/**
 * The verdict on a port: every rule that holds is a reason, the gravest word counts.
 *
 * Who owns, how exposed it is and who a device is are evidence; which sockets and devices there are is the question
 * (docs/decisions/0009-verdicts.md). `beside` are rules that hold for another reason, and count alike.
 */
export function judgePort(
  scene: PortScene,
  rules: readonly PortRule[] = portRules,
  beside: readonly Held[] = [],
): Verdict {
  const own = rules.flatMap((rule) => {
    const evidence = rule.when(scene);
    return evidence === undefined ? [] : [{ rule, evidence }];
  });
  const held: readonly Held[] = [...own, ...beside];
  const word = gravity.find((candidate) => held.some(({ rule }) => rule.word === candidate)) ?? 'unknown';
  const first = held.filter(({ rule }) => rule.word === word);
  const ordered = [...first, ...held.filter((each) => !first.includes(each))];
  return {
    word,
    reasons: ordered.map(({ rule, evidence }) => ({ rule: rule.id, text: rule.text, evidence })),
    next: ordered[0]?.rule.next ?? '',
  };
}

const gravity: readonly VerdictWord[] = ['unexpected', 'look-into-it', 'plausible', 'expected', 'unknown'];
