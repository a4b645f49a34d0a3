import type { Field } from '../../bytes/field.ts';
import type { Described } from '../../contracts/protocol.ts';
import { plainXml, xmlFields } from '../../formats/xml-paths.ts';
import { decodeDescription, decodeSsdp, type SsdpMessage } from './codec.ts';

/** A datagram line by line, or a description element by element. */
export function describeSsdp(bytes: Uint8Array): Described {
  const message = decodeSsdp(bytes);
  if (message.ok) {
    const { is, start, fields } = message.value;
    const headers = Object.fromEntries([...fields.values()].map(({ name, value }) => [name, value]));
    return { ok: true, value: { message: is, start, headers }, fields: lines(message.value) };
  }
  const description = decodeDescription(bytes);
  if (description.ok) {
    const { root, paths } = description.value;
    return { ok: true, value: { message: 'description', root: plainXml(root) }, fields: xmlFields(root, paths) };
  }
  // what begins like a document is told what is wrong with the document
  const error = bytes[0] === 0x3c ? description.error : message.error;
  return { ok: false, error, fields: [] };
}

function lines({ start, fields }: SsdpMessage): Field[] {
  return [
    { path: 'start', offset: 0, length: start.length, text: start, confidence: 'spec' },
    ...[...fields.values()].map(
      ({ path, offset, length, value }): Field => ({ path, offset, length, text: value, confidence: 'spec' }),
    ),
  ];
}
