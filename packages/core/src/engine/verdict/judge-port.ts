import type { Verdict } from '../../model/verdict.ts';
import { conclude, type Held } from './conclude.ts';
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
  return conclude([...beside, ...own]);
}
