import { decodeText } from '../../bytes/text.ts';
import type { StatusBlock, StatusField } from './codec-block.ts';
import { fieldTypes } from './status-words.ts';

/** A field with the path that `describe` gives it. */
export interface NamedField extends StatusField {
  readonly path: string;
}

/** One entry of the ink field. A block may end before it. */
export interface Ink {
  readonly cartridge: number;
  readonly colour: number;
  readonly level: number;
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

export interface WasteBox {
  readonly state: number;
  /** How often it was reset, where the entry has room for it. */
  readonly resets?: number;
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

export interface PaperSource {
  readonly feeder: number;
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

/** The fields by path: `status.inks`; `status.field-0a` where nobody knows the type; the second of a type counts on. */
export function namedFields({ fields }: StatusBlock): NamedField[] {
  const seen = new Map<number, number>();
  return fields.map((field) => {
    const count = seen.get(field.type) ?? 0;
    seen.set(field.type, count + 1);
    const name = fieldTypes[field.type]?.[0] ?? `field-${field.type.toString(16).padStart(2, '0')}`;
    return { ...field, path: `status.${name}${count === 0 ? '' : `#${count + 1}`}` };
  });
}

/** First of this type; `undefined` where there is none, or no byte of it. */
export function fieldOf(fields: readonly NamedField[], type: number): NamedField | undefined {
  return fields.find((field) => field.type === type && field.value.length > 0);
}

/** `1 bytes of an entry · entries: 1 cartridge · 1 colour · 1 level …` */
export function inksOf(field: NamedField): Ink[] {
  return entriesOf(field, 3).map(({ bytes, ...place }) => {
    const [cartridge = 0, colour = 0, level = 0] = bytes;
    return { cartridge, colour, level, ...place };
  });
}

/** `1 bytes of a box · boxes: 1 state · 1 resets`; older ones have the state alone. */
export function boxesOf(field: NamedField): WasteBox[] {
  return entriesOf(field, 1).map(({ bytes, ...place }) => {
    const [state = 0, resets] = bytes;
    return { state, ...(resets === undefined ? {} : { resets }), ...place };
  });
}

/** `01 · sources of nine bytes: 2 feeder · 1 media type · 1 media size · 5 unknown` */
export function sourcesOf(field: NamedField): PaperSource[] {
  return cut(field, 1, SOURCE_SIZE).map(({ bytes, ...place }) => ({
    feeder: bytes[0]! * 256 + bytes[1]!,
    ...place,
  }));
}

/** Little-endian words of 32 bits; all bits set is "not counted". */
export function wordsOf({ value }: NamedField): number[] {
  const words: number[] = [];
  for (let at = 0; at + 4 <= value.length; at += 4)
    words.push((value[at]! | (value[at + 1]! << 8) | (value[at + 2]! << 16) | (value[at + 3]! << 24)) >>> 0);
  return words;
}

/** Name of the current job: five bytes stand in front, and without a job it is `unknown`. */
export function jobOf({ value, length }: NamedField): string | undefined {
  const name = decodeText(value.subarray(JOB_HEAD)).replace(/\0+$/, '');
  const none = value.length < length ? NO_JOB.startsWith(name) : name === '' || name === NO_JOB;
  return none ? undefined : name;
}

interface Entry {
  readonly bytes: Uint8Array;
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

/** The entries of a list that says first how long each is; shorter than `least` it is none that we know. */
function entriesOf(field: NamedField, least: number): Entry[] {
  const size = field.value[0] ?? 0;
  return size < least ? [] : cut(field, 1, size);
}

/** Whole entries only: of half a one nobody knows which half is missing. */
function cut({ value, path, offset }: NamedField, from: number, size: number): Entry[] {
  const entries: Entry[] = [];
  for (let at = from; at + size <= value.length; at += size)
    entries.push({
      bytes: value.subarray(at, at + size),
      path: `${path}[${entries.length}]`,
      offset: offset + FIELD_HEAD + at,
      length: size,
    });
  return entries;
}

/** Type and length. */
export const FIELD_HEAD = 2;
/** Of the job's field, before its name. */
export const JOB_HEAD = 5;
const SOURCE_SIZE = 9;
const NO_JOB = 'unknown';
/** Types that are read by others than `describe`. */
export const types = {
  state: 0x01,
  error: 0x02,
  warnings: 0x04,
  paperPath: 0x06,
  maintenanceCartridge: 0x0d,
  inks: 0x0f,
  job: 0x19,
  pageCounters: 0x36,
  wasteBoxes: 0x37,
  paperSources: 0x3f,
  serial: 0x40,
} as const;
