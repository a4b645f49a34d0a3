import type { Described } from '../../contracts/protocol.ts';
import { plainXml, xmlFields } from '../../formats/xml-paths.ts';
import { decodeEscl } from './codec.ts';

/** One document, element by element. */
export function describeEscl(bytes: Uint8Array): Described {
  const decoded = decodeEscl(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields: [] };
  const { is, inputs, root, paths } = decoded.value;
  return { ok: true, value: { document: is, inputs, root: plainXml(root) }, fields: xmlFields(root, paths) };
}
