import { type CheckMarks, Fault } from '@quietport/core';
import type { OptionSpec } from '../command.ts';
import type { Options } from '../options.ts';

/** Under which levels a supply is worth a word. */
export const markOptions: readonly OptionSpec[] = [
  {
    flags: '--warning <percent>',
    text: 'a supply at or under this is a warning (10; a mark of the device itself counts first)',
  },
  { flags: '--critical <percent>', text: 'a supply at or under this is critical (2)' },
  { flags: '--max-age <hours>', text: 'what was heard longer ago says nothing of now (24)' },
];

export function marksOf(options: Options): CheckMarks {
  return {
    warning: numberIn(options, 'warning', 10, 100) / 100,
    critical: numberIn(options, 'critical', 2, 100) / 100,
    maxAgeMs: numberIn(options, 'max-age', 24, 1_000_000) * 3_600_000,
  };
}

function numberIn(options: Options, name: string, usual: number, most: number): number {
  const text = options.text(name);
  if (text === undefined) return usual;
  const number = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || number > most)
    throw new Fault('usage/bad-value', {
      option: `--${name}`,
      value: text,
      expected: `Give a number from 0 to ${most}.`,
    });
  return number;
}
