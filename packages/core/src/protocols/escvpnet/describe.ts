import { ByteReader } from '../../bytes/byte-reader.ts';
import type { Field } from '../../bytes/field.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodePadded } from '../../bytes/text.ts';
import type { Described } from '../../contracts/protocol.ts';
import { decodeVp, messageSize, type VpMessage, vpHead, vpHeader, vpHeaderIds, vpStatus, vpTypes } from './codec.ts';
import { decodeVp21, type Vp21Line } from './codec-vp21.ts';

/** One message, or one command or answer of the text that runs in a session, field by field. */
export function describeEscVpNet(bytes: Uint8Array): Described {
  return messageSize(bytes) === 'malformed' ? describeText(bytes) : describeMessage(bytes);
}

function describeMessage(bytes: Uint8Array): Described {
  const decoded = decodeVp(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields: [] };
  const { version, type, reserved, status, headers } = decoded.value;
  const reader = new ByteReader(bytes);
  const names: Readonly<Record<string, string | undefined>> = {
    'head.type': nameIn(vpTypes, type),
    'head.status': status === 0 ? undefined : nameIn(vpStatus, status),
  };
  const head = vpHead.describe(reader, 'head').map((field) => withName(field, names[field.path]));
  const fields = [...head, ...headers.flatMap((header, i) => describeHeader(reader, header, i))];
  const value = {
    ...{ version, type, typeName: nameIn(vpTypes, type) ?? 'unknown', reserved, status },
    headers: headers.map(({ id, attribute, information }) => ({ id, attribute, information: formatHex(information) })),
  };
  return { ok: true, value, fields };
}

function describeHeader(reader: ByteReader, { id, information }: VpMessage['headers'][number], i: number): Field[] {
  return vpHeader.describe(reader, `header[${i}]`).map((field) => {
    if (field.path.endsWith('.id')) return withName(field, nameIn(vpHeaderIds, id));
    // a password is nobody's to read
    if (!field.path.endsWith('.information') || id !== vpHeaderIds.name) return field;
    return { ...field, text: decodePadded(information) };
  });
}

function describeText(bytes: Uint8Array): Described {
  const decoded = decodeVp21(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields: [] };
  const text = decoded.value;
  if (text.is === 'command') {
    const field: Field = { path: 'command', offset: 0, length: bytes.length, text: text.text, confidence: 'multi' };
    return { ok: true, value: text, fields: [field] };
  }
  const ready: Field = { path: 'ready', offset: bytes.length - 1, length: 1, text: ':', confidence: 'spec' };
  return { ok: true, value: text, fields: [...text.lines.map(describeLine), ready] };
}

function describeLine({ name, value, offset, length }: Vp21Line, i: number): Field {
  // with its CR
  return { path: pathOf(name, i), offset, length: length + 1, text: value ?? name, confidence: 'multi' };
}

/** Where a line stands: `answer[0].PWR`. */
export function pathOf(name: string, i: number): string {
  return `answer[${i}].${name}`;
}

function withName(field: Field, name: string | undefined): Field {
  return name === undefined ? field : { ...field, text: `${field.text} (${name})` };
}

function nameIn(table: Readonly<Record<string, number>>, value: number): string | undefined {
  return Object.entries(table).find(([, code]) => code === value)?.[0];
}
