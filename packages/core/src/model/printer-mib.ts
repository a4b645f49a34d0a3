import type { AlertTold, SupplyDirection, SupplyKind } from './supply.ts';

/** prtMarkerSuppliesType as a kind (RFC 3805, PrtMarkerSuppliesTypeTC). */
export function supplyKindOf(type: number): SupplyKind {
  return kinds[type] ?? 'other';
}

/** The same by its name, as IPP writes it: `toner-cartridge`, `inkCartridge`, `opc`. */
export function supplyKindNamed(name: string): SupplyKind {
  return kindsByName.get(folded(name)) ?? (name === '' ? 'unknown' : 'other');
}

/** What the class says, else what the kind means. */
export function directionOf(kind: SupplyKind, supplyClass?: number): SupplyDirection {
  if (supplyClass === CLASS_FILLED) return 'filled';
  if (supplyClass === CLASS_CONSUMED) return 'consumed';
  return receptacles.has(kind) ? 'filled' : 'consumed';
}

/** PrtMarkerSuppliesSupplyUnitTC, PrtCapacityUnitTC and PrtMarkerCounterUnitTC share their numbers. */
export function unitOf(unit: number): string {
  return units[unit] ?? 'unknown';
}

/** `percent`, `tenthsOfGrams` */
export function unitNamed(name: string): string {
  return unitsByName.get(folded(name)) ?? 'unknown';
}

/** PrtAlertSeverityLevelTC */
export function severityOf(severity: number): AlertTold['severity'] {
  return severities[severity] ?? 'unknown';
}

/** PrtAlertCodeTC as a word; a number that has none keeps it. */
export function alertCodeOf(code: number): string {
  return alertCodes[code] ?? `code-${code}`;
}

/** PrtAlertGroupTC */
export function alertGroupOf(group: number): string | undefined {
  return alertGroups[group];
}

/** Sub-unit status adds up: 8 a warning, 16 a critical alert, 32 offline (RFC 3805, PrtSubUnitStatusTC). */
export function problemOf(status: number): 'warning' | 'critical' | 'offline' | undefined {
  if (status < 0) return undefined;
  if ((status & 16) !== 0) return 'critical';
  if ((status & 8) !== 0) return 'warning';
  return (status & 32) !== 0 ? 'offline' : undefined;
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

const CLASS_CONSUMED = 3;
const CLASS_FILLED = 4;

// name in camel case, as PWG 5100.13 writes it, number, kind
const types: readonly (readonly [string, number, SupplyKind])[] = [
  ['other', 1, 'other'],
  ['unknown', 2, 'unknown'],
  ['toner', 3, 'toner'],
  ['wasteToner', 4, 'waste-toner'],
  ['ink', 5, 'ink'],
  ['inkCartridge', 6, 'ink'],
  ['inkRibbon', 7, 'ribbon'],
  ['wasteInk', 8, 'waste-ink'],
  ['opc', 9, 'drum'],
  ['developer', 10, 'developer'],
  ['fuserOil', 11, 'oil'],
  ['solidWax', 12, 'wax'],
  ['ribbonWax', 13, 'ribbon'],
  ['wasteWax', 14, 'waste'],
  ['fuser', 15, 'fuser'],
  ['coronaWire', 16, 'corona'],
  ['fuserOilWick', 17, 'oil'],
  ['cleanerUnit', 18, 'cleaner'],
  ['fuserCleaningPad', 19, 'cleaner'],
  ['transferUnit', 20, 'transfer'],
  ['tonerCartridge', 21, 'toner'],
  ['fuserOiler', 22, 'oil'],
  ['water', 23, 'water'],
  ['wasteWater', 24, 'waste'],
  ['glueWaterAdditive', 25, 'glue'],
  ['wastePaper', 26, 'waste'],
  ['bindingSupply', 27, 'binding'],
  ['bandingSupply', 28, 'binding'],
  ['stitchingWire', 29, 'staples'],
  ['shrinkWrap', 30, 'wrap'],
  ['paperWrap', 31, 'wrap'],
  ['staples', 32, 'staples'],
  ['inserts', 33, 'inserts'],
  ['covers', 34, 'inserts'],
  ['matteToner', 35, 'toner'],
  ['matteInk', 36, 'ink'],
];
const kinds: Readonly<Record<number, SupplyKind>> = Object.fromEntries(types.map(([, number, kind]) => [number, kind]));
const kindsByName: ReadonlyMap<string, SupplyKind> = new Map(types.map(([name, , kind]) => [folded(name), kind]));
const receptacles: ReadonlySet<SupplyKind> = new Set<SupplyKind>(['waste', 'waste-ink', 'waste-toner']);

const units: Readonly<Record<number, string>> = {
  1: 'other',
  2: 'unknown',
  3: 'ten-thousandths-of-inches',
  4: 'micrometers',
  7: 'impressions',
  8: 'sheets',
  9: 'dot-row',
  11: 'hours',
  12: 'thousandths-of-ounces',
  13: 'tenths-of-grams',
  14: 'hundredths-of-fluid-ounces',
  15: 'tenths-of-milliliters',
  16: 'feet',
  17: 'meters',
  18: 'items',
  19: 'percent',
};
const unitsByName: ReadonlyMap<string, string> = new Map(Object.values(units).map((word) => [folded(word), word]));

const severities: Readonly<Record<number, AlertTold['severity']>> = {
  1: 'other',
  3: 'critical',
  4: 'warning',
  5: 'warning',
};

const alertGroups: Readonly<Record<number, string>> = {
  5: 'general-printer',
  6: 'cover',
  8: 'input',
  9: 'output',
  10: 'marker',
  11: 'marker-supplies',
  12: 'marker-colorant',
  13: 'media-path',
  14: 'channel',
  15: 'interpreter',
  16: 'console-display-buffer',
  17: 'console-lights',
  18: 'alert',
  30: 'finisher-device',
};

// RFC 3805 and IANA's registry of printer alert codes
const alertCodes: Readonly<Record<number, string>> = {
  1: 'other',
  2: 'unknown',
  3: 'cover-open',
  4: 'cover-closed',
  5: 'interlock-open',
  6: 'interlock-closed',
  7: 'configuration-change',
  8: 'jam',
  9: 'subunit-missing',
  10: 'subunit-life-almost-over',
  11: 'subunit-life-over',
  12: 'subunit-almost-empty',
  13: 'subunit-empty',
  14: 'subunit-almost-full',
  15: 'subunit-full',
  16: 'subunit-near-limit',
  17: 'subunit-at-limit',
  22: 'subunit-offline',
  23: 'subunit-power-saver',
  24: 'subunit-warming-up',
  29: 'subunit-recoverable-failure',
  30: 'subunit-unrecoverable-failure',
  501: 'door-open',
  502: 'door-closed',
  503: 'power-up',
  504: 'power-down',
  507: 'printer-ready-to-print',
  801: 'input-media-tray-missing',
  807: 'input-media-supply-low',
  808: 'input-media-supply-empty',
  809: 'input-media-change-request',
  810: 'input-manual-input-request',
  901: 'output-media-tray-missing',
  902: 'output-media-tray-almost-full',
  903: 'output-media-tray-full',
  1001: 'marker-fuser-under-temperature',
  1002: 'marker-fuser-over-temperature',
  1003: 'marker-fuser-timing-failure',
  1004: 'marker-fuser-thermistor-failure',
  1101: 'marker-toner-empty',
  1102: 'marker-ink-empty',
  1104: 'marker-toner-almost-empty',
  1105: 'marker-ink-almost-empty',
  1107: 'marker-waste-toner-receptacle-almost-full',
  1108: 'marker-waste-ink-receptacle-almost-full',
  1109: 'marker-waste-toner-receptacle-full',
  1110: 'marker-waste-ink-receptacle-full',
  1111: 'marker-opc-life-almost-over',
  1112: 'marker-opc-life-over',
  1115: 'marker-toner-cartridge-missing',
  1302: 'media-path-media-tray-missing',
  1303: 'media-path-media-tray-almost-full',
};
