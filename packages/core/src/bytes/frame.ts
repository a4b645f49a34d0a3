import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import type { Confidence, Field } from './field.ts';
import { formatHex } from './hex.ts';
import { decodePadded, encodePadded } from './text.ts';

/** One row of a frame table: how a value of fixed size is read, written and shown. */
export interface Row<T> {
  readonly size: number;
  readonly confidence: Confidence;
  /** What the bytes are, for tables that are made from this one in another language. */
  readonly kind: RowKind;
  read(reader: ByteReader, field: string): T;
  write(writer: ByteWriter, value: T): void;
  show(value: T): string;
}

export type RowKind = 'number' | 'little-endian' | 'octets' | 'mac' | 'ipv4' | 'text';

/** A layout of fixed size as a table: a row missing from the table, or one too many, does not compile. */
export interface Frame<T> {
  readonly size: number;
  /** Fields in wire order. */
  readonly rows: readonly (readonly [keyof T & string, Row<T[keyof T]>])[];
  read(reader: ByteReader, name: string): T;
  write(writer: ByteWriter, value: T): void;
  describe(reader: ByteReader, name: string): Field[];
}

export function frame<T extends object>(table: { readonly [K in keyof T]-?: Row<T[K]> }): Frame<T> {
  const rows = Object.entries(table) as [keyof T & string, Row<T[keyof T]>][];
  return {
    size: rows.reduce((sum, [, row]) => sum + row.size, 0),
    rows,
    read(reader, name) {
      const value: Record<string, unknown> = {};
      for (const [key, row] of rows) value[key] = row.read(reader, `${name}.${key}`);
      // every key of T is a row of the table, so the value is whole
      return value as T;
    },
    write(writer, value) {
      for (const [key, row] of rows) row.write(writer, value[key]);
    },
    describe(reader, name) {
      return rows.map(([key, row]) => {
        const path = `${name}.${key}`;
        const offset = reader.offset;
        const text = row.show(row.read(reader, path));
        return { path, offset, length: row.size, text, confidence: row.confidence };
      });
    },
  };
}

export function u8(confidence: Confidence, show: (value: number) => string = String): Row<number> {
  return { size: 1, confidence, kind: 'number', show, read: (r, f) => r.u8(f), write: (w, v) => w.u8(v) };
}

export function u16(confidence: Confidence, show: (value: number) => string = String): Row<number> {
  return { size: 2, confidence, kind: 'number', show, read: (r, f) => r.u16(f), write: (w, v) => w.u16(v) };
}

export function u32(confidence: Confidence, show: (value: number) => string = String): Row<number> {
  return { size: 4, confidence, kind: 'number', show, read: (r, f) => r.u32(f), write: (w, v) => w.u32(v) };
}

export function u32Le(confidence: Confidence, show: (value: number) => string = String): Row<number> {
  return { size: 4, confidence, kind: 'little-endian', show, read: (r, f) => r.u32Le(f), write: (w, v) => w.u32Le(v) };
}

/** Raw bytes, shared with the packet. */
export function octets(
  size: number,
  confidence: Confidence,
  show: (value: Uint8Array) => string = formatHex,
  kind: 'octets' | 'mac' | 'ipv4' | 'text' = 'octets',
): Row<Uint8Array> {
  return { size, confidence, kind, show, read: (r, f) => r.octets(size, f), write: (w, v) => w.octets(v) };
}

/** Text in a zero-padded field. */
export function padded(size: number, confidence: Confidence): Row<string> {
  return {
    size,
    confidence,
    kind: 'text',
    show: (value) => value,
    read: (r, f) => decodePadded(r.octets(size, f)),
    write: (w, v) => w.octets(encodePadded(v, size)),
  };
}

/** A number as the standard writes it: `0x00ff`. */
export function asHex(digits: number): (value: number) => string {
  return (value) => `0x${value.toString(16).padStart(digits, '0')}`;
}
