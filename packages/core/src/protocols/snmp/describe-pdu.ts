import type { ByteReader } from '../../bytes/byte-reader.ts';
import { DecodeError } from '../../bytes/decode-error.ts';
import type { Confidence } from '../../bytes/field.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodeText } from '../../bytes/text.ts';
import { ber, enterBer, readBerEnd, readBerOid, readBerTag } from '../../formats/ber.ts';
import { isWithin } from '../../formats/oid.ts';
import { pduName, readInteger32, type SnmpPdu } from '../../formats/snmp-message.ts';
import { readValue, type SnmpValue } from '../../formats/snmp-varbind.ts';
import { formatMac } from '../../net/mac-address.ts';
import { objectName, oidOf } from './object-names.ts';
import { privateObject } from './private-objects.ts';

/** Puts a field that began at `offset` and ends where the reader stands into the list. */
export type AddField = (path: string, offset: number, text: string, confidence?: Confidence) => void;

/** The path of a varbind's value: `varbind[0].sysDescr.0`, `varbind[0].epson-device-id` in a maker's own tree, else the OID. */
export function valuePath(index: number, oid: string): string {
  return `varbind[${index}].${objectName(oid) ?? privateObject(oid)?.name ?? oid}`;
}

/** A value as a person reads it: text where it is text, a MAC address where the object holds one, else hex. */
export function showValue(oid: string, value: SnmpValue): string {
  switch (value.type) {
    case 'OctetString':
      return showOctets(oid, value.value);
    case 'ObjectIdentifier': {
      const name = objectName(value.value);
      return name === undefined ? value.value : `${value.value} (${name})`;
    }
    case 'Opaque':
      return formatHex(value.value);
    case 'unknown':
      return `0x${value.tag.toString(16)} ${formatHex(value.value)}`.trim();
    default:
      return value.value === null ? value.type : String(value.value);
  }
}

/** A PDU, field by field, up to `end`. */
export function walkPdu(r: ByteReader, end: number, add: AddField): void {
  let at = r.offset;
  const tag = readBerTag(r, 'pdu', end);
  const pduEnd = readBerEnd(r, 'pdu', end);
  const name = pduName(tag);
  add('pdu', at, name ?? `0x${tag.toString(16)}`, name === undefined ? 'unknown' : 'spec');
  if (name === undefined) {
    at = r.offset;
    const content = formatHex(r.octets(pduEnd - at, 'pdu'));
    add('pdu.content', at, content, 'unknown');
    return;
  }
  const bulk = name === 'GetBulkRequest';
  for (const path of ['requestId', bulk ? 'nonRepeaters' : 'errorStatus', bulk ? 'maxRepetitions' : 'errorIndex']) {
    at = r.offset;
    const value = readInteger32(r, pduEnd, `pdu.${path}`);
    const word = path === 'errorStatus' ? ` (${errorNames[value] ?? 'unknown'})` : '';
    add(`pdu.${path}`, at, `${value}${word}`);
  }
  walkVarbinds(r, pduEnd, add);
}

/** A PDU as plain JSON. */
export function plainPdu(pdu: SnmpPdu): Readonly<Record<string, unknown>> {
  if (pdu.is === 'other') return { pdu: { tag: pdu.tag, content: formatHex(pdu.content) } };
  const [status, index] =
    pdu.is === 'GetBulkRequest' ? ['nonRepeaters', 'maxRepetitions'] : ['errorStatus', 'errorIndex'];
  const varbinds = pdu.varbinds.map(({ oid, value }) => ({
    oid,
    ...(objectName(oid) === undefined ? {} : { name: objectName(oid) }),
    type: value.type,
    ...(value.type === 'unknown' ? { tag: value.tag } : {}),
    value: plainValue(value),
    ...(value.type === 'OctetString' ? { text: showValue(oid, value) } : {}),
  }));
  return { pdu: pdu.is, requestId: pdu.requestId, [status!]: pdu.errorStatus, [index!]: pdu.errorIndex, varbinds };
}

function walkVarbinds(r: ByteReader, limit: number, add: AddField): void {
  let at = r.offset;
  const end = enterBer(r, ber.sequence, 'varbinds', limit);
  add('varbinds', at, `${end - r.offset} bytes`);
  for (let index = 0; r.offset < end; index++) {
    at = r.offset;
    const next = enterBer(r, ber.sequence, 'varbind', end);
    add(`varbind[${index}]`, at, `${next - r.offset} bytes`);
    at = r.offset;
    const oid = readBerOid(r, enterBer(r, ber.oid, 'varbind.name', next), 'varbind.name');
    const name = objectName(oid) ?? privateObject(oid)?.means;
    add(`varbind[${index}].name`, at, name === undefined ? oid : `${oid} (${name})`);
    at = r.offset;
    const value = readValue(r, next);
    if (r.offset !== next) throw new DecodeError('bad-length', r.offset, 'varbind');
    add(valuePath(index, oid), at, showValue(oid, value), value.type === 'unknown' ? 'unknown' : 'spec');
  }
}

function showOctets(oid: string, bytes: Uint8Array): string {
  if (bytes.length === 6 && macObjects.some((object) => isWithin(object, oid))) return formatMac(bytes);
  const text = decodeText(bytes);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: octets with control characters are no text
  return /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/.test(text) ? formatHex(bytes) : text;
}

function plainValue(value: SnmpValue): string | number | null {
  if (value.value instanceof Uint8Array) return formatHex(value.value);
  return typeof value.value === 'bigint' ? String(value.value) : value.value;
}

const macObjects = [oidOf('ifPhysAddress'), '1.3.6.1.4.1.1248.1.1.3.1.1.5'];
// RFC 3416, section 3
const errorNames: readonly string[] = [
  'noError',
  'tooBig',
  'noSuchName',
  'badValue',
  'readOnly',
  'genErr',
  'noAccess',
  'wrongType',
  'wrongLength',
  'wrongEncoding',
  'wrongValue',
  'noCreation',
  'inconsistentValue',
  'resourceUnavailable',
  'commitFailed',
  'undoFailed',
  'authorizationError',
  'notWritable',
  'inconsistentName',
];
