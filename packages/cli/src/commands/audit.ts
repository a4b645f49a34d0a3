import { exposureRules } from '@quietport/core';
import { audit, auditDocument, auditRecord, type DeviceAudit } from '@quietport/library';
import type { Command, Context } from '../command.ts';
import { modelOf, reached } from '../look/device-columns.ts';
import { findRequest } from '../look/find-request.ts';
import { withHouse } from '../look/open-house.ts';
import type { Column } from '../output/columns.ts';
import { paint, type Style } from '../output/paint.ts';
import { printRows } from '../output/rows.ts';
import { sarifLog } from '../output/sarif.ts';
import { settingOptions } from '../shared-options.ts';
import { version } from '../version.ts';

const auditColumns: readonly Column<DeviceAudit>[] = [
  { key: 'id', title: 'ID', value: ({ device }) => device.id, whole: true },
  { key: 'score', title: 'SCORE', value: ({ audited }) => audited.score, whole: true, right: true },
  { key: 'before', title: 'BEFORE', value: ({ before }) => before?.score, right: true },
  { key: 'model', title: 'MODEL', value: ({ device }) => modelOf(device) },
  { key: 'address', title: 'ADDRESS', value: ({ device }) => reached(device).join(' ') },
  { key: 'findings', title: 'FINDINGS', value: ({ audited }) => audited.findings.map(({ rule }) => rule).join(' ') },
];

/** `quietport audit [ID…]` */
export const command: Command = {
  text:
    'Says what each device tells anybody and what it leaves open, by the packets that show it: open services, the default ' +
    'community, administration in the clear, old TLS, certificates, printing without a login, visible jobs. It reads what is known; with ' +
    '--look it asks anew what any passer-by may ask. Nothing is tried and nothing is guessed: what was not seen is named. The ' +
    'score is 100 less the points of each finding, and is compared with the last one. --fail-on exits 1.',
  arguments: [{ name: '[id...]', text: 'devices; all of the inventory if none' }],
  options: [
    { flags: '--look', text: 'ask the devices again first, and printers for their jobs' },
    settingOptions.rate,
    settingOptions.iOwnThis,
  ],
  outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name', 'sarif'],
  columns: auditColumns,
  failOn: ['error', 'warning', 'note'],
  examples: [
    { line: 'quietport audit', text: 'every device, the most open first' },
    { line: 'quietport audit 10.0.0.5 --look', text: 'one, asked now' },
    { line: 'quietport audit --fail-on error -o sarif > audit.sarif', text: 'for a viewer of findings' },
  ],
  async run(context, ids, options) {
    return withHouse(context, async (house) => {
      const { targets: _, ...look } = await findRequest(context, [], options);
      const asked = options.flag('look') ? { look } : {};
      const found = await audit({ ids, ...asked }, house, context.signal);
      const audits = [...found].sort((a, b) => a.audited.score - b.audited.score);
      if (context.output === 'sarif') context.printDocument(sarif(audits));
      else if (context.output === 'table' && context.columns === undefined)
        for (const one of audits) printAudit(context, one);
      else
        await printRows<DeviceAudit>(context, audits, auditColumns, {
          name: ({ device }) => device.id,
          record: auditRecord,
          document: auditDocument,
        });
      if (audits.length === 0) context.say('The inventory is empty. quietport find looks for devices.');
      return fails(audits, context.failOn) ? 1 : 0;
    });
  },
};

function printAudit(context: Context, { device, audited, before }: DeviceAudit): void {
  const { score, findings, notSeen } = audited;
  const was = before === undefined || before.score === score ? '' : `, was ${before.score}`;
  const who = [device.facts.name?.value, modelOf(device), reached(device).join(' ')].filter((word) => word);
  context.print(paint('bold', `${score} of 100${was}`), `  ${device.id}  ${who.join('  ')}`);
  for (const { rule, level, points, text } of findings) {
    const fresh = before !== undefined && !before.rules.includes(rule) ? '  new' : '';
    context.print(
      paint(STYLES[level], `  ${level.padEnd(7)} -${String(points).padStart(2)}`),
      `  ${titleOf(rule)}${fresh}`,
      paint('dim', `  ${rule}`),
    );
    context.print(paint('dim', `               ${text}`));
  }
  const mended = before?.rules.filter((rule) => !findings.some((finding) => finding.rule === rule)) ?? [];
  if (mended.length > 0)
    context.print(
      paint('green', `  mended since ${new Date(before!.at).toISOString()}: ${mended.map(titleOf).join(', ')}`),
    );
  for (const line of notSeen) context.detail(`  not seen: ${line}`);
}

function titleOf(rule: string): string {
  return exposureRules.find(({ id }) => id === rule)?.title ?? rule;
}

/** Code viewers want a file for each finding: the device stands as one. */
function sarif(audits: readonly DeviceAudit[]): object {
  return sarifLog(
    version(),
    exposureRules,
    audits.flatMap(({ device, audited }) =>
      audited.findings.map(({ rule, level, text }) => ({
        ...{ rule, level, text: `${modelOf(device) ?? device.id} at ${reached(device).join(', ')}: ${text}` },
        ...{ file: `devices/${device.id}`, line: 1, column: 1 },
      })),
    ),
  );
}

/** `--fail-on warning` means warnings and errors. */
function fails(audits: readonly DeviceAudit[], failOn: readonly string[]): boolean {
  const named: readonly string[] = LEVELS;
  const least = Math.max(-1, ...failOn.map((word) => named.indexOf(word)));
  return audits.some(({ audited }) => audited.findings.some(({ level }) => LEVELS.indexOf(level) <= least));
}

const LEVELS = ['error', 'warning', 'note'] as const;
const STYLES: Readonly<Record<(typeof LEVELS)[number], Style>> = { error: 'red', warning: 'yellow', note: 'dim' };
