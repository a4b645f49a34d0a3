import type { FileRemark } from '../file-port.ts';
import type { LintLevel } from '../lint-finding.ts';
import type { LintRule } from '../lint-rule.ts';

/** What the readers of files find by themselves. */
export const readingRules: readonly LintRule[] = [
  remarked('cannot-read', 'error', 'A file cannot be read', 'What stands in it was not judged: mend or leave it out.'),
  remarked(
    'port-invalid',
    'error',
    'What stands there is no port',
    'Ports are 1 to 65535; ranges run upward, and both sides of a mapping are equally long.',
  ),
  remarked(
    'port-yaml-base60',
    'error',
    'YAML 1.1 reads the mapping as one number',
    'Unquoted digits with a colon are a number in base 60 to YAML 1.1. Put quotes around the mapping.',
  ),
  remarked(
    'port-override-appends',
    'warning',
    'An override file adds ports, it does not replace them',
    'Lists of ports are appended. Tag the list with !override to replace it.',
  ),
  remarked(
    'not-resolved',
    'note',
    'A variable has no value in these files',
    'What it is at run time decides; it is not guessed.',
  ),
  remarked(
    'suppression-wrong',
    'warning',
    'A comment suppresses nothing',
    'It is written: quietport-ignore RULE, RULE: REASON. Without a known rule and a reason it does not count.',
  ),
  {
    id: 'suppression-unused',
    level: 'note',
    title: 'A comment suppresses what is not found',
    help: 'What it spoke of is gone: take the comment away, so that it hides nothing later.',
    // found where findings are suppressed: it is about them
    find: () => [],
  },
];

function remarked(rule: FileRemark['rule'], level: LintLevel, title: string, help: string): LintRule {
  return {
    id: rule,
    level,
    title,
    help,
    find: ({ remarks }) =>
      remarks.filter((remark) => remark.rule === rule).map((remark) => ({ remark, reason: remark.reason })),
  };
}
