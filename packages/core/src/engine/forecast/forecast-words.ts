import type { SupplyDirection } from '../../model/supply.ts';
import type { DaysLeft, ForecastGap } from './days-left.ts';

/** What is left in words: `4 to 9 days`, `at least 200 days`, `used up`, `unknown: less than a week is known`. */
export function wordsOfDaysLeft(left: DaysLeft, direction: SupplyDirection): string {
  switch (left.is) {
    case 'over':
      return direction === 'filled' ? 'full' : 'used up';
    case 'unknown':
      return `unknown: ${wordsOfGap(left.why)}`;
    case 'days': {
      const { from, to } = left;
      if (to === undefined) return `at least ${days(from)}`;
      if (to <= 1) return 'less than a day';
      return from === to ? days(from) : `${from} to ${days(to)}`;
    }
  }
}

export function wordsOfGap(why: ForecastGap): string {
  return gaps[why];
}

function days(count: number): string {
  return `${count} ${count === 1 ? 'day' : 'days'}`;
}

const gaps: Readonly<Record<ForecastGap, string>> = {
  'no-history': 'nothing was written down yet',
  'no-number': 'the device tells no number',
  'not-told': 'the device has not told it for a while',
  'too-short': 'less than a week is known',
  'stands-still': 'nothing was used',
  'too-few': 'the level has moved too seldom',
  pending: 'it is being worked out',
};
