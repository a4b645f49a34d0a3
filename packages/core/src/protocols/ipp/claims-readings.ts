import { type Claim, clean } from '../../model/claim.ts';
import { directionOf, problemOf, supplyKindNamed, unitNamed, unitOf } from '../../model/printer-mib.ts';
import type { AlertTold, SupplyDirection, SupplyKind } from '../../model/supply.ts';
import { type RawLevel, readLevel, type SupplyLevel } from '../../model/supply-level.ts';
import { colourInText, colourOfValue, kindInText, readSupplyText } from '../../model/supply-words.ts';
import { findAttribute, numberOf, textOf } from './codec-look.ts';
import { groupTags, type IppAttribute, type IppMessage } from './codec-message.ts';
import { valuePath } from './names.ts';

/** How a printer is by its attributes (protocols page, sections 6 to 8). One answer holds every table as a whole. */
export function readingClaims(message: IppMessage): Claim[] {
  const markers = markerClaims(message);
  const supplies = supplyClaims(message);
  return [
    // two tables of the same things: the fuller one
    ...(supplies.length > markers.length ? supplies : markers),
    ...trayClaims(message),
    ...counterClaims(message),
    ...alertClaims(message),
  ];
}

/** The parallel lists of CUPS; they can differ in length. */
function markerClaims(message: IppMessage): Claim[] {
  const names = list(message, 'marker-names');
  const levels = list(message, 'marker-levels');
  const types = texts(list(message, 'marker-types'));
  const colours = texts(list(message, 'marker-colors'));
  const numbers = (name: string) => list(message, name)?.values.map(numberOf) ?? [];
  const [low, high] = [numbers('marker-low-levels'), numbers('marker-high-levels')];
  const count = Math.max(names?.values.length ?? 0, levels?.values.length ?? 0);
  return Array.from({ length: count }, (_, i): Claim => {
    const source = i < (levels?.values.length ?? 0) ? levels : names;
    const text = clean(texts(names)[i] ?? '');
    const named = supplyKindNamed(types[i] ?? '');
    const kind = named === 'unknown' ? kindInText(text) : named;
    const level = numberOf(levels?.values[i]);
    const direction = directionOf(kind);
    return {
      is: 'supply',
      row: `marker.${i}`,
      whole: true,
      ...readSupplyText(text === '' ? `Marker ${i + 1}` : text),
      kind,
      direction,
      level: markerLevel(level),
      raw: { ...some('level', level), ...(level === undefined ? {} : { max: 100, unit: 'percent' }) },
      ...some('colorant', colourInText(readSupplyText(text).name) ?? colourOfValue(colours[i] ?? '')),
      ...thresholds(direction, low[i], high[i]),
      path: valuePath('printer', source?.name ?? '', i, source?.values.length),
    };
  });
}

/** -1 is "unavailable" here, where the Printer-MIB says "no restriction". */
function markerLevel(level: number | undefined): SupplyLevel {
  return level === -1 ? { type: 'unsupported' } : readLevel({ ...some('level', level), unit: 'percent' });
}

/** A cartridge is low under its low mark, a receptacle nearly full over its high mark; 0 and 100 mark nothing. */
function thresholds(
  direction: SupplyDirection,
  low: number | undefined,
  high: number | undefined,
): { readonly thresholds?: { readonly low?: number; readonly high?: number } } {
  if (direction === 'consumed' && low !== undefined && low > 0 && low < 100) return { thresholds: { low: low / 100 } };
  if (direction === 'filled' && high !== undefined && high > 0 && high < 100)
    return { thresholds: { high: high / 100 } };
  return {};
}

/** `printer-supply` (PWG 5100.13, section 5.6.41): one string a supply. */
function supplyClaims(message: IppMessage): Claim[] {
  const attribute = list(message, 'printer-supply');
  const descriptions = texts(list(message, 'printer-supply-description'));
  return rowsOf(attribute).map(({ keys, path }, i): Claim => {
    const text = clean(descriptions[i] ?? '');
    const named = supplyKindNamed(keys.get('type') ?? '');
    const kind: SupplyKind = named === 'unknown' ? kindInText(text) : named;
    const raw = rawOf(keys);
    const colorant = clean(keys.get('colorantname') ?? '').toLowerCase();
    return {
      is: 'supply',
      row: `supply.${keys.get('index') ?? i}`,
      whole: true,
      ...readSupplyText(text === '' ? `Supply ${i + 1}` : text),
      kind,
      direction: directionOf(kind, classes[(keys.get('class') ?? '').toLowerCase()]),
      level: readLevel(raw),
      raw,
      ...some('colorant', nameless.has(colorant) ? colourInText(text) : colorant),
      path,
    };
  });
}

function trayClaims(message: IppMessage): Claim[] {
  return rowsOf(list(message, 'printer-input-tray')).map(({ keys, path }, i): Claim => {
    const raw = rawOf(keys);
    const media = clean(keys.get('medianame') ?? '');
    const name = clean(keys.get('name') ?? '');
    return {
      is: 'tray',
      row: `tray.${i}`,
      whole: true,
      name: name === '' ? `Tray ${i + 1}` : name,
      level: readLevel(raw),
      raw,
      ...(media === '' ? {} : { media }),
      ...some('problem', problemOf(integer(keys.get('status')) ?? 0)),
      path,
    };
  });
}

function counterClaims(message: IppMessage): Claim[] {
  return counters.flatMap(([name, unit]): Claim[] => {
    const value = numberOf(list(message, name)?.values[0]);
    if (value === undefined || value <= 0) return [];
    return [{ is: 'counter', row: unit, name: unit, value, unit, path: `printer.${name}`, whole: true }];
  });
}

/** `code=coverOpen;severity=critical;group=cover` with its text beside it. Some send a bare word; "none" is no alert. */
function alertClaims(message: IppMessage): Claim[] {
  const attribute = list(message, 'printer-alert');
  const descriptions = texts(list(message, 'printer-alert-description'));
  return (attribute?.values ?? []).flatMap((value, i): Claim[] => {
    const whole = textOf(value)?.trim() ?? '';
    const keys = keysOf(whole);
    const code = keys.get('code') ?? (whole.includes('=') ? 'unknown' : whole);
    const text = clean(descriptions[i] ?? '');
    if (code === '' || code === 'none') return [];
    const group = keys.get('group');
    return [
      {
        is: 'alert',
        row: `alert.${i}`,
        whole: true,
        severity: severities[(keys.get('severity') ?? '').toLowerCase()] ?? 'unknown',
        code: kebab(code),
        ...(group === undefined ? {} : { group: kebab(group) }),
        ...(text === '' || text === 'none' ? {} : { text }),
        path: valuePath('printer', 'printer-alert', i, attribute?.values.length),
      },
    ];
  });
}

interface KeyRow {
  readonly keys: ReadonlyMap<string, string>;
  readonly path: string;
}

function rowsOf(attribute: IppAttribute | undefined): KeyRow[] {
  return (attribute?.values ?? []).flatMap((value, i): KeyRow[] => {
    const keys = keysOf(textOf(value) ?? '');
    return keys.size === 0
      ? []
      : [{ keys, path: valuePath('printer', attribute?.name ?? '', i, attribute?.values.length) }];
  });
}

/**
 * `key=value;` pairs in any order. Junk can stand in front of the first key, and a key that is repeated counts with its
 * last value (Kyocera-ECOSYS-M2040dn-Printer-Attributes.ipp).
 */
function keysOf(text: string): Map<string, string> {
  const keys = new Map<string, string>();
  for (const pair of text.split(';')) {
    const match = /([a-z]+)=([^=]*)$/i.exec(pair);
    if (match !== null) keys.set(match[1]!.toLowerCase(), match[2]!.trim());
  }
  return keys;
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

function some<K extends string, T>(key: K, value: T | undefined): { readonly [key in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [key in K]?: T };
}

function kebab(word: string): string {
  return clean(word)
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

function list(message: IppMessage, name: string): IppAttribute | undefined {
  return findAttribute(message, groupTags.printer, name);
}

function texts(attribute: IppAttribute | undefined): readonly string[] {
  return attribute?.values.map((value) => textOf(value) ?? '') ?? [];
}

const classes: Readonly<Record<string, number>> = {
  supplythatisconsumed: 3,
  supplythatisfilled: 4,
  receptaclethatisfilled: 4,
};
const nameless: ReadonlySet<string> = new Set(['', 'none', 'unknown', 'other']);
const counters: readonly (readonly [string, string])[] = [
  ['printer-impressions-completed', 'impressions'],
  ['printer-pages-completed', 'pages'],
  ['printer-media-sheets-completed', 'sheets'],
];
const severities: Readonly<Record<string, AlertTold['severity']>> = {
  critical: 'critical',
  warning: 'warning',
  warningbinarychangeevent: 'warning',
  report: 'report',
  other: 'other',
};
