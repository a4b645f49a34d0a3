import { type Column, cell } from './columns.ts';
import { cellParts, fitWidths, type TableOptions } from './layout.ts';
import { measureFor } from './measure.ts';
import { renderLine } from './paint.ts';

/**
 * A table as the text of its lines. Thousands of rows hold a few users, programs and verdicts: each text of a column is
 * measured, cut, escaped and coloured once.
 */
export async function tableText<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: TableOptions,
  coloured: boolean,
): Promise<string> {
  const told = columns.map((column) => readColumn(column, rows));
  const texts = told.flatMap(({ kinds }) => kinds.map(({ text }) => text));
  const measure = await measureFor([...texts, ...columns.map(({ title }) => title)]);
  const natural = told.map(({ kinds }, x) =>
    kinds.reduce((most, { text }) => Math.max(most, measure(text)), options.headers ? measure(columns[x]!.title) : 1),
  );
  const widths = fitWidths(natural, columns, options.width);
  const show = (x: number, text: string, style: Style) => {
    const place = { right: columns[x]!.right === true, last: x === columns.length - 1, width: widths[x]! };
    return renderLine(cellParts(text, style, place, measure), coloured);
  };
  const shown = told.map(({ kinds }, x) => kinds.map(({ text, style }) => show(x, text, style)));
  let lines = options.headers ? `${columns.map(({ title }, x) => show(x, title, 'bold')).join('')}\n` : '';
  for (let y = 0; y < rows.length; y++) {
    for (let x = 0; x < told.length; x++) lines += shown[x]![told[x]!.kindOf[y]!]!;
    lines += '\n';
  }
  return lines;
}

type Style = Parameters<typeof cellParts>[1];

/** The different cells of one column, and which of them each row has. */
interface ColumnTold {
  readonly kinds: { readonly text: string; readonly style: Style }[];
  readonly kindOf: number[];
}

function readColumn<Row>(column: Column<Row>, rows: readonly Row[]): ColumnTold {
  const told: ColumnTold = { kinds: [], kindOf: [] };
  const places = new Map<Style, Map<string | number | undefined, number>>();
  for (const row of rows) {
    const style = column.style?.(row);
    const value = column.value(row);
    const known = places.get(style) ?? new Map<string | number | undefined, number>();
    places.set(style, known);
    let place = known.get(value);
    if (place === undefined) {
      place = told.kinds.push({ text: cell(column, row), style }) - 1;
      known.set(value, place);
    }
    told.kindOf.push(place);
  }
  return told;
}
