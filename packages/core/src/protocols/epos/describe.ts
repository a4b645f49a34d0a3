import type { Field } from '../../bytes/field.ts';
import type { Described } from '../../contracts/protocol.ts';
import { xmlFields } from '../../formats/xml-paths.ts';
import { decodeEpos, statusBits } from './codec.ts';

/** One envelope, element by element, with the names of the status bits that are set. */
export function describeEpos(bytes: Uint8Array): Described {
  const decoded = decodeEpos(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields: [] };
  const { said, root, paths } = decoded.value;
  const { path, ...value } = { path: '', ...said };
  const fields = xmlFields(root, paths).map((field) => named(field, `${path}@status`));
  return { ok: true, value: said.is === 'response' ? { ...value, bits: bitsOf(said.status) } : value, fields };
}

function named(field: Field, wanted: string): Field {
  if (field.path !== wanted) return field;
  const names = bitsOf(Number(field.text));
  return { ...field, text: names.length === 0 ? field.text : `${field.text} (${names.join(', ')})` };
}

function bitsOf(status: number | undefined): string[] {
  return Object.entries(statusBits).flatMap(([name, bit]) => (((status ?? 0) & bit) === 0 ? [] : [name]));
}
