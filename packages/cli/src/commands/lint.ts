import { type Fault, type LintFinding, type LintLore, lint, lintRules, suppress } from '@quietport/core';
import { lintLore } from '@quietport/library/numbers';
import type { Command, Context } from '../command.ts';
import { heldHere } from '../lint/held-here.ts';
import { lintColumns, printFindings, withSuggestion } from '../lint/print-findings.ts';
import { readFiles } from '../lint/read-files.ts';
import { knownDevices } from '../look/known-devices.ts';
import { printRows } from '../output/rows.ts';
import { sarifLog } from '../output/sarif.ts';
import { version } from '../version.ts';

/** `quietport lint FILE…` */
export const command: Command = {
  text:
    'Finds the port numbers in files that collide, that differ where they should agree, that do not work for what they ' +
    'were chosen for, or that make a printer print. Reads compose files (those of one folder merged in the order in which ' +
    'they are named, one alone with the override file beside it; what it includes, extends and builds from), Dockerfiles, ' +
    'Kubernetes manifests, .env files, nginx and Vite configurations, systemd sockets, the scripts of package.json, and ' +
    'the targets of Prometheus. Nothing in them is executed, and no machine is asked without --here: every machine gives ' +
    'the same answer, but for printers that the inventory knows. A comment "quietport-ignore RULE: REASON" on the line or ' +
    'alone on the one before takes a finding back. --fail-on exits 1 at findings of that level or a graver one; at what ' +
    'this machine holds now only with --fail-on taken.',
  arguments: [{ name: '<file...>', text: 'the files, as they belong together', completes: 'file' }],
  options: [{ flags: '--here', text: 'say also which of the numbers this machine holds now' }],
  outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name', 'sarif'],
  columns: lintColumns,
  failOn: ['error', 'warning', 'note', 'taken'],
  examples: [
    { line: 'quietport lint compose.yml nginx.conf', text: 'what collides' },
    { line: 'quietport lint prometheus.yml --fail-on error', text: 'exit 1 when a scrape will print' },
    { line: 'quietport lint k8s/*.yaml -o sarif > ports.sarif', text: 'for a viewer of findings' },
  ],
  async run(context, files, options) {
    const { readings, unread, comments } = await readFiles(files);
    if (unread.length === readings.length) throw nothingRead(context, unread);
    const known = lintLore(await knownDevices(context));
    const looks = options.flag('here') || context.failOn.includes('taken');
    const lore: LintLore = looks ? { ...known, heldHere: await heldHere(context) } : known;
    const said = [...readings, { uses: [], remarks: comments.remarks }];
    const { findings, suppressed } = suppress(lint(said, lore), comments.suppressions, said);
    if (context.output === 'sarif')
      context.printDocument(
        sarifLog(
          version(),
          lintRules,
          [...findings, ...suppressed].map((finding) => ({ ...finding, text: withSuggestion(finding) })),
        ),
      );
    else if (context.output === 'table') await printFindings(context, findings);
    else
      await printRows<LintFinding>(context, findings, lintColumns, {
        name: ({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`,
        record: (finding) => finding,
        document: () => ({ schema: 'quietport/lint@1', files: [...new Set(files)], findings, suppressed }),
      });
    // a file may be read twice, and a line may say two things
    const places = readings.flatMap(({ uses }) =>
      uses.map(({ place }) => [place.file, place.line, place.column].join(':')),
    );
    context.say(summary(findings, new Set(places).size, suppressed.length));
    return fails(findings, context.failOn) ? 1 : 0;
  },
};

/** Each file that could not be read is said; the last one is the failure. */
function nothingRead(context: Context, unread: readonly Fault[]): Fault {
  for (const fault of unread.slice(0, -1)) context.say(fault.text);
  return unread.at(-1)!;
}

function summary(findings: readonly LintFinding[], ports: number, suppressed: number): string {
  const read = `${ports} ${ports === 1 ? 'port' : 'ports'} read${suppressed === 0 ? '' : `, ${suppressed} suppressed`}`;
  if (findings.length === 0) return `Nothing found (${read}).`;
  const counts = levels.flatMap((level) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? [] : [`${count} ${level}${count === 1 ? '' : 's'}`];
  });
  return `${counts.join(', ')} (${read}).`;
}

/** `--fail-on warning` means warnings and errors. What a machine does now counts only where it was named. */
function fails(findings: readonly LintFinding[], failOn: readonly string[]): boolean {
  const named: readonly string[] = levels;
  const least = Math.max(-1, ...failOn.map((word) => named.indexOf(word)));
  return findings.some(({ rule, level }) =>
    rule === 'port-taken-here' ? failOn.includes('taken') : levels.indexOf(level) <= least,
  );
}

const levels = ['error', 'warning', 'note'] as const;
