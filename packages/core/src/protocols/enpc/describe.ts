import { ByteReader } from '../../bytes/byte-reader.ts';
import type { Field } from '../../bytes/field.ts';
import { formatHex } from '../../bytes/hex.ts';
import type { Described } from '../../contracts/protocol.ts';
import { epsonFrameHead } from '../../formats/epson-frame.ts';
import { fits } from './body.ts';
import { decodeEnpc, type EnpcPacket } from './codec.ts';
import { findDeviceId } from './device-id.ts';
import { functionOf, isReply } from './functions.ts';
import { deviceTypeNames, letterNames, resultNames } from './names.ts';

/** One packet, field by field; what is not explained stands as `parameters` or `rest` in hex, marked unknown. */
export function describeEnpc(bytes: Uint8Array): Described {
  const decoded = decodeEnpc(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields: [] };
  const packet = decoded.value;
  const fields = [...describeHead(bytes, packet), ...describeParameters(bytes, packet)];
  const end = HEAD + packet.parameters.length;
  if (packet.surplus.length > 0) fields.push(raw('surplus', bytes, end, packet.surplus.length));
  return { ok: true, value: plain(packet, fields), fields };
}

function describeHead(bytes: Uint8Array, packet: EnpcPacket): Field[] {
  const meaning = functionOf(packet);
  return epsonFrameHead.describe(new ByteReader(bytes), 'head').map((field) => {
    switch (field.path) {
      case 'head.letter':
        return { ...field, text: `${field.text} (${letterName(packet.letter)})` };
      case 'head.deviceType':
        return { ...field, text: `${field.text} (${deviceTypeName(packet.deviceType)})` };
      case 'head.function':
        return { ...field, text: `${field.text} (${meaning?.name ?? 'unknown'})` };
      case 'head.result':
        return isReply(packet) ? { ...field, text: `${field.text} (${resultName(packet.result)})` } : field;
      default:
        return field;
    }
  });
}

function describeParameters(bytes: Uint8Array, packet: EnpcPacket): Field[] {
  const size = packet.parameters.length;
  if (size === 0) return [];
  const reply = isReply(packet) ? functionOf(packet)?.reply : undefined;
  if (reply === 'device-id') return describeDeviceId(bytes, packet.parameters);
  if (reply === undefined || reply === 'raw' || !fits(reply.layout, size))
    return [raw('parameters', bytes, HEAD, size)];
  const fields = reply.layout.describe(new ByteReader(bytes, HEAD, HEAD + size), reply.name);
  const rest = size - reply.layout.size;
  if (rest > 0) fields.push(raw(`${reply.name}.rest`, bytes, HEAD + reply.layout.size, rest));
  // what answers a probe with more than a POS printer's 54 bytes has never been published: every row is our reading
  return packet.letter === 'p' && rest > 0 ? fields.map((field) => weaken(field)) : fields;
}

function describeDeviceId(bytes: Uint8Array, parameters: Uint8Array): Field[] {
  const found = findDeviceId(parameters);
  if (found === undefined) return [raw('parameters', bytes, HEAD, parameters.length)];
  const fields: Field[] = [];
  if (found.textOffset > 0) fields.push(raw('deviceId.prefix', bytes, HEAD, found.textOffset));
  const length = found.nameOffset - found.textOffset;
  fields.push({ path: 'deviceId.text', offset: HEAD + found.textOffset, length, text: found.text, confidence: 'one' });
  const nameLength = parameters.length - found.nameOffset;
  if (nameLength > 0)
    fields.push({
      path: 'deviceId.name',
      offset: HEAD + found.nameOffset,
      length: nameLength,
      text: found.name,
      confidence: 'one',
    });
  return fields;
}

function raw(path: string, bytes: Uint8Array, offset: number, length: number): Field {
  return { path, offset, length, text: formatHex(bytes.subarray(offset, offset + length)), confidence: 'unknown' };
}

function weaken(field: Field): Field {
  return field.confidence === 'unknown' ? field : { ...field, confidence: 'inferred' };
}

/** The packet as plain JSON: the head as numbers, the explained parameters as text under their names. */
function plain(packet: EnpcPacket, fields: readonly Field[]): unknown {
  const explained: Record<string, Record<string, string>> = {};
  for (const { path, text } of fields) {
    const dot = path.indexOf('.');
    if (dot < 0 || path.startsWith('head.')) continue;
    const group = path.slice(0, dot);
    explained[group] = { ...explained[group], [path.slice(dot + 1)]: text };
  }
  return {
    letter: packet.letter,
    deviceType: packet.deviceType,
    deviceNumber: packet.deviceNumber,
    function: packet.function,
    functionName: functionOf(packet)?.name ?? null,
    result: packet.result,
    parameters: formatHex(packet.parameters),
    surplus: formatHex(packet.surplus),
    ...explained,
  };
}

function letterName(letter: string): string {
  const name = letterNames[letter.toUpperCase()];
  if (name === undefined) return 'unknown';
  return isReply({ letter }) ? `${name} reply` : name;
}

function deviceTypeName(type: number): string {
  return deviceTypeNames[type] ?? 'unknown';
}

function resultName(result: number): string {
  return resultNames[result] ?? 'unknown';
}

const HEAD = 14;
