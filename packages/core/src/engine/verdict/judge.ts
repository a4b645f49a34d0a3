import type { Verdict } from '../../model/verdict.ts';
import { conclude } from './conclude.ts';
import { hostRules, type Rule } from './host-rules.ts';
import type { Scene } from './scene.ts';

/**
 * The verdict on a host: every rule that holds is a reason, the gravest word counts, and its first rule gives the next
 * step. `unknown` counts only where no rule says more.
 *
 * What a device tells is evidence; which of its ports are open is the question. Taking a telling away never makes the
 * word more certain (docs/decisions/0009-verdicts.md); another question may have another answer.
 */
export function judgeHost(scene: Scene, rules: readonly Rule[] = hostRules): Verdict {
  const held = rules.flatMap((rule) => {
    const evidence = rule.when(scene);
    return evidence === undefined ? [] : [{ rule, evidence }];
  });
  return conclude(held);
}
