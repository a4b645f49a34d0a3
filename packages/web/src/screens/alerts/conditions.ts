import type { AlertRule } from '../../data/documents.ts';
import { spaced } from '../../parts/words.ts';

type Condition = AlertRule['when'];

/** What a rule can watch, in the order in which people look for it, each as it is where nobody has changed it. */
export const conditions: readonly { readonly label: string; readonly fresh: Condition }[] = [
  { label: 'A supply runs low', fresh: { is: 'supply', below: 0.1, clear: 0.15, ownMark: true } },
  { label: 'A supply will not last long', fresh: { is: 'forecast', days: 7, clearDays: 10 } },
  { label: 'A waste box fills up', fresh: { is: 'waste', almost: true } },
  { label: 'A device gives a reason', fresh: { is: 'reason', causes: ['media-jam'] } },
  { label: 'A device has stopped', fresh: { is: 'stopped' } },
  { label: 'A device cannot be reached', fresh: { is: 'unreachable' } },
  { label: 'A device is new', fresh: { is: 'new-device', forHours: 24, unknownOnly: false } },
  { label: 'A port should be looked into', fresh: { is: 'verdict', words: ['look-into-it'] } },
  { label: 'This machine cannot see', fresh: { is: 'observer' } },
];

/** What a rule watches, as a sentence. */
export function conditionText(when: Condition): string {
  switch (when.is) {
    case 'supply':
      return `A supply is at ${percent(when.below)} or less${when.ownMark ? ', or at the device’s own mark' : ''}. Over at ${percent(when.clear)}.`;
    case 'waste':
      return when.almost
        ? 'The device says that a waste box is nearly full.'
        : 'The device says that a waste box is full.';
    case 'reason':
      return when.causes.includes('*')
        ? 'The device gives a reason that no other rule names.'
        : `The device says: ${when.causes.map(spaced).join(', ')}.`;
    case 'stopped':
      return 'The device has stopped, whatever reason it gives.';
    case 'unreachable':
      return 'A device is silent in several looks, and is neither asleep nor off by habit.';
    case 'forecast':
      return `A supply lasts ${days(when.days)} or less. Over at ${days(when.clearDays)}.`;
    case 'new-device':
      return `A device was first heard in the last ${when.forHours} h${when.unknownOnly ? ', and nothing says what it is' : ''}.`;
    case 'verdict':
      return `What a device has open is judged: ${when.words.map(spaced).join(', ')}.`;
    case 'observer':
      return 'A look has failed: what is not observed neither starts nor ends.';
  }
}

/** How long, and how many times in a row; nothing where it counts at once. */
export function holdText({ holdSeconds, inARow }: Pick<AlertRule, 'holdSeconds' | 'inARow'>): string {
  const parts = [holdSeconds > 0 && `for ${spanText(holdSeconds)}`, inARow > 1 && `${inARow} times in a row`];
  const text = parts.filter(Boolean).join(' and ');
  return text === '' ? 'At once' : `After it held ${text}`;
}

/** Which devices are meant; nothing where all are. */
export function scopeText({ devices, kinds, makes, names, locations }: AlertRule['scope']): string {
  const parts = [
    kinds.length > 0 && kinds.map(spaced).join(', '),
    makes.length > 0 && `made by ${makes.join(', ')}`,
    names.length > 0 && `called ${names.join(', ')}`,
    locations.length > 0 && `at ${locations.join(', ')}`,
    devices.length > 0 && (devices.length === 1 ? 'one device' : `${devices.length} devices`),
  ];
  return parts.filter(Boolean).join('; ');
}

function spanText(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

const percent = (ratio: number) => `${Math.round(ratio * 1000) / 10} %`;
const days = (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`;
