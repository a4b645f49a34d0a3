import type { FileReading } from './file-port.ts';
import type { LintFinding } from './lint-finding.ts';
import type { LintLore } from './lint-lore.ts';
import type { Scene } from './lint-rule.ts';
import { lintRules } from './lint-rules.ts';
import { takes } from './overlap.ts';

/** What the rules find in what was read, in the order of the files as they were given, then by line. */
export function lint(readings: readonly FileReading[], lore: LintLore): readonly LintFinding[] {
  const uses = readings.flatMap((reading) => reading.uses);
  const scene: Scene = {
    uses,
    taking: uses.filter(takes),
    remarks: readings.flatMap((reading) => reading.remarks),
    lore,
  };
  const named = new Set(uses.flatMap(({ port, portEnd }) => [port, portEnd]));
  const order = [
    ...new Set(readings.flatMap(({ remarks, uses: own }) => [...own, ...remarks].map(({ place }) => place.file))),
  ];
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
  return found.sort((a, b) => order.indexOf(a.file) - order.indexOf(b.file) || a.line - b.line || a.column - b.column);
}
