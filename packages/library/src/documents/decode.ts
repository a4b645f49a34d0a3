import { type Described, type Field, formatHex } from '@quietport/core';

/** One packet as `quietport/decode@1`: the value and its fields, or the error; the fields have the shape of `why`. */
export function decodeDocument(protocol: string, bytes: Uint8Array, described: Described): object {
  const head = { schema: 'quietport/decode@1', protocol };
  if (!described.ok) {
    const { code, offset, field } = described.error;
    return { ...head, error: { code, offset, field } };
  }
  return { ...head, value: described.value, fields: described.fields.map((field) => fieldDocument(field, bytes)) };
}

export function fieldDocument(field: Field, bytes: Uint8Array): object {
  const { path, offset, length, text, confidence } = field;
  return { path, offset, length, hex: formatHex(bytes.subarray(offset, offset + length)), text, confidence };
}
