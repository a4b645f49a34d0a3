import type { LintRule } from './lint-rule.ts';
import { agreementRules } from './rules/agreement.ts';
import { collisionRules } from './rules/collisions.ts';
import { exposureRules } from './rules/exposure.ts';
import { hereRules } from './rules/here.ts';
import { numberRules } from './rules/numbers.ts';
import { printerRules } from './rules/printers.ts';
import { readingRules } from './rules/reading.ts';

/** Every rule of `lint` (ports.md 12.2), the grave ones first. */
export const lintRules: readonly LintRule[] = [
  ...readingRules,
  ...collisionRules,
  ...printerRules,
  ...numberRules,
  ...exposureRules,
  ...agreementRules,
  ...hereRules,
];
