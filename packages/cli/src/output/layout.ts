import { type Column, cell } from './columns.ts';
import { type Measure, measureFor, truncate } from './measure.ts';
import { type Part, paint } from './paint.ts';

export interface TableOptions {
  readonly headers: boolean;
  /** The columns of the terminal; infinite where nothing is cut. */
  readonly width: number;
}

/** A table as lines: columns two spaces apart, the widest cut first until all fits. */
export async function layoutTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: TableOptions,
): Promise<Part[][]> {
  const cells = rows.map((row) => columns.map((column) => cell(column, row)));
  const measure = await measureFor([...cells.flat(), ...columns.map((column) => column.title)]);
  return layoutCells(rows, cells, columns, options, measure);
}

/** The same with a measure at hand. */
export function layoutCells<Row>(
  rows: readonly Row[],
  cells: readonly (readonly string[])[],
  columns: readonly Column<Row>[],
  options: TableOptions,
  measure: Measure,
): Part[][] {
  const natural = columns.map((column, i) =>
    Math.max(options.headers ? measure(column.title) : 1, ...cells.map((row) => measure(row[i]!))),
  );
  const widths = fitWidths(natural, columns, options.width);
  const lines = cells.map((row, y) => layoutLine(columns, row, widths, measure, (column) => column.style?.(rows[y]!)));
  if (!options.headers) return lines;
  return [
    layoutLine(
      columns,
      columns.map((column) => column.title),
      widths,
      measure,
      () => 'bold',
    ),
    ...lines,
  ];
}

export function layoutLine<Row>(
  columns: readonly Column<Row>[],
  texts: readonly string[],
  widths: readonly number[],
  measure: Measure,
  style: (column: Column<Row>) => Parameters<typeof paint>[0] | undefined,
): Part[] {
  const last = columns.length - 1;
  return columns.flatMap((column, i) => {
    const place = { right: column.right === true, last: i === last, width: widths[i]! };
    return cellParts(texts[i]!, style(column), place, measure);
  });
}

/** Where a cell stands: at which side of its column, whether another follows, and how wide it is. */
export interface CellPlace {
  readonly right: boolean;
  readonly last: boolean;
  readonly width: number;
}

/** One cell as it stands in its line, with the gap behind it. */
export function cellParts(
  whole: string,
  style: Parameters<typeof paint>[0] | undefined,
  { right, last, width }: CellPlace,
  measure: Measure,
): Part[] {
  const text = truncate(whole, width, measure);
  const space = ' '.repeat(Math.max(0, width - measure(text)));
  const shown: Part = style === undefined ? text : paint(style, text);
  if (right) return last ? [space, shown] : [space, shown, gap];
  return last ? [shown] : [shown, space, gap];
}

/** Takes from the widest column that may be cut until the line fits; columns that want to stay whole give last. */
export function fitWidths(
  natural: readonly number[],
  columns: readonly { readonly whole?: boolean }[],
  width: number,
): number[] {
  const widths = [...natural];
  let over = widths.reduce((sum, each) => sum + each, 0) + gap.length * (widths.length - 1) - width;
  for (const [least, mayCut] of [
    [narrow, (i: number) => columns[i]!.whole !== true],
    [1, () => true],
  ] as const) {
    while (over > 0) {
      const widest = widths.reduce(
        (best, each, i) => (mayCut(i) && each > least && each > (widths[best] ?? 0) ? i : best),
        -1,
      );
      if (widest < 0) break;
      widths[widest]!--;
      over--;
    }
  }
  return widths;
}

const gap = '  ';
const narrow = 6;
