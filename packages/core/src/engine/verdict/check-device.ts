import type { Device } from '../../model/device.ts';
import type { Millis } from '../../model/observation.ts';
import type { Supply } from '../../model/reading.ts';
import { percentOf, wordsOfLevel } from './reading-words.ts';

/** In order of gravity, as monitoring counts them: 0, 1, 2, 3. */
export const checkWords = ['ok', 'warning', 'critical', 'unknown'] as const;
export type CheckWord = (typeof checkWords)[number];

export interface Complaint {
  readonly word: Exclude<CheckWord, 'ok'>;
  readonly text: string;
}

export interface Checked {
  readonly word: CheckWord;
  /** The gravest first. */
  readonly complaints: readonly Complaint[];
}

/** Ratios under which a supply is a warning and critical; a mark that the device names itself counts before `warning`. */
export interface CheckMarks {
  readonly warning: number;
  readonly critical: number;
  /** Readings older than this say nothing of the present. */
  readonly maxAgeMs: number;
}

/**
 * Whether a device needs somebody: by its state, its alerts and its supplies. A level that is no number alarms nobody, and
 * a receptacle alarms by its own number only where the device names the mark: some count how full it is, some how empty.
 */
export function checkDevice(device: Device, now: Millis, marks: CheckMarks): Checked {
  const age = now - device.seen.last;
  const complaints: Complaint[] = [
    ...(age > marks.maxAgeMs ? [complaint('unknown', `last heard ${wordsOfAge(age)} ago`)] : []),
    ...stateComplaints(device),
    ...device.alerts.flatMap(({ severity, text, code }) =>
      severity === 'critical' || severity === 'warning' ? [complaint(severity, text ?? code)] : [],
    ),
    ...device.supplies.flatMap((supply) => supplyComplaints(supply, marks)),
  ];
  if (age <= marks.maxAgeMs && nothingKnown(device))
    complaints.push(complaint('unknown', 'it tells nothing of its state'));
  complaints.sort((a, b) => gravity.indexOf(a.word) - gravity.indexOf(b.word));
  // what is too old to be judged is unknown, whatever it said then
  const word = age > marks.maxAgeMs ? 'unknown' : (complaints[0]?.word ?? 'ok');
  return { word, complaints };
}

/** An age in its largest whole unit: `3 d`, `2 h`, `5 min`, `12 s`. */
export function wordsOfAge(ms: number): string {
  const [size, unit] = ages.find(([length]) => ms >= 2 * length) ?? [1000, 's'];
  return `${Math.max(0, Math.floor(ms / size))} ${unit}`;
}

function stateComplaints({ state }: Device): Complaint[] {
  const graves = state.reasons.filter((reason) => reason.endsWith('-error'));
  const lights = state.reasons.filter((reason) => reason.endsWith('-warning'));
  const rest = state.reasons.filter((reason) => !/-(error|warning|report)$/.test(reason));
  const bare = (reason: string) => reason.replace(/-(error|warning)$/, '');
  switch (state.word) {
    case 'stopped':
      return [complaint('critical', [...graves, ...rest].map(bare).join(', ') || 'it does not say why')];
    case 'unreachable':
      return [complaint('critical', 'unreachable')];
    case 'not-observed':
      return [complaint('unknown', 'not observed')];
    default:
      return [
        ...graves.map((reason) => complaint('critical', bare(reason))),
        ...lights.map((reason) => complaint('warning', bare(reason))),
      ];
  }
}

function supplyComplaints(supply: Supply, marks: CheckMarks): Complaint[] {
  const { name, level, raw, direction, thresholds } = supply;
  const text = `${name} ${wordsOfLevel(level, raw, direction)}`;
  if (level.type !== 'exact' && level.type !== 'step') return [];
  const most = level.type === 'exact' ? level.ratio : level.max;
  if (direction === 'filled') {
    const mark = thresholds?.high;
    return mark !== undefined && level.type === 'exact' && level.ratio >= mark ? [complaint('warning', text)] : [];
  }
  if (most <= marks.critical) return [complaint('critical', text)];
  return most <= (thresholds?.low ?? marks.warning) ? [complaint('warning', text)] : [];
}

function nothingKnown({ state, supplies, alerts }: Device): boolean {
  return state.word === 'unknown' && supplies.length === 0 && alerts.length === 0;
}

function complaint(word: Complaint['word'], text: string): Complaint {
  return { word, text };
}

/** `'Black'=63%;10:;2:;0;100` for every level that is a number, and the counters as they are. */
export function performanceData({ supplies, counters }: Device, marks: CheckMarks): string {
  const rows = supplies.flatMap(({ name, level, direction, thresholds }) => {
    if (level.type !== 'exact') return [];
    const [warning, critical] =
      direction === 'filled'
        ? [thresholds?.high === undefined ? '' : percentOf(thresholds.high), '']
        : [`${percentOf(thresholds?.low ?? marks.warning)}:`, `${percentOf(marks.critical)}:`];
    return [`${label(name)}=${percentOf(level.ratio)}%;${warning};${critical};0;100`];
  });
  return [...rows, ...counters.map(({ name, value }) => `${label(name)}=${value}c`)].join(' ');
}

/** Quotes are doubled; an equals sign cannot stand in a label. */
function label(name: string): string {
  const plain = name.replace(/=/g, '-').replace(/'/g, "''");
  return /[^A-Za-z0-9_-]/.test(plain) ? `'${plain}'` : plain;
}

const gravity: readonly CheckWord[] = ['critical', 'warning', 'unknown', 'ok'];
const ages: readonly (readonly [number, string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
];
