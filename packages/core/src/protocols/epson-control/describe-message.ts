import { ByteReader } from '../../bytes/byte-reader.ts';
import { DecodeError } from '../../bytes/decode-error.ts';
import type { Confidence, Field } from '../../bytes/field.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodeText } from '../../bytes/text.ts';
import type { Described } from '../../contracts/protocol.ts';
import { ber, enterBer, readBerEnd, readBerOid, readBerTag } from '../../formats/ber.ts';
import { tunnelCommand, tunnelMeaning } from '../../formats/epson-tunnel.ts';
import { decodeSnmpMessage, pduName, readInteger32 } from '../../formats/snmp-message.ts';
import { readValue } from '../../formats/snmp-varbind.ts';
import { decodeControl } from './codec.ts';
import { controlFields, plainControl } from './describe-control.ts';
import { counterNames, objects } from './objects.ts';

/** A message of SNMP, version 1 or 2c: its head, and each object; what the control channel says stands field by field. */
export function describeMessage(bytes: Uint8Array): Described {
  const decoded = decodeSnmpMessage(bytes);
  const fields: Field[] = [];
  try {
    walk(bytes, fields);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const { code, offset, field } = error;
    return { ok: false, error: { code, offset, field }, fields };
  }
  if (!decoded.ok) return { ok: false, error: decoded.error, fields };
  const { version, pdu } = decoded.value;
  const varbinds = pdu.is === 'other' ? [] : pdu.varbinds;
  const value = {
    version: version === 0 ? '1' : '2c',
    pdu: pdu.is,
    varbinds: varbinds.map(({ oid, value: cell }) => ({ oid, ...means(oid), ...plain(oid, cell.value) })),
  };
  return { ok: true, value, fields };
}

function walk(bytes: Uint8Array, fields: Field[]): void {
  const r = new ByteReader(bytes);
  const add = (path: string, offset: number, text: string, confidence: Confidence = 'spec') => {
    fields.push({ path, offset, length: r.offset - offset, text, confidence });
  };
  const end = enterBer(r, ber.sequence, 'message');
  add('message', 0, `${end - r.offset} bytes`);
  let at = r.offset;
  add('version', at, readInteger32(r, end, 'version') === 0 ? '1' : '2c');
  at = r.offset;
  const communityEnd = enterBer(r, ber.octets, 'community', end);
  add('community', at, decodeText(r.octets(communityEnd - r.offset, 'community')));
  at = r.offset;
  const tag = readBerTag(r, 'pdu', end);
  const pduEnd = readBerEnd(r, 'pdu', end);
  const name = pduName(tag);
  add('pdu', at, name ?? `0x${tag.toString(16)}`);
  if (name === undefined) return;
  for (const path of ['requestId', 'errorStatus', 'errorIndex']) {
    at = r.offset;
    add(`pdu.${path}`, at, String(readInteger32(r, pduEnd, `pdu.${path}`)));
  }
  at = r.offset;
  const last = enterBer(r, ber.sequence, 'varbinds', pduEnd);
  add('varbinds', at, `${last - r.offset} bytes`);
  for (let index = 0; r.offset < last; index++) walkVarbind(r, last, `varbind[${index}]`, fields, add);
}

function walkVarbind(
  r: ByteReader,
  limit: number,
  place: string,
  fields: Field[],
  add: (path: string, offset: number, text: string, confidence?: Confidence) => void,
): void {
  let at = r.offset;
  const next = enterBer(r, ber.sequence, 'varbind', limit);
  add(place, at, `${next - r.offset} bytes`);
  at = r.offset;
  const oid = readBerOid(r, enterBer(r, ber.oid, 'varbind.name', next), 'varbind.name');
  const { means: meaning } = means(oid);
  add(`${place}.name`, at, meaning === undefined ? oid : `${oid} (${meaning})`);
  at = r.offset;
  const { type, value } = readValue(r, next);
  if (r.offset !== next) throw new DecodeError('bad-length', r.offset, 'varbind');
  const counter = counterNames.find((row) => row.oid === oid);
  const answer = value instanceof Uint8Array && isControl(oid) ? decodeControl(value) : undefined;
  if (answer?.ok !== true || !(value instanceof Uint8Array)) {
    const text = value instanceof Uint8Array ? formatHex(value) : value === null ? type : String(value);
    add(`${place}.${counter?.name ?? 'value'}`, at, text);
    return;
  }
  const start = next - value.length;
  fields.push({
    path: `${place}.value`,
    offset: at,
    length: start - at,
    text: `${value.length} bytes`,
    confidence: 'spec',
  });
  for (const field of controlFields(answer.value, value.length))
    fields.push({ ...field, path: `${place}.${field.path}`, offset: start + field.offset });
}

function means(oid: string): { readonly means?: string } {
  const command = tunnelCommand(oid);
  if (command !== undefined) return { means: `Epson's control tunnel: ${tunnelMeaning(command)}` };
  if (oid === objects.status) return { means: 'Epson: status block' };
  const counter = counterNames.find((row) => row.oid === oid);
  return counter === undefined ? {} : { means: `Epson: ${counter.means}` };
}

function isControl(oid: string): boolean {
  return oid === objects.status || tunnelCommand(oid) !== undefined;
}

function plain(oid: string, value: unknown): { readonly value: unknown } {
  if (!(value instanceof Uint8Array)) return { value: typeof value === 'bigint' ? String(value) : value };
  const answer = isControl(oid) ? decodeControl(value) : undefined;
  return { value: answer?.ok === true ? plainControl(answer.value) : formatHex(value) };
}
