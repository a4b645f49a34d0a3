import type { FileReading } from './file-port.ts';
import type { LintFinding } from './lint-finding.ts';
import type { LintLore } from './lint-lore.ts';
import type { Scene } from './lint-rule.ts';
import { lintRules } from './lint-rules.ts';
import { takes } from './overlap.ts';

/** What the rules find in what was read, in the order in which the files first speak, then by line. */
export function lint(readings: readonly FileReading[], lore: LintLore): readonly LintFinding[] {
  const uses = readings.flatMap((reading) => reading.uses);
  const scene: Scene = {
    uses,
    taking: uses.filter(takes),
    remarks: readings.flatMap((reading) => reading.remarks),
    names: readings.flatMap((reading) => reading.names ?? []),
    lore,
  };
  const named = new Set(uses.flatMap(({ port, portEnd }) => [port, portEnd]));
  const found = lintRules.flatMap((rule) =>
    [...rule.find(scene)].map(({ use, remark, reason, level, elsewhere }): LintFinding => {
      const { place, text } = use ?? remark!;
      // of a range, the lowest number: a whole range to move to would be another question
      const near = elsewhere === true && use !== undefined ? use.port : undefined;
      return {
        rule: rule.id,
        level: level ?? rule.level,
        ...place,
        port: use?.port ?? null,
        transport: use?.transport ?? null,
        text,
        reason,
        suggestion: near === undefined ? null : (lore.suggest(near, named) ?? null),
      };
    }),
  );
  // a file that was named may also have been read for another one, and is found to say the same twice
  const once = new Map(
    found.map((each) => [[each.rule, each.file, each.line, each.column, each.reason].join('\0'), each]),
  );
  return inOrderOf(readings, [...once.values()]);
}

/** Sorts findings by file, line and column. */
export function inOrderOf(readings: readonly FileReading[], findings: readonly LintFinding[]): readonly LintFinding[] {
  const places = readings.flatMap(({ uses, remarks, names = [] }) => [...uses, ...remarks, ...names]);
  const order = [...new Set(places.map(({ place }) => place.file))];
  return findings.toSorted(
    (a, b) => order.indexOf(a.file) - order.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}
