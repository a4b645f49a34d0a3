import type { Column } from './columns.ts';
import { visible } from './visible.ts';

/** One record of RFC 4180, with its line end. */
export function csvRecord<Row>(row: Row, columns: readonly Column<Row>[]): string {
  return record(columns.map((column) => column.value(row)));
}

export function csvHeader<Row>(columns: readonly Column<Row>[]): string {
  return record(columns.map((column) => column.key));
}

function record(values: readonly (string | number | undefined)[]): string {
  return `${values.map(field).join(',')}\r\n`;
}

/** A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers. */
function field(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = visible(value);
  const safe = /^[=+\-@]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
