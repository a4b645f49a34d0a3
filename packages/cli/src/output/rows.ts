import type { Context } from '../command.ts';
import { type Column, chooseColumns } from './columns.ts';
import { csvHeader, csvRecord } from './csv.ts';
import { formatRecord } from './json.ts';
import { tableText } from './table-text.ts';

/** The forms of a list beside its table. */
export interface Forms<Row> {
  /** `-o name`: what a script would hand to the next command. */
  name(row: Row): string;
  /** `-o json`: the whole document, with its `schema`. */
  document(rows: readonly Row[]): object;
  /** `-o ndjson`: one row. */
  record(row: Row): object;
}

/** Prints a list in the form that was asked for. An empty list prints its header only in CSV. */
export async function printRows<Row>(
  context: Context,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  forms: Forms<Row>,
): Promise<void> {
  const chosen = chooseColumns(columns, context.columns, context.output === 'wide');
  switch (context.output) {
    case 'json':
      return context.printDocument(forms.document(rows));
    case 'ndjson':
      context.write(rows.map((row) => `${formatRecord(forms.record(row))}\n`).join(''));
      return;
    case 'csv':
      if (context.headers) context.write(csvHeader(chosen));
      context.write(rows.map((row) => csvRecord(row, chosen)).join(''));
      return;
    case 'name':
      for (const row of rows) context.print(forms.name(row));
      return;
    default: {
      if (rows.length === 0) return;
      const width = context.output === 'wide' ? Number.POSITIVE_INFINITY : context.screen().columns;
      // in one piece: thousands of rows would be as many writes
      context.write(await tableText(rows, chosen, { headers: context.headers, width }, context.coloured));
    }
  }
}
