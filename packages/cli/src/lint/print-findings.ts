import type { LintFinding } from '@quietport/core';
import type { Context } from '../command.ts';
import { type Column, chooseColumns } from '../output/columns.ts';
import { layoutTable } from '../output/layout.ts';
import { paint } from '../output/paint.ts';
import { wrap } from '../output/wrap.ts';

/** The columns of findings. */
export const lintColumns: readonly Column<LintFinding>[] = [
  { key: 'place', title: 'PLACE', value: ({ file, line, column }) => `${file}:${line}:${column}`, whole: true },
  { key: 'level', title: 'LEVEL', value: ({ level }) => level, style: ({ level }) => styles[level], whole: true },
  { key: 'port', title: 'PORT', value: portOf, whole: true },
  { key: 'rule', title: 'RULE', value: ({ rule }) => rule, whole: true },
  { key: 'text', title: 'TEXT', value: ({ text }) => text, wide: true },
  { key: 'suggestion', title: 'TAKE', value: ({ suggestion }) => suggestion ?? undefined },
  { key: 'reason', title: 'REASON', value: ({ reason }) => reason },
];

/** The table for people: under each row its reason, which no column would hold. */
export async function printFindings(context: Context, findings: readonly LintFinding[]): Promise<void> {
  if (findings.length === 0) return;
  const named = context.columns ?? ['place', 'level', 'port', 'rule'];
  const chosen = chooseColumns(lintColumns, named, false);
  const width = context.screen().columns;
  const lines = await layoutTable(findings, chosen, { headers: context.headers, width });
  if (context.headers) context.print(...lines.shift()!);
  for (const [i, line] of lines.entries()) {
    context.print(...line);
    // columns that were named are all that is wanted
    if (context.columns !== undefined) continue;
    for (const part of wrap(withSuggestion(findings[i]!), width - 4)) context.print(paint('dim', `    ${part}`));
  }
}

/** The reason, and the number to take instead where there is one. */
export function withSuggestion({ reason, suggestion }: LintFinding): string {
  return suggestion === null ? reason : `${reason} Free in the registry: ${suggestion}.`;
}

function portOf({ port, transport }: LintFinding): string | undefined {
  return port === null ? undefined : `${port}/${transport}`;
}

const styles = { error: 'red', warning: 'yellow', note: 'blue' } as const;
