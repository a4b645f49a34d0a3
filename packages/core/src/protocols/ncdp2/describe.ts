import { ByteReader } from '../../bytes/byte-reader.ts';
import type { Field } from '../../bytes/field.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodeText } from '../../bytes/text.ts';
import type { Described } from '../../contracts/protocol.ts';
import { type CborItem, type CborValue, walkCbor } from '../../formats/cbor.ts';
import { epsonFrameHead } from '../../formats/epson-frame.ts';
import { clean } from '../../model/claim.ts';
import { decodeNcdp2, HEAD_SIZE, type Ncdp2Frame } from './codec.ts';
import { BODY_BOUNDS, envelopeEntries, keyName } from './codec-body.ts';
import { DEVICE_TYPE_NAME, functionOf, isReply, LETTER_NAME, RESULT_NAME } from './codec-tables.ts';

/**
 * One frame, field by field. A map or an array stands before what it holds and spans it; a member's path ends with its key
 * or its place (`body.8.marker-levels.0`). The value has the shape of the profile's test vectors: bytes are
 * `{"hex": …}`, keys are text.
 */
export function describeNcdp2(bytes: Uint8Array): Described {
  const decoded = decodeNcdp2(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields: [] };
  const frame = decoded.value;
  const items = walkCbor(bytes, HEAD_SIZE, bytes.length, 'body', BODY_BOUNDS);
  return {
    ok: true,
    value: plain(frame),
    fields: [...describeHead(bytes, frame), ...items.map((item) => describeItem(bytes, item))],
  };
}

function describeHead(bytes: Uint8Array, frame: Ncdp2Frame): Field[] {
  const meaning: Readonly<Record<string, string | undefined>> = {
    'head.letter': LETTER_NAME[frame.letter],
    'head.deviceType': DEVICE_TYPE_NAME[frame.deviceType] ?? 'unknown',
    'head.function': functionOf(frame.letter, frame.function)?.name ?? 'unknown',
    ...(isReply(frame.letter) ? { 'head.result': RESULT_NAME[frame.result] ?? 'unknown' } : {}),
  };
  return epsonFrameHead.describe(new ByteReader(bytes), 'head').map((field) => {
    const word = meaning[field.path];
    return { ...field, text: word === undefined ? field.text : `${field.text} (${word})`, confidence: 'spec' };
  });
}

function describeItem(bytes: Uint8Array, item: CborItem): Field {
  const { path, offset, length } = item;
  const key = /^body\.(\d+)$/.exec(path)?.[1];
  const name = key === undefined ? undefined : keyName(Number(key));
  const text = textOf(bytes, item);
  return { path, offset, length, text: name === undefined ? text : `${name}: ${text}`, confidence: 'spec' };
}

function textOf(bytes: Uint8Array, { kind, offset, length, count }: CborItem): string {
  const content = bytes.subarray(offset + length - count, offset + length);
  switch (kind) {
    case 'integer':
      return String(count);
    case 'bytes':
      return content.every((byte) => byte === 0) ? `${count} zero bytes` : formatHex(content);
    case 'text':
      return clean(decodeText(content));
    case 'array':
      return `array of ${count}`;
    case 'map':
      return `map of ${count}`;
    case 'boolean':
      return bytes[offset] === 0xf5 ? 'true' : 'false';
    case 'null':
      return 'null';
  }
}

function plain(frame: Ncdp2Frame): unknown {
  return {
    letter: frame.letter,
    deviceType: frame.deviceType,
    deviceNumber: frame.deviceNumber,
    function: frame.function,
    result: frame.result,
    body: Object.fromEntries(envelopeEntries(frame.body).map(([key, value]) => [String(key), json(value)])),
  };
}

function json(value: CborValue): unknown {
  if (value instanceof Uint8Array) return { hex: formatHex(value) };
  if (Array.isArray(value)) return value.map(json);
  if (typeof value !== 'object' || value === null) return value;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(entries.map(([key, held]) => [keyText(key), json(held)]));
}

function keyText(key: CborValue): string {
  if (typeof key === 'string') return key;
  return key instanceof Uint8Array ? formatHex(key) : JSON.stringify(json(key));
}
