import type { Finding } from './judge.ts';

/** One line a maker, and the sum. */
export function printTable(judged: readonly { readonly maker: string; readonly findings: readonly Finding[] }[]): void {
  const makers = [...new Set(judged.map(({ maker }) => maker))].sort();
  const lines = makers.map((maker) =>
    lineOf(
      maker,
      judged.filter((row) => row.maker === maker),
    ),
  );
  const rows = [HEAD, ...lines, lineOf('all', judged)];
  const widths = HEAD.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  for (const row of rows) {
    const cells = row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)));
    console.log(cells.join('  ').trimEnd());
  }
}

function lineOf(name: string, rows: readonly { readonly findings: readonly Finding[] }[]): readonly string[] {
  const findings = rows.flatMap((row) => row.findings);
  const count = (about: Finding['about'], word: Finding['word']) =>
    String(findings.filter((one) => one.about === about && one.word === word).length);
  return [
    name,
    String(rows.length),
    count('identity', 'right'),
    count('identity', 'wrong'),
    count('identity', 'not said'),
    count('supplies', 'right'),
    count('supplies', 'wrong'),
    count('supplies', 'not said'),
    count('supplies', 'invented'),
    count('kind', 'right'),
    count('kind', 'not said'),
    count('kind', 'invented'),
  ];
}

const HEAD = [
  'maker',
  'recordings',
  'identity right',
  'wrong',
  'not said',
  'supplies right',
  'wrong',
  'not said',
  'invented',
  'kind right',
  'not said',
  'called printers',
];
