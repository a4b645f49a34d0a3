import type { VerdictWord } from '@quietport/core';
import type { Style } from '../output/paint.ts';

/** The colour of a verdict. */
export function verdictStyle(word: VerdictWord): Style {
  return styles[word];
}

const styles: Readonly<Record<VerdictWord, Style>> = {
  expected: 'green',
  plausible: 'cyan',
  unexpected: 'red',
  'look-into-it': 'yellow',
  unknown: 'dim',
};
