import type { Claim } from '../../model/claim.ts';
import { type RawLevel, readLevel, type SupplyLevel } from '../../model/supply-level.ts';
import type { PageRow, Tank, WebPage } from './codec-page.ts';

/** What the status and usage pages of Epson's printers tell of supplies and pages. Several pages make up what it tells, so no page alone is the whole of it. */
export function readingClaims({ tanks, rows, ended }: WebPage): Claim[] {
  // half a page holds half a table
  if (!ended) return [];
  return [...tanks.flatMap(supplyClaims), ...tanks.flatMap(alertClaims), ...counterClaims(rows)];
}

function supplyClaims({ name, box, level, icon, ink }: Tank, place: number): Claim[] {
  const drawn = name ?? box;
  if (drawn === undefined) return [];
  const percent = level === undefined ? undefined : Number(level.text);
  const raw: RawLevel = percent === undefined ? {} : { level: percent, max: 100, unit: 'percent' };
  const common = { is: 'supply', row: `tank.${place}`, raw, path: (level ?? drawn).path } as const;
  // the bar of a box is the share that is left, and a receptacle's level is how full it is
  if (name === undefined)
    return [
      {
        ...common,
        name: 'Maintenance box',
        kind: 'waste-ink',
        direction: 'filled',
        level: roomLeft(readLevel(raw)),
      },
    ];
  const colour = colours[name.text];
  return [
    {
      ...common,
      name: name.text,
      kind: ink ? 'ink' : 'unknown',
      direction: 'consumed',
      // the bar may still be drawn with a line or two
      level: icon?.says === 'empty' ? { type: 'exact', ratio: 0 } : readLevel(raw),
      ...(colour === undefined ? {} : { colorant: colour }),
    },
  ];
}

function roomLeft(level: SupplyLevel): SupplyLevel {
  // 1 - 0.3 is 0.7 and some binary dust
  return level.type === 'exact' ? { type: 'exact', ratio: Math.round((1 - level.ratio) * 1e6) / 1e6 } : level;
}

/** The icon over the bar, in the words of PWG 5100.9. */
function alertClaims({ name, icon }: Tank, place: number): Claim[] {
  if (icon === undefined) return [];
  const low = icon.says === 'low';
  const code =
    name === undefined
      ? `marker-waste-ink-receptacle-${low ? 'almost-full' : 'full'}`
      : `marker-ink-${low ? 'almost-empty' : 'empty'}`;
  const text = name === undefined ? {} : { text: name.text };
  const severity = low ? 'warning' : 'critical';
  return [
    {
      is: 'alert',
      row: `tank.${place}`,
      severity,
      code,
      group: 'marker-supplies',
      ...text,
      path: icon.path,
    },
  ];
}

/**
 * The first table of the usage page: total · black · colour · two-sided · one-sided. Its words are of the page's
 * language, so it counts only where both sums are right.
 */
function counterClaims(rows: readonly PageRow[]): Claim[] {
  for (const [i, row] of rows.entries()) {
    const table = rows.slice(i, i + 5).filter(({ group }) => group === row.group);
    const [total, black, colour, twoSided, oneSided] = table.map(({ value }) => count(value.text));
    if (!total || black === undefined || colour === undefined || twoSided === undefined || oneSided === undefined)
      continue;
    if (black + colour !== total || twoSided + oneSided !== total) continue;
    return counters.map(([name, at]) => ({
      is: 'counter',
      row: name,
      name,
      value: count(table[at]!.value.text)!,
      unit: 'pages',
      path: table[at]!.value.path,
    }));
  }
  return [];
}

function count(text: string): number | undefined {
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

const counters: readonly (readonly [name: string, at: number])[] = [
  ['pages', 0],
  ['pages-monochrome', 1],
  ['pages-color', 2],
];
// the letters that Epson's pages put under the bars, in every language
const colours: Readonly<Record<string, string>> = {
  BK: 'black',
  K: 'black',
  PB: 'photo black',
  MB: 'matte black',
  C: 'cyan',
  M: 'magenta',
  Y: 'yellow',
  LC: 'light cyan',
  LM: 'light magenta',
  LK: 'light black',
  LLK: 'light light black',
  GY: 'gray',
  R: 'red',
  B: 'blue',
  O: 'orange',
  G: 'green',
};
