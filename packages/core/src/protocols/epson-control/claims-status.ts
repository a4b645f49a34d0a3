import { decodeText } from '../../bytes/text.ts';
import { type Claim, derived, type StateWord, told } from '../../model/claim.ts';
import type { AlertTold, SupplyTold } from '../../model/supply.ts';
import type { SupplyLevel } from '../../model/supply-level.ts';
import type { StatusBlock } from './codec-block.ts';
import {
  boxesOf,
  fieldOf,
  type Ink,
  inksOf,
  type NamedField,
  namedFields,
  type PaperSource,
  sourcesOf,
  types,
  type WasteBox,
} from './status.ts';
import { boxStates, errors, inkColours, inkLetters, paperPaths, states } from './status-words.ts';
import { readWarning } from './warnings.ts';

/**
 * What a status block lets us say. Only printers of Epson send one. A field that is missing is unknown, and so is all
 * behind the place where the block was cut.
 */
export function statusClaims(block: StatusBlock): Claim[] {
  const fields = namedFields(block);
  const first = fields[0]?.path ?? 'status.length';
  const inks = listOf(fields, types.inks, inksOf);
  return [
    ...derived('make', 'EPSON', first),
    ...derived('kind', 'printer', first),
    ...serialClaims(fieldOf(fields, types.serial)),
    ...stateClaims(fields, inks),
    ...inks.map((ink, i) => inkClaim(ink, i, inks)),
    ...listOf(fields, types.wasteBoxes, boxesOf).map(boxClaim),
    ...cartridgeClaims(fieldOf(fields, types.maintenanceCartridge)),
    ...trayClaims(fields),
    ...alertClaims(fields, inks),
  ];
}

function listOf<T>(fields: readonly NamedField[], type: number, read: (field: NamedField) => T[]): T[] {
  const field = fieldOf(fields, type);
  return field === undefined ? [] : read(field);
}

/** Ten characters; one that its owner masked, or that was never set, is none. */
function serialClaims(field: NamedField | undefined): Claim[] {
  const text = field === undefined || field.value.length < field.length ? '' : decodeText(field.value);
  return field === undefined || !/^(?=.*[1-9A-WYZ])[0-9A-Z]{4,}$/.test(text) ? [] : told('serial', text, field.path);
}

function stateClaims(fields: readonly NamedField[], inks: readonly Ink[]): Claim[] {
  const state = fieldOf(fields, types.state);
  if (state === undefined) return [];
  const [, word, reason] = states[state.value[0]!] ?? unknownState;
  const error = errorOf(fields);
  const warned = warningsOf(fields, inks).map(({ reading }) => reading.reason);
  const reasons = [
    ...(error === undefined ? [] : [`${errors[error.code]?.[1] ?? 'other'}-error`]),
    ...(reason === undefined ? [] : [reason]),
    ...warned.flatMap((one) => (one === undefined ? [] : [`${one}-warning`])),
  ];
  return [{ is: 'state', word, reasons: [...new Set(reasons)], of: 'mechanism', path: state.path }];
}

/** The error counts only while the state is one; a request to cancel makes it none either. */
function errorOf(fields: readonly NamedField[]): { readonly code: number; readonly path: string } | undefined {
  const error = fieldOf(fields, types.error);
  if (error === undefined || fieldOf(fields, types.state)?.value[0] !== STATE_ERROR) return undefined;
  return fieldOf(fields, CANCEL)?.value[0] === CANCEL_WANTED ? undefined : { code: error.value[0]!, path: error.path };
}

function warningsOf(fields: readonly NamedField[], inks: readonly Ink[]) {
  const field = fieldOf(fields, types.warnings);
  return [...(field?.value ?? [])].map((code, i) => ({
    code,
    path: `${field!.path}[${i}]`,
    reading: readWarning(code, inks),
  }));
}

function inkClaim(ink: Ink, place: number, inks: readonly Ink[]): Claim {
  const colour = colourOf(ink, inks);
  const percent = ink.level <= FULL;
  const told: SupplyTold = {
    name: `${nameOf(ink, place, inks)} ink`,
    kind: 'ink',
    direction: 'consumed',
    level: inkLevel(ink.level),
    // a letter is no number
    raw: percent ? { level: ink.level, max: FULL, unit: 'percent' } : {},
    ...(colour === undefined ? {} : { colorant: colour }),
  };
  return { is: 'supply', row: `1.${place + 1}`, named: false, ...told, path: ink.path };
}

/** A letter says why there is no number; `i` is not 105 percent. */
function inkLevel(level: number): SupplyLevel {
  if (level === 0) return { type: 'step', label: 'empty', min: 0, max: 0 };
  if (level <= FULL) return { type: 'exact', ratio: level / FULL };
  return { type: inkLetters[level] === undefined ? 'implausible' : 'unknown' };
}

/**
 * A second black beside four inks is the photo black of home models (recording: XP-540); elsewhere it may as well be a
 * matte one.
 */
function colourOf({ cartridge, colour }: Ink, inks: readonly Ink[]): string | undefined {
  if (colour !== 0 || cartridge !== SECOND_BLACK) return inkColours[colour];
  const beside = inks.length === 5 && inks.some((ink) => ink.colour === 0 && ink.cartridge === FIRST_BLACK);
  return beside ? 'photo black' : undefined;
}

function nameOf(ink: Ink, place: number, inks: readonly Ink[]): string {
  const colour = colourOf(ink, inks) ?? (ink.cartridge === SECOND_BLACK ? 'second black' : `colour ${place + 1}`);
  return colour.charAt(0).toUpperCase() + colour.slice(1);
}

function boxClaim({ state, path }: WasteBox, place: number): Claim {
  return {
    is: 'supply',
    row: `2.${place + 1}`,
    named: false,
    name: place === 0 ? 'Maintenance box' : `Maintenance box ${place + 1}`,
    kind: 'waste-ink',
    direction: 'filled',
    level: boxLevels[state] ?? { type: 'unknown' },
    raw: {},
    path,
  };
}

/** Percent or a letter; which of them is the scale's end, nobody says: the number is kept and not read. */
function cartridgeClaims(field: NamedField | undefined): Claim[] {
  if (field === undefined) return [];
  return [
    {
      is: 'supply',
      row: '3.1',
      named: false,
      name: 'Maintenance cartridge',
      kind: 'waste-ink',
      direction: 'filled',
      level: { type: 'unknown' },
      raw: field.value[0]! <= FULL ? { level: field.value[0]! } : {},
      path: field.path,
    },
  ];
}

/** The sources that it has, or the one that is chosen where it lists none. */
function trayClaims(fields: readonly NamedField[]): Claim[] {
  const sources: readonly (Pick<PaperSource, 'feeder' | 'path'> & { readonly row: string })[] = listOf(
    fields,
    types.paperSources,
    sourcesOf,
  ).map(({ feeder, path }, i) => ({ feeder, path, row: `source.${i + 1}` }));
  const chosen = fieldOf(fields, types.paperPath);
  const [high, low] = chosen?.value ?? [];
  const list =
    sources.length > 0 || chosen === undefined || high === undefined || low === undefined
      ? sources
      : [{ feeder: high * 256 + low, path: chosen.path, row: 'source.1' }];
  return list.flatMap(({ feeder, path, row }): Claim[] => {
    const name = paperPaths[feeder];
    if (name === undefined || feeder === AUTOMATIC) return [];
    return [{ is: 'tray', row, name, level: { type: 'unsupported' }, raw: {}, path }];
  });
}

function alertClaims(fields: readonly NamedField[], inks: readonly Ink[]): Claim[] {
  const alerts: (AlertTold & { readonly row: string; readonly path: string })[] = [];
  const error = errorOf(fields);
  if (error !== undefined) {
    const [text = `error ${error.code.toString(16).padStart(2, '0')}`, , code = 'other'] = errors[error.code] ?? [];
    alerts.push({ row: 'error', severity: 'critical', code, text, path: error.path });
  }
  for (const { path, reading } of warningsOf(fields, inks))
    alerts.push({ row: `warning.${path}`, severity: 'warning', code: reading.alert, text: reading.text, path });
  for (const [i, ink] of inks.entries()) {
    const text = inkLetters[ink.level];
    if (text === undefined || quiet.has(ink.level)) continue;
    const code = ink.level === NOT_PRESENT ? 'subunit-missing' : 'other';
    alerts.push({
      row: `ink.${i + 1}`,
      severity: 'warning',
      code,
      group: 'marker-supplies',
      text: `${nameOf(ink, i, inks)} ink: ${text}`,
      path: ink.path,
    });
  }
  return alerts.map((alert) => ({ is: 'alert', ...alert }));
}

const FULL = 100;
const STATE_ERROR = 0;
const CANCEL = 0x13;
const CANCEL_WANTED = 0x81;
const FIRST_BLACK = 0x01;
const SECOND_BLACK = 0x0b;
const AUTOMATIC = 0x01ff;
const NOT_PRESENT = 0x6e;
/** Not measured and not available: nothing is wrong with them. */
const quiet: ReadonlySet<number> = new Set([0x69, 0x67]);
const unknownState: readonly [string, StateWord, string?] = ['unknown', 'unknown'];
// ok is some room left; where "nearly full" begins, nobody says
const boxLevels: Readonly<Record<number, SupplyLevel>> = {
  0: { type: 'at-least-some' },
  1: { type: 'step', label: boxStates[1]!, min: 0, max: 1 },
  2: { type: 'step', label: boxStates[2]!, min: 1, max: 1 },
};
