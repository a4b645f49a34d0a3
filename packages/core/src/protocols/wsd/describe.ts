import type { Described } from '../../contracts/protocol.ts';
import { plainXml, xmlFields } from '../../formats/xml-paths.ts';
import { decodeWsd } from './codec.ts';

/** One envelope, element by element. */
export function describeWsd(bytes: Uint8Array): Described {
  const decoded = decodeWsd(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields: [] };
  const { action, messageId, relatesTo, to, body, root, paths } = decoded.value;
  const value = { message: body.is, action, messageId, relatesTo, to, body: plainXml(root) };
  return { ok: true, value, fields: xmlFields(root, paths) };
}
