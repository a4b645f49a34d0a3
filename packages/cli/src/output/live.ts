import type { Context } from '../command.ts';
import { type Column, cell, chooseColumns } from './columns.ts';
import { csvHeader, csvRecord } from './csv.ts';
import { formatRecord } from './json.ts';
import { layoutCells, layoutLine } from './layout.ts';
import { type Measure, measureAny, truncate } from './measure.ts';
import { type Part, renderLine } from './paint.ts';
import { type Forms, printRows } from './rows.ts';

export interface LiveForms<Row> extends Forms<Row> {
  /** Which row of the next picture is the same thing. */
  key(row: Row): string;
}

/**
 * A list that changes while one looks. On a terminal the table is redrawn in place; elsewhere a line is printed for each
 * row that is new or changed (ndjson, csv and name likewise), and json prints its document at the end.
 */
export interface LiveTable<Row> {
  /** Shows this picture; `status` stands below the table on a terminal. */
  show(rows: readonly Row[], status?: readonly Part[]): void;
  /** The last picture stays. */
  end(rows: readonly Row[]): Promise<void>;
}

export async function openLiveTable<Row>(
  context: Context,
  columns: readonly Column<Row>[],
  forms: LiveForms<Row>,
): Promise<LiveTable<Row>> {
  const chosen = chooseColumns(columns, context.columns, context.output === 'wide');
  if (context.output === 'json') return { show: () => {}, end: (rows) => printRows(context, rows, columns, forms) };
  const table = context.output === 'table' || context.output === 'wide';
  if (table && context.screen().terminal) return redrawn(context, chosen, await measureAny());
  if (!table) {
    const format = recordsOf(context, chosen, forms);
    return listed(context, forms, format, format);
  }
  // by what the cells say: a line also changes where another row has made a column wider
  const cells = (row: Row): string => chosen.map((column) => cell(column, row)).join('\t');
  return listed(context, forms, linesOf(context, chosen, await measureAny()), cells);
}

/** The whole picture goes out in one write, between the marks of a synchronized update: no terminal shows half of it. */
function redrawn<Row>(context: Context, columns: readonly Column<Row>[], measure: Measure): LiveTable<Row> {
  let drawn = 0;
  const draw = (rows: readonly Row[], status: readonly Part[], whole: boolean): void => {
    const screen = context.screen();
    const cells = rows.map((row) => columns.map((column) => cell(column, row)));
    const lines =
      rows.length === 0
        ? []
        : layoutCells(rows, cells, columns, { headers: context.headers, width: screen.columns }, measure);
    const room = screen.rows - 2;
    const shown =
      whole || lines.length <= room ? lines : [...lines.slice(0, room - 1), [`… ${lines.length - room + 1} more`]];
    if (status.length > 0) shown.push([truncate(renderLine(status, false), screen.columns, measure)]);
    const text = shown.map((line) => `${renderLine(line, context.coloured)}${eraseRest}\n`).join('');
    context.write(`${begin}${drawn > 0 ? up(drawn) : ''}\r${text}${eraseBelow}${finish}`);
    drawn = shown.length;
  };
  return {
    show: (rows, status = []) => draw(rows, status, false),
    end: async (rows) => draw(rows, [], true),
  };
}

/** Prints a row when it is new or reads otherwise than before. */
function listed<Row>(
  context: Context,
  forms: LiveForms<Row>,
  format: (row: Row) => string,
  says: (row: Row) => string,
): LiveTable<Row> {
  const printed = new Map<string, string>();
  const show = (rows: readonly Row[]): void => {
    for (const row of rows) {
      const said = says(row);
      if (printed.get(forms.key(row)) === said) continue;
      printed.set(forms.key(row), said);
      context.write(format(row));
    }
  };
  return { show, end: async (rows) => show(rows) };
}

function linesOf<Row>(context: Context, columns: readonly Column<Row>[], measure: Measure): (row: Row) => string {
  const widths = columns.map((column) => measure(column.title));
  const line = (texts: readonly string[], header: boolean): string => {
    for (const [i, text] of texts.entries()) widths[i] = Math.max(widths[i]!, measure(text));
    const parts = layoutLine(columns, texts, widths, measure, () => (header ? 'bold' : undefined));
    return `${renderLine(parts, context.coloured)}\n`;
  };
  if (context.headers)
    context.write(
      line(
        columns.map((column) => column.title),
        true,
      ),
    );
  return (row) =>
    line(
      columns.map((column) => cell(column, row)),
      false,
    );
}

function recordsOf<Row>(
  context: Context,
  columns: readonly Column<Row>[],
  forms: LiveForms<Row>,
): (row: Row) => string {
  if (context.output === 'ndjson') return (row) => `${formatRecord(forms.record(row))}\n`;
  if (context.output === 'name') return (row) => `${renderLine([forms.name(row)], false)}\n`;
  if (context.headers) context.write(csvHeader(columns));
  return (row) => csvRecord(row, columns);
}

// ECMA-48 (CUU, EL, ED) and the synchronized update mode 2026, which terminals without it ignore
const begin = '\x1b[?2026h';
const finish = '\x1b[?2026l';
const eraseRest = '\x1b[K';
const eraseBelow = '\x1b[J';
const up = (lines: number): string => `\x1b[${lines}A`;
