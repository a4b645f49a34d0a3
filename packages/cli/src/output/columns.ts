import { Fault } from '@quietport/core/fault';
import type { Style } from './paint.ts';
import { visible } from './visible.ts';

/** What one column of a list shows. `undefined` is shown as `-` and is empty in CSV. */
export interface Column<Row> {
  /** The word for `--columns`, and the header in CSV. */
  readonly key: string;
  readonly title: string;
  value(row: Row): string | number | undefined;
  /** Shown only by `-o wide` and when named. */
  readonly wide?: boolean;
  /** Never cut, as long as there is another column to cut. */
  readonly whole?: boolean;
  readonly right?: boolean;
  style?(row: Row): Style | undefined;
}

/** A column as help and completion know it. */
export type ColumnName = Pick<Column<never>, 'key' | 'title' | 'wide'>;

/** The columns that were asked for by `--columns`, or those that the form shows by itself. */
export function chooseColumns<C extends ColumnName>(
  columns: readonly C[],
  named: readonly string[] | undefined,
  wide: boolean,
): readonly C[] {
  if (named === undefined) return columns.filter((column) => wide || column.wide !== true);
  return named.map((key) => {
    const column = columns.find((candidate) => candidate.key === key);
    if (column === undefined)
      throw new Fault('usage/no-such-column', { column: key, known: columns.map((each) => each.key).join(', ') });
    return column;
  });
}

/** A cell as text for people. */
export function cell<Row>(column: Column<Row>, row: Row): string {
  const value = column.value(row);
  return value === undefined || value === '' ? '-' : visible(String(value));
}
