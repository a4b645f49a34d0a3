import type { ByteReader } from '../../bytes/byte-reader.ts';
import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import type { Confidence, Field } from '../../bytes/field.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodeText } from '../../bytes/text.ts';
import type { Described } from '../../contracts/protocol.ts';
import { ber, enterBer } from '../../formats/ber.ts';
import { decodeSnmpMessage, readInteger32, type SnmpMessage } from '../../formats/snmp-message.ts';
import { decodeSnmpV3Message, snmpVersionOf } from '../../formats/snmp-v3-message.ts';
import { plainPdu, walkPdu } from './describe-pdu.ts';
import { plainV3, walkV3 } from './describe-v3.ts';

/**
 * One message of any version, field by field. A field covers its tag, its length and, but for the sequences, its content.
 * What is encrypted stays so: no key is needed, and none is taken.
 */
export function describeSnmp(bytes: Uint8Array): Described {
  const fields: Field[] = [];
  // what was read before the error stays in the list
  const walked = decoding(bytes, (r) => walkMessage(r, fields));
  const value = plainMessage(bytes);
  if (!value.ok) return { ok: false, error: value.error, fields };
  if (!walked.ok) return { ok: false, error: walked.error, fields };
  return { ok: true, value: value.value, fields };
}

function plainMessage(bytes: Uint8Array): Decoded<unknown> {
  if (snmpVersionOf(bytes) === VERSION_3) {
    const decoded = decodeSnmpV3Message(bytes);
    return decoded.ok ? { ok: true, value: plainV3(decoded.value) } : decoded;
  }
  const decoded = decodeSnmpMessage(bytes);
  return decoded.ok ? { ok: true, value: plain(decoded.value) } : decoded;
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
  if (version === VERSION_3) walkV3(r, end, add);
  else {
    at = r.offset;
    const communityEnd = enterBer(r, ber.octets, 'message.community', end);
    const community = r.octets(communityEnd - r.offset, 'message.community');
    add('message.community', at, decodeText(community));
    walkPdu(r, end, add);
  }
  at = r.offset;
  const trailing = formatHex(r.rest());
  if (trailing !== '') add('trailing', at, trailing, 'unknown');
}

function plain({ version, community, pdu }: SnmpMessage): unknown {
  return { version: versionNames[version], community: decodeText(community), ...plainPdu(pdu) };
}

const VERSION_3 = 3;
const versionNames: Readonly<Record<number, string>> = { 0: 'SNMPv1', 1: 'SNMPv2c', 3: 'SNMPv3' };
