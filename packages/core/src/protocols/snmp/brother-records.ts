import { ByteReader } from '../../bytes/byte-reader.ts';
import { type DeviceId1284, parseDeviceId } from '../../formats/ieee1284.ts';
import type { Claim } from '../../model/claim.ts';
import type { SupplyKind } from '../../model/supply.ts';
import { type RawLevel, readLevel, type SupplyLevel } from '../../model/supply-level.ts';

/** One record of a Brother's own tables. */
interface BrotherRecord {
  readonly id: number;
  readonly value: Uint8Array;
}

/**
 * Quirk `snmp.brother-records`: a Brother's Printer-MIB says -3 of its toner or ink, and its own tree tells the number
 * (DCP-L3550CDW, DCP-J132W, MFC-T910DW). `1 id · 01 · 1 length · value`, FF ends; big-endian numbers of four bytes, of
 * one byte on an older laser (HL-5350DN), pairs on old inkjets. What fits no record ends the reading.
 */
export function readBrotherRecords(bytes: Uint8Array): BrotherRecord[] {
  const r = new ByteReader(bytes);
  const records: BrotherRecord[] = [];
  while (r.remaining >= 3) {
    const id = r.u8('record.id');
    if (id === END || r.u8('record.form') !== FORM) break;
    const length = r.u8('record.length');
    if (length > r.remaining) break;
    records.push({ id, value: r.octets(length, 'record.value') });
  }
  return records;
}

/**
 * Supplies of the table `.5.5.8`: what is left, as hundredths of a percent or as a pair; of a colour of which nothing else
 * is told, whether it is low. They are put to the rows of the Printer-MIB.
 */
export function brotherSupplies(bytes: Uint8Array, deviceId: string, path: string): Claim[] {
  const records = new Map(readBrotherRecords(bytes).map(({ id, value }) => [id, value]));
  const contents = contentsOf(parseDeviceId(deviceId));
  const claim = (name: string, kind: SupplyKind, raw: RawLevel, level: SupplyLevel, colorant?: string): Claim => ({
    is: 'supply',
    row: `brother.${rowOrder.indexOf(name) + 1}`,
    table: 'maker',
    named: false,
    name,
    kind,
    direction: 'consumed',
    level,
    raw,
    ...(colorant === undefined ? {} : { colorant }),
    path,
  });
  const cartridges = colours.flatMap(([colorant, ids, status]): Claim[] => {
    const left = ids.flatMap((id) => levelIn(records.get(id)) ?? [])[0];
    const name = capital(colorant);
    if (left !== undefined) return [claim(name, contents, left, readLevel(left), colorant)];
    const word = records.get(status)?.at(-1);
    const level = word === undefined ? undefined : statusLevels[word];
    return level === undefined ? [] : [claim(name, contents, {}, level, colorant)];
  });
  const parts = lives.flatMap(([id, name, kind, colorant]): Claim[] => {
    const left = levelIn(records.get(id));
    return left === undefined ? [] : [claim(name, kind, left, readLevel(left), colorant)];
  });
  return [...cartridges, ...parts];
}

/** Pages of the table `.5.5.10`. */
export function brotherCounters(bytes: Uint8Array, path: string): Claim[] {
  return readBrotherRecords(bytes).flatMap(({ id, value }): Claim[] => {
    const name = counters[id];
    const count = numberIn(value);
    if (name === undefined || count === undefined || count === 0) return [];
    return [{ is: 'counter', row: `brother.${name}`, name, value: count, unit: 'pages', path }];
  });
}

/** Ink or toner: the tables do not say, the device ID beside them does. */
function contentsOf({ model = '', keys }: DeviceId1284): SupplyKind {
  if (/laser/i.test(keys.get('CID') ?? '') || /\b(HL|DCP|MFC)-L?\d/.test(model)) return 'toner';
  return /-[JT]\d/.test(model) ? 'ink' : 'unknown';
}

function levelIn(value: Uint8Array | undefined): RawLevel | undefined {
  if (value?.length === 2) return { level: value[0]!, max: value[1]! };
  const hundredths = value === undefined ? undefined : numberIn(value);
  return hundredths === undefined ? undefined : { level: hundredths, max: HUNDRED_PERCENT };
}

function numberIn(value: Uint8Array): number | undefined {
  return value.length === 4 ? new ByteReader(value).u32('record.value') : undefined;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const END = 0xff;
const FORM = 0x01;
const HUNDRED_PERCENT = 10_000;
// colour, records of what is left on lasers and on inkjets, record of its status
const colours: readonly (readonly [string, readonly number[], number])[] = [
  ['black', [0x6f, 0xa1], 0x31],
  ['cyan', [0x70, 0xa2], 0x32],
  ['magenta', [0x71, 0xa3], 0x33],
  ['yellow', [0x72, 0xa4], 0x34],
];
const statusLevels: Readonly<Record<number, SupplyLevel>> = {
  1: { type: 'at-least-some' },
  // where "low" begins, nobody says
  2: { type: 'step', label: 'low', min: 0, max: 1 },
};
const lives: readonly (readonly [number, string, SupplyKind, string?])[] = [
  [0x41, 'Drum', 'drum'],
  [0x80, 'Black drum', 'drum', 'black'],
  [0x79, 'Cyan drum', 'drum', 'cyan'],
  [0x7a, 'Magenta drum', 'drum', 'magenta'],
  [0x7b, 'Yellow drum', 'drum', 'yellow'],
  [0x69, 'Belt unit', 'transfer'],
  [0x6a, 'Fuser', 'fuser'],
  [0x6b, 'Laser unit', 'other'],
  [0x6c, 'Paper feeding kit MP', 'other'],
  [0x6d, 'Paper feeding kit 1', 'other'],
];
const rowOrder: readonly string[] = [...colours.map(([name]) => capital(name)), ...lives.map(([, name]) => name)];
const counters: Readonly<Record<number, string>> = { 0: 'pages', 1: 'pages-monochrome', 2: 'pages-color' };
