import type { Alert } from '../../model/reading.ts';

/** One thing that can be wrong, whatever word it was told by. */
export interface Cause {
  readonly cause: string;
  /** Of what is used up or filled; the rules for supplies see to these. */
  readonly about: 'state' | 'supply' | 'waste';
  readonly text: string;
  readonly next: string;
}

/** How grave the device says that it is. */
export type Gravity = 'error' | 'warning' | 'report';

/**
 * What a printer-state-reasons keyword says (RFC 8011, section 5.4.12): its cause, and its severity by its suffix. One
 * without a suffix weighs as much as what the device does: an error where it has stopped. `undefined` for what needs nobody.
 */
export function causeOfReason(
  reason: string,
  stopped: boolean,
): { readonly cause: Cause; readonly gravity: Gravity } | undefined {
  const [, bare = reason, suffix] = /^(.*?)(?:-(error|warning|report))?$/.exec(reason) ?? [];
  const cause = causeOfWord(bare);
  if (cause === undefined) return undefined;
  return { cause, gravity: (suffix as Gravity | undefined) ?? (stopped ? 'error' : 'warning') };
}

/** The same for a row of the device's alert table (RFC 3805, prtAlertTable). */
export function causeOfAlert({
  code,
  group,
  severity,
}: Pick<Alert, 'code' | 'group' | 'severity'>): { readonly cause: Cause; readonly gravity: Gravity } | undefined {
  if (severity !== 'critical' && severity !== 'warning') return undefined;
  const cause = causeOfWord(subunits[group ?? '']?.[code] ?? code);
  return cause === undefined ? undefined : { cause, gravity: severity === 'critical' ? 'error' : 'warning' };
}

function causeOfWord(word: string): Cause | undefined {
  if (needNobody.has(word) || word.startsWith('cups-') || word.startsWith('code-')) return undefined;
  const known = byWord.get(word);
  if (known !== undefined) return known;
  // a word that we have no sentence for is told as it stands
  return { cause: word, about: 'state', text: `It says: ${word.replaceAll('-', ' ')}`, next: 'Look at the device.' };
}

// cause, what it is about, every word that means it, text, next step
const rows: readonly (readonly [string, Cause['about'], readonly string[], string, string])[] = [
  ['media-jam', 'state', ['media-jam', 'jam'], 'Paper is jammed', 'Clear the jam.'],
  [
    'media-empty',
    'state',
    ['media-empty', 'media-needed', 'input-media-supply-empty'],
    'Paper is out',
    'Put paper in.',
  ],
  ['media-low', 'state', ['media-low', 'input-media-supply-low'], 'Paper runs low', 'Put paper in.'],
  ['door-open', 'state', ['door-open', 'cover-open', 'interlock-open'], 'A cover is open', 'Close it.'],
  [
    'input-tray-missing',
    'state',
    ['input-tray-missing', 'input-media-tray-missing', 'media-path-media-tray-missing'],
    'A paper tray is missing',
    'Push it in.',
  ],
  [
    'output-tray-missing',
    'state',
    ['output-tray-missing', 'output-media-tray-missing'],
    'An output tray is missing',
    'Put it back.',
  ],
  ['output-area-full', 'state', ['output-area-full', 'output-media-tray-full'], 'The output is full', 'Empty it.'],
  [
    'output-area-almost-full',
    'state',
    ['output-area-almost-full', 'output-media-tray-almost-full', 'media-path-media-tray-almost-full'],
    'The output is nearly full',
    'Empty it.',
  ],
  [
    'marker-supply-missing',
    'state',
    ['marker-supply-missing', 'marker-toner-cartridge-missing'],
    'A cartridge is missing',
    'Put it in.',
  ],
  [
    'opc-near-eol',
    'state',
    ['opc-near-eol', 'marker-opc-life-almost-over'],
    'The drum is nearly worn out',
    'Have a new drum at hand.',
  ],
  ['opc-life-over', 'state', ['opc-life-over', 'marker-opc-life-over'], 'The drum is worn out', 'Replace the drum.'],
  [
    'fuser-over-temp',
    'state',
    ['fuser-over-temp', 'marker-fuser-over-temperature'],
    'The fuser is too hot',
    'Switch it off and let it cool down; call service if it comes again.',
  ],
  [
    'fuser-under-temp',
    'state',
    ['fuser-under-temp', 'marker-fuser-under-temperature'],
    'The fuser is too cold',
    'Wait until it is warm; call service if it stays.',
  ],
  [
    'service-requested',
    'state',
    ['service-requested', 'maintenance-overdue', 'subunit-unrecoverable-failure'],
    'It asks for service',
    'Read its panel; call service.',
  ],
  ['paused', 'state', ['paused', 'moving-to-paused'], 'It is paused', 'Resume it where it was paused.'],
  ['offline', 'state', ['offline', 'subunit-offline'], 'It is offline by its own word', 'Set it online at its panel.'],
  ['spool-area-full', 'state', ['spool-area-full'], 'Its spool area is full', 'Cancel jobs that are held.'],
  [
    'low',
    'supply',
    [
      'toner-low',
      'marker-supply-low',
      'marker-toner-almost-empty',
      'marker-ink-almost-empty',
      'developer-low',
      'marker-developer-almost-empty',
    ],
    'It says that a supply runs low',
    'Have a new one at hand.',
  ],
  [
    'empty',
    'supply',
    [
      'toner-empty',
      'marker-supply-empty',
      'marker-toner-empty',
      'marker-ink-empty',
      'developer-empty',
      'marker-developer-empty',
    ],
    'It says that a supply is empty',
    'Replace it.',
  ],
  [
    'almost-full',
    'waste',
    [
      'marker-waste-almost-full',
      'marker-waste-toner-receptacle-almost-full',
      'marker-waste-ink-receptacle-almost-full',
    ],
    'The waste box is nearly full',
    'Have a new one at hand.',
  ],
  [
    'full',
    'waste',
    ['marker-waste-full', 'marker-waste-toner-receptacle-full', 'marker-waste-ink-receptacle-full'],
    'The waste box is full',
    'Replace it.',
  ],
];
const byWord: ReadonlyMap<string, Cause> = new Map(
  rows.flatMap(([cause, about, words, text, next]) => words.map((word) => [word, { cause, about, text, next }])),
);

/** Codes that say what happened and leave it to the group of what. */
const subunits: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  input: {
    'subunit-empty': 'media-empty',
    'subunit-almost-empty': 'media-low',
    'subunit-missing': 'input-tray-missing',
  },
  output: {
    'subunit-full': 'output-area-full',
    'subunit-almost-full': 'output-area-almost-full',
    'subunit-missing': 'output-tray-missing',
  },
  'marker-supplies': {
    'subunit-empty': 'marker-supply-empty',
    'subunit-life-over': 'marker-supply-empty',
    'subunit-almost-empty': 'marker-supply-low',
    'subunit-life-almost-over': 'marker-supply-low',
    'subunit-full': 'marker-waste-full',
    'subunit-almost-full': 'marker-waste-almost-full',
    'subunit-missing': 'marker-supply-missing',
  },
};

const needNobody: ReadonlySet<string> = new Set([
  'none',
  'other',
  'unknown',
  'warming-up',
  'subunit-warming-up',
  'subunit-power-saver',
  'power-up',
  'power-down',
  'printer-ready-to-print',
  'configuration-change',
  'cover-closed',
  'door-closed',
  'interlock-closed',
  'connecting-to-device',
  'hibernate',
  'deep-sleep',
  'standby',
  'suspend',
  'identify-printer-requested',
]);
