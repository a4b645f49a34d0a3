import type { AppliedDevice, PlannedDevice } from '@quietport/library';
import type { Context } from '../command.ts';
import { type Part, paint } from '../output/paint.ts';

/** A plan for people: each device, and what becomes what. */
export function printPlan(print: Context['print'], rows: readonly PlannedDevice[]): void {
  for (const row of rows) {
    print(...headOf(row));
    for (const { property, from, to } of row.changes)
      print(`  ${property.padEnd(14)}`, paint('red', valueText(from)), ' → ', paint('green', valueText(to)));
    if (row.problem !== undefined) print('  ', paint('yellow', `${row.problem.text} ${row.problem.next}`));
    else if (row.changes.length === 0) print('  is as it should be');
  }
}

/** What came of one device. */
export function printApplied(print: Context['print'], row: AppliedDevice): void {
  print(...headOf(row), `  ${words[row.outcome]}`);
  if (row.problem !== undefined) print('  ', paint('yellow', `${row.problem.text} ${row.problem.next}`));
}

function headOf({ device, protocol, address }: PlannedDevice): readonly Part[] {
  const { make, model, name } = device.facts;
  const title = name?.value ?? [make?.value, model?.value].filter((part) => part !== undefined).join(' ');
  const way = protocol === undefined ? '' : `  ${protocol} at ${address ?? ''}`;
  return [paint('bold', device.id), title === '' ? '' : `  ${title}`, way];
}

function valueText(value: string | null): string {
  return value === null ? '(none)' : `"${value}"`;
}

const words: Readonly<Record<AppliedDevice['outcome'], string>> = {
  done: 'changed',
  unchanged: 'is as it should be',
  'not-done': 'not changed',
  unknown: 'may have been changed',
};
