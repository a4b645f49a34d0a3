import { type Field, formatHex } from '@quietport/core';
import type { Column } from '../output/columns.ts';

export interface FieldRow {
  readonly field: Field;
  /** The whole packet. */
  readonly bytes: Uint8Array;
}

/** One packet as a list of fields. */
export const fieldColumns: readonly Column<FieldRow>[] = [
  { key: 'offset', title: 'OFFSET', value: ({ field }) => field.offset, right: true, whole: true },
  { key: 'length', title: 'LENGTH', value: ({ field }) => field.length, right: true, whole: true },
  { key: 'field', title: 'FIELD', value: ({ field }) => field.path, whole: true },
  { key: 'value', title: 'VALUE', value: ({ field }) => field.text },
  { key: 'confidence', title: 'CONFIDENCE', value: ({ field }) => field.confidence, whole: true },
  { key: 'hex', title: 'HEX', value: hexOf, wide: true },
];

function hexOf({ field, bytes }: FieldRow): string {
  return formatHex(bytes.subarray(field.offset, field.offset + field.length));
}
