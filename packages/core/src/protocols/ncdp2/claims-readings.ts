import { type Claim, clean } from '../../model/claim.ts';
import { directionOf, problemOf, supplyKindNamed, unitNamed, unitOf } from '../../model/printer-mib.ts';
import type { AlertTold } from '../../model/supply.ts';
import { type RawLevel, readLevel } from '../../model/supply-level.ts';
import { colourInText, colourOfValue, kindInText, readSupplyText } from '../../model/supply-words.ts';
import { pathOf, type ReadAttributes, textOf } from './attribute-texts.ts';

/**
 * How a printer is; of two tables of the same supplies the fuller one counts. Supplies, counters and alerts come in
 * packets of their own, so that no packet is the whole of what the room tells.
 */
export function readingClaims(attributes: ReadAttributes): Claim[] {
  const markers = markerClaims(attributes);
  const supplies = supplyClaims(attributes);
  return [
    ...(supplies.length > markers.length ? supplies : markers),
    ...trayClaims(attributes),
    ...counterClaims(attributes),
    ...alertClaims(attributes),
  ];
}

/** Parallel lists. Levels are 0 to 100, or the profile's own: -1 no limit, -2 unknown, -3 some left. */
function markerClaims(attributes: ReadAttributes): Claim[] {
  const [names, types, colours, levels, lows] = [
    'marker-names',
    'marker-types',
    'marker-colors',
    'marker-levels',
    'marker-low-levels',
  ].map((name) => attributes.list(name)) as [List, List, List, List, List];
  const count = Math.max(names.length, levels.length);
  return Array.from({ length: count }, (_, i): Claim => {
    const text = clean(textOf(names[i]) ?? '');
    const named = supplyKindNamed(textOf(types[i]) ?? '');
    const kind = named === 'unknown' ? kindInText(text) : named;
    const direction = directionOf(kind);
    const [level, low] = [whole(levels[i]), whole(lows[i])];
    const parts = readSupplyText(text === '' ? `Marker ${i + 1}` : text);
    return {
      is: 'supply',
      row: `marker.${i}`,
      ...parts,
      kind,
      direction,
      level: readLevel({ ...some('level', level), unit: 'percent' }),
      raw: { ...some('level', level), ...(level === undefined ? {} : { max: 100, unit: 'percent' }) },
      ...some('colorant', colourInText(parts.name) ?? colourOfValue(textOf(colours[i]) ?? '')),
      ...(direction === 'consumed' && low !== undefined && low > 0 && low < 100
        ? { thresholds: { low: low / 100 } }
        : {}),
      path: pathOf(i < levels.length ? 'marker-levels' : 'marker-names', i),
    };
  });
}

/** `printer-supply` (PWG 5100.13, section 5.6.41): one octetString a supply. */
function supplyClaims(attributes: ReadAttributes): Claim[] {
  const descriptions = attributes.list('printer-supply-description');
  return attributes.list('printer-supply').map((value, i): Claim => {
    const keys = keysOf(textOf(value) ?? '');
    const text = clean(textOf(descriptions[i]) ?? '');
    const named = supplyKindNamed(keys.get('type') ?? '');
    const kind = named === 'unknown' ? kindInText(text) : named;
    const raw = rawOf(keys);
    const colorant = clean(keys.get('colorantname') ?? '').toLowerCase();
    return {
      is: 'supply',
      row: `supply.${keys.get('index') ?? i}`,
      ...readSupplyText(text === '' ? `Supply ${i + 1}` : text),
      kind,
      direction: directionOf(kind),
      level: readLevel(raw),
      raw,
      ...some('colorant', nameless.has(colorant) ? colourInText(text) : colorant),
      path: pathOf('printer-supply', i),
    };
  });
}

function trayClaims(attributes: ReadAttributes): Claim[] {
  return attributes.list('printer-input-tray').map((value, i): Claim => {
    const keys = keysOf(textOf(value) ?? '');
    const raw = rawOf(keys);
    const [name, media] = [clean(keys.get('name') ?? ''), clean(keys.get('medianame') ?? '')];
    return {
      is: 'tray',
      row: `tray.${i}`,
      name: name === '' ? `Tray ${i + 1}` : name,
      level: readLevel(raw),
      raw,
      ...(media === '' ? {} : { media }),
      ...some('problem', problemOf(integer(keys.get('status')) ?? 0)),
      path: pathOf('printer-input-tray', i),
    };
  });
}

function counterClaims(attributes: ReadAttributes): Claim[] {
  return counters.flatMap(([name, unit]): Claim[] => {
    const value = attributes.number(name);
    if (value === undefined || value < 0) return [];
    return [{ is: 'counter', row: unit, name: unit, value, unit, path: pathOf(name) }];
  });
}

/** `code=coverOpen;severity=critical;group=cover` with its text beside it; a bare word is a code; "none" is no alert. */
function alertClaims(attributes: ReadAttributes): Claim[] {
  const descriptions = attributes.list('printer-alert-description');
  return attributes.list('printer-alert').flatMap((value, i): Claim[] => {
    const written = textOf(value)?.trim() ?? '';
    const keys = keysOf(written);
    const code = keys.get('code') ?? (written.includes('=') ? 'unknown' : written);
    if (code === '' || code === 'none') return [];
    const text = clean(textOf(descriptions[i]) ?? '');
    const group = keys.get('group');
    return [
      {
        is: 'alert',
        row: `alert.${i}`,
        severity: severities[(keys.get('severity') ?? '').toLowerCase()] ?? 'unknown',
        code: kebab(code),
        ...(group === undefined ? {} : { group: kebab(group) }),
        ...(text === '' || text === 'none' ? {} : { text }),
        path: pathOf('printer-alert', i),
      },
    ];
  });
}

function keysOf(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(';').map((pair) => /^\s*([a-z]+)=(.*)$/i.exec(pair));
  return new Map(pairs.flatMap((match) => (match === null ? [] : [[match[1]!.toLowerCase(), match[2]!.trim()]])));
}

function rawOf(keys: ReadonlyMap<string, string>): RawLevel {
  const unit = keys.get('unit');
  return {
    ...some('level', integer(keys.get('level'))),
    ...some('max', integer(keys.get('maxcapacity'))),
    ...(unit === undefined ? {} : { unit: /^\d+$/.test(unit) ? unitOf(Number(unit)) : unitNamed(unit) }),
  };
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,10}$/.test(text) ? Number(text) : undefined;
}

function whole(value: List[number] | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function some<K extends string, T>(key: K, value: T | undefined): { readonly [key in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [key in K]?: T };
}

function kebab(word: string): string {
  return clean(word)
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

type List = ReturnType<ReadAttributes['list']>;
const nameless: ReadonlySet<string> = new Set(['', 'none', 'unknown', 'other']);
const counters = [
  ['printer-impressions-completed', 'impressions'],
  ['printer-pages-completed', 'pages'],
  ['printer-media-sheets-completed', 'sheets'],
] as const;
const severities: Readonly<Record<string, AlertTold['severity']>> = {
  critical: 'critical',
  warning: 'warning',
  warningbinarychangeevent: 'warning',
  report: 'report',
  other: 'other',
};
