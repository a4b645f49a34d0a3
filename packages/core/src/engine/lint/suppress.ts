import type { FilePlace, FileReading, FileRemark, Suppression } from './file-port.ts';
import { inOrderOf } from './lint.ts';
import type { LintFinding } from './lint-finding.ts';
import { lintRules } from './lint-rules.ts';

/** A finding that a comment in the file takes back, and why. */
export interface SuppressedFinding extends LintFinding {
  readonly because: string;
}

export interface LintResult {
  readonly findings: readonly LintFinding[];
  readonly suppressed: readonly SuppressedFinding[];
}

/**
 * The comments of a text that suppress findings: `# quietport-ignore RULE[, RULE]: REASON`, behind `#`, `//`, `;` or `/*`,
 * or as the text of a `"//"` key where a format has no comments. Behind something it
 * holds for that line, alone for the next one.
 */
export function suppressionsIn(
  file: string,
  text: string,
): { readonly suppressions: readonly Suppression[]; readonly remarks: readonly FileRemark[] } {
  const suppressions: Suppression[] = [];
  const remarks: FileRemark[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const match = line.includes('quietport-ignore') ? comment.exec(line.trimEnd()) : null;
    if (match === null) continue;
    const [, before = '', body = ''] = match;
    const place: FilePlace = { file, line: i + 1, column: before.length + 1 };
    const said = line.slice(before.length).trim();
    const [, names = body, reason = ''] = /^([^:]*):\s*(.*?)[\s"*/,]*$/.exec(body) ?? [];
    const rules = names.split(/[\s,]+/).filter((name) => name !== '');
    const wrong = (why: string): void =>
      void remarks.push({ rule: 'suppression-wrong', place, text: said, reason: why });
    const unknown = rules.find((name) => !lintRules.some(({ id }) => id === name));
    if (rules.length === 0) wrong('This comment names no rule: it suppresses nothing.');
    else if (unknown !== undefined) wrong(`There is no rule "${unknown}": this comment suppresses nothing.`);
    else if (reason === '') wrong('This comment gives no reason behind a colon: it suppresses nothing.');
    else suppressions.push({ place, holds: alone.test(before) ? i + 2 : i + 1, text: said, rules, reason });
  }
  return { suppressions, remarks };
}

/** Takes the findings away that comments speak of, and finds the comments that speak of none. */
export function suppress(
  found: readonly LintFinding[],
  suppressions: readonly Suppression[],
  readings: readonly FileReading[],
): LintResult {
  const used = new Set<Suppression>();
  const findings: LintFinding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of found) {
    const holding = suppressions.filter((each) => isMeant(finding, each));
    for (const each of holding) used.add(each);
    const [first] = holding;
    if (first === undefined) findings.push(finding);
    else suppressed.push({ ...finding, because: first.reason });
  }
  const idle = suppressions
    .filter((each) => !used.has(each))
    .map(
      ({ place, text, rules }): LintFinding => ({
        rule: 'suppression-unused',
        level: 'note',
        ...place,
        port: null,
        transport: null,
        text,
        reason: `Nothing here is found by ${rules.join(', ')}: this comment can go.`,
        suggestion: null,
      }),
    );
  return { findings: inOrderOf(readings, [...findings, ...idle]), suppressed };
}

function isMeant({ rule, file, line }: LintFinding, { place, holds, rules }: Suppression): boolean {
  return place.file === file && line === holds && rules.includes(rule);
}

const comment = /^(.*?(?:^|\s)(?:#|\/\/|;|\/\*|"\/\/"\s*:\s*")\s*)quietport-ignore\b(.*)$/;
const alone = /^\s*(?:#|\/\/|;|\/\*|"\/\/"\s*:\s*")\s*$/;
