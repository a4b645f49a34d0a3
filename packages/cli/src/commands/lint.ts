import { type Fault, type LintFinding, lint, lintRules } from '@quietport/core';
import { lintLore } from '@quietport/library/numbers';
import type { Command, Context } from '../command.ts';
import { lintColumns, printFindings, withSuggestion } from '../lint/print-findings.ts';
import { readFiles } from '../lint/read-files.ts';
import { knownDevices } from '../look/known-devices.ts';
import { printRows } from '../output/rows.ts';
import { sarifLog } from '../output/sarif.ts';
import { version } from '../version.ts';

/** `quietport lint FILE…` */
export const command: Command = {
  text:
    'Finds the port numbers in files that collide, that do not work for what they were chosen for, or that make a ' +
    'printer print. Reads compose files (each with the override file beside it), Kubernetes manifests, .env files, nginx ' +
    'and Vite configurations, systemd sockets, the scripts of package.json, and the targets of Prometheus. Nothing in ' +
    'them is executed, and no machine is asked: every machine gives the same answer, but for printers that the inventory ' +
    'knows. --fail-on exits 1 at findings of that level or a graver one.',
  arguments: [{ name: '<file...>', text: 'the files, as they belong together', completes: 'file' }],
  options: [],
  outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name', 'sarif'],
  columns: lintColumns,
  failOn: ['error', 'warning', 'note'],
  examples: [
    { line: 'quietport lint compose.yml nginx.conf', text: 'what collides' },
    { line: 'quietport lint prometheus.yml --fail-on error', text: 'exit 1 when a scrape will print' },
    { line: 'quietport lint k8s/*.yaml -o sarif > ports.sarif', text: 'for a viewer of findings' },
  ],
  async run(context, files) {
    const { readings, unread } = await readFiles(files);
    if (unread.length === readings.length) throw nothingRead(context, unread);
    const findings = lint(readings, lintLore(await knownDevices(context)));
    if (context.output === 'sarif')
      context.printDocument(
        sarifLog(
          version(),
          lintRules,
          findings.map((finding) => ({ ...finding, text: withSuggestion(finding) })),
        ),
      );
    else if (context.output === 'table') await printFindings(context, findings);
    else
      await printRows<LintFinding>(context, findings, lintColumns, {
        name: ({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`,
        record: (finding) => finding,
        document: () => ({ schema: 'quietport/lint@1', files: [...new Set(files)], findings }),
      });
    const ports = readings.reduce((sum, { uses }) => sum + uses.length, 0);
    context.say(summary(findings, ports));
    return fails(findings, context.failOn) ? 1 : 0;
  },
};

/** Each file that could not be read is said; the last one is the failure. */
function nothingRead(context: Context, unread: readonly Fault[]): Fault {
  for (const fault of unread.slice(0, -1)) context.say(fault.text);
  return unread.at(-1)!;
}

function summary(findings: readonly LintFinding[], ports: number): string {
  const read = `${ports} ${ports === 1 ? 'port' : 'ports'} read`;
  if (findings.length === 0) return `Nothing found (${read}).`;
  const counts = levels.flatMap((level) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? [] : [`${count} ${level}${count === 1 ? '' : 's'}`];
  });
  return `${counts.join(', ')} (${read}).`;
}

/** `--fail-on warning` means warnings and errors. */
function fails(findings: readonly LintFinding[], failOn: readonly string[]): boolean {
  const named: readonly string[] = levels;
  const least = Math.max(-1, ...failOn.map((word) => named.indexOf(word)));
  return findings.some(({ level }) => levels.indexOf(level) <= least);
}

const levels = ['error', 'warning', 'note'] as const;
