import type { ByteReader } from '../../bytes/byte-reader.ts';
import { DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import type { Confidence, Field } from '../../bytes/field.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodeText } from '../../bytes/text.ts';
import type { Described } from '../../contracts/protocol.ts';
import { ber, enterBer, readBerEnd, readBerOid, readBerTag } from '../../formats/ber.ts';
import { isWithin } from '../../formats/oid.ts';
import { decodeSnmpMessage, pduName, readInteger32, type SnmpMessage } from '../../formats/snmp-message.ts';
import { readValue, type SnmpValue } from '../../formats/snmp-varbind.ts';
import { formatMac } from '../../net/mac-address.ts';
import { objectName, oidOf } from './object-names.ts';
import { privateObject } from './private-objects.ts';

/** The path of a varbind's value: `varbind[0].sysDescr.0`, `varbind[0].epson-device-id` in a maker's own tree, else the OID. */
export function valuePath(index: number, oid: string): string {
  return `varbind[${index}].${objectName(oid) ?? privateObject(oid)?.name ?? oid}`;
}

/** One message, field by field. A field covers its tag, its length and, but for the sequences, its content. */
export function describeSnmp(bytes: Uint8Array): Described {
  const fields: Field[] = [];
  // what was read before the error stays in the list
  const walked = decoding(bytes, (r) => walkMessage(r, fields));
  const decoded = decodeSnmpMessage(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields };
  if (!walked.ok) return { ok: false, error: walked.error, fields };
  return { ok: true, value: plain(decoded.value), fields };
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

function walkMessage(r: ByteReader, fields: Field[]): void {
  const add = (path: string, offset: number, text: string, confidence: Confidence = 'spec') => {
    fields.push({ path, offset, length: r.offset - offset, text, confidence });
  };
  const end = enterBer(r, ber.sequence, 'message');
  add('message', 0, `${end - r.offset} bytes`);
  let at = r.offset;
  const version = readInteger32(r, end, 'message.version');
  add('message.version', at, versionNames[version] ?? String(version));
  if (versionNames[version] === undefined) throw new DecodeError('bad-value', at, 'message.version');
  at = r.offset;
  const communityEnd = enterBer(r, ber.octets, 'message.community', end);
  const community = r.octets(communityEnd - r.offset, 'message.community');
  add('message.community', at, decodeText(community));
  at = r.offset;
  const tag = readBerTag(r, 'pdu', end);
  const pduEnd = readBerEnd(r, 'pdu', end);
  const name = pduName(tag);
  add('pdu', at, name ?? `0x${tag.toString(16)}`, name === undefined ? 'unknown' : 'spec');
  if (name === undefined) {
    at = r.offset;
    const content = formatHex(r.octets(pduEnd - at, 'pdu'));
    add('pdu.content', at, content, 'unknown');
  } else {
    const bulk = name === 'GetBulkRequest';
    for (const path of ['requestId', bulk ? 'nonRepeaters' : 'errorStatus', bulk ? 'maxRepetitions' : 'errorIndex']) {
      at = r.offset;
      const value = readInteger32(r, pduEnd, `pdu.${path}`);
      const word = path === 'errorStatus' ? ` (${errorNames[value] ?? 'unknown'})` : '';
      add(`pdu.${path}`, at, `${value}${word}`);
    }
    walkVarbinds(r, pduEnd, add);
  }
  at = r.offset;
  const trailing = formatHex(r.rest());
  if (trailing !== '') add('trailing', at, trailing, 'unknown');
}

function walkVarbinds(
  r: ByteReader,
  limit: number,
  add: (path: string, offset: number, text: string, confidence?: Confidence) => void,
): void {
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

function plain(message: SnmpMessage): unknown {
  const { pdu } = message;
  const head = { version: versionNames[message.version], community: decodeText(message.community) };
  if (pdu.is === 'other') return { ...head, pdu: { tag: pdu.tag, content: formatHex(pdu.content) } };
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
  return {
    ...head,
    pdu: pdu.is,
    requestId: pdu.requestId,
    [status!]: pdu.errorStatus,
    [index!]: pdu.errorIndex,
    varbinds,
  };
}

function plainValue(value: SnmpValue): string | number | null {
  if (value.value instanceof Uint8Array) return formatHex(value.value);
  return typeof value.value === 'bigint' ? String(value.value) : value.value;
}

const versionNames: Readonly<Record<number, string>> = { 0: 'SNMPv1', 1: 'SNMPv2c' };
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
