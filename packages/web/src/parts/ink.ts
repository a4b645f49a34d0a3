/** The colour of a colorant as it is drawn: what paper shows, made visible on both grounds. */
export function inkOf(colorant: string | null): string {
  const word = (colorant ?? '').toLowerCase().replaceAll(/[^a-z]/g, '');
  return INKS.find(([name]) => word.includes(name))?.[1] ?? 'var(--qp-link)';
}

/** The same as a line on the ground of the scheme: black ink is drawn grey on dark. */
export function lineOf(colorant: string | null, dark: boolean): string {
  const ink = inkOf(colorant);
  return ink === 'var(--qp-ink-black)' ? (dark ? '#aab4bb' : '#32383d') : ink;
}

// the longer name first: light cyan is no cyan
const INKS: readonly (readonly [string, string])[] = [
  ['lightcyan', '#8fd3ea'],
  ['lightmagenta', '#f0a3cc'],
  ['lightblack', '#8d959b'],
  ['lightgray', '#b4bcc1'],
  ['photoblack', 'var(--qp-ink-black)'],
  ['matteblack', 'var(--qp-ink-black)'],
  ['cyan', '#009fc7'],
  ['magenta', '#cf2a7b'],
  ['yellow', '#f0c419'],
  ['black', 'var(--qp-ink-black)'],
  ['gray', '#8d959b'],
  ['grey', '#8d959b'],
  ['orange', '#e8792b'],
  ['green', '#2f9a53'],
  ['red', '#cc3434'],
  ['blue', '#2f63c4'],
  ['violet', '#7a4bb8'],
  ['white', '#f6f6f2'],
];
