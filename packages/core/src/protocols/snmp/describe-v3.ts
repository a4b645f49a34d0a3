import type { ByteReader } from '../../bytes/byte-reader.ts';
import { DecodeError } from '../../bytes/decode-error.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodeText } from '../../bytes/text.ts';
import { ber, enterBer } from '../../formats/ber.ts';
import { readEngineId } from '../../formats/snmp-engine-id.ts';
import { readInteger32 } from '../../formats/snmp-message.ts';
import { type SnmpV3Message, USM, v3Flags } from '../../formats/snmp-v3-message.ts';
import { type AddField, plainPdu, walkPdu } from './describe-pdu.ts';
import { enterpriseOfNumber } from './enterprises.ts';

/** What stands behind the version of a message of version 3: header, security parameters, scoped PDU. */
export function walkV3(r: ByteReader, end: number, add: AddField): void {
  const model = walkHeader(r, end, add);
  const at = r.offset;
  const securityEnd = enterBer(r, ber.octets, 'security', end);
  if (model === USM) {
    add('security', at, `${securityEnd - r.offset} bytes`);
    walkUsm(r, securityEnd, add);
  } else {
    const octets = formatHex(r.octets(securityEnd - r.offset, 'security'));
    add('security', at, octets, 'unknown');
  }
  if (r.offset < end && r.bytes[r.offset] === ber.octets)
    walkOctets(r, end, 'scopedPdu', add, (octets) => `encrypted: ${formatHex(octets)}`);
  else walkScopedPdu(r, end, add);
}

/** The whole message as plain JSON. */
export function plainV3({ msgId, maxSize, flags, security, data }: SnmpV3Message): unknown {
  return {
    version: 'SNMPv3',
    msgId,
    maxSize,
    level: levelName(flags),
    reportable: (flags & v3Flags.reportable) !== 0,
    security:
      security.is === 'usm'
        ? {
            model: 'USM',
            engineId: formatHex(security.engineId),
            boots: security.boots,
            time: security.time,
            user: decodeText(security.user),
            auth: formatHex(security.auth),
            privacy: formatHex(security.privacy),
          }
        : { model: security.model, octets: formatHex(security.octets) },
    ...(data.is === 'encrypted'
      ? { encrypted: formatHex(data.octets) }
      : {
          contextEngineId: formatHex(data.scoped.contextEngineId),
          contextName: decodeText(data.scoped.contextName),
          ...plainPdu(data.scoped.pdu),
        }),
  };
}

function walkHeader(r: ByteReader, limit: number, add: AddField): number {
  let at = r.offset;
  const end = enterBer(r, ber.sequence, 'header', limit);
  add('header', at, `${end - r.offset} bytes`);
  for (const name of ['header.msgId', 'header.maxSize']) {
    at = r.offset;
    add(name, at, String(readInteger32(r, end, name)));
  }
  walkOctets(r, end, 'header.flags', add, ([flags = 0]) => {
    return `${levelName(flags)}${(flags & v3Flags.reportable) === 0 ? '' : ', reportable'}`;
  });
  at = r.offset;
  const model = readInteger32(r, end, 'header.securityModel');
  add('header.securityModel', at, model === USM ? '3 (USM)' : String(model));
  if (r.offset !== end) throw new DecodeError('bad-length', r.offset, 'header');
  return model;
}

function walkUsm(r: ByteReader, limit: number, add: AddField): void {
  let at = r.offset;
  const end = enterBer(r, ber.sequence, 'security', limit);
  add('security.parameters', at, `${end - r.offset} bytes`);
  walkOctets(r, end, 'security.engineId', add, showEngineId);
  for (const name of ['security.boots', 'security.time']) {
    at = r.offset;
    const value = readInteger32(r, end, name);
    add(name, at, name === 'security.time' ? `${value} s` : String(value));
  }
  walkOctets(r, end, 'security.user', add, decodeText);
  walkOctets(r, end, 'security.auth', add, formatHex);
  walkOctets(r, end, 'security.privacy', add, formatHex);
  if (r.offset !== end) throw new DecodeError('bad-length', r.offset, 'security');
}

function walkScopedPdu(r: ByteReader, limit: number, add: AddField): void {
  const at = r.offset;
  const end = enterBer(r, ber.sequence, 'scopedPdu', limit);
  add('scopedPdu', at, `${end - r.offset} bytes`);
  walkOctets(r, end, 'scopedPdu.contextEngineId', add, showEngineId);
  walkOctets(r, end, 'scopedPdu.contextName', add, decodeText);
  walkPdu(r, end, add);
}

function walkOctets(
  r: ByteReader,
  limit: number,
  path: string,
  add: AddField,
  show: (octets: Uint8Array) => string,
): void {
  const at = r.offset;
  const end = enterBer(r, ber.octets, path, limit);
  const text = show(r.octets(end - r.offset, path));
  add(path, at, text);
}

/** `80001f8804… (enterprise 8072, text "…")`. */
function showEngineId(octets: Uint8Array): string {
  const hex = formatHex(octets);
  const parts = readEngineId(octets);
  if (parts === undefined) return hex;
  const { enterprise, made } = parts;
  const make = enterpriseOfNumber(enterprise)?.make;
  const of = made.of === 'octets' ? '' : `, ${made.of} ${made.text}`;
  return `${hex} (enterprise ${enterprise}${make === undefined ? '' : ` ${make}`}${of})`;
}

function levelName(flags: number): string {
  return levels[flags & (v3Flags.auth | v3Flags.privacy)]!;
}

// 2 would be encrypted and not signed, which nobody may send (RFC 3412, section 6.4)
const levels = ['noAuthNoPriv', 'authNoPriv', 'privacy without authentication', 'authPriv'] as const;
