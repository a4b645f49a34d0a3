import { ByteReader } from '../../bytes/byte-reader.ts';
import type { Confidence, Field } from '../../bytes/field.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodeText } from '../../bytes/text.ts';
import type { Described } from '../../contracts/protocol.ts';
import { decodePassThrough, decodeScan, frameTypes, HEAD_SIZE, type ScanFrame, scanHead } from './codec.ts';

/** One frame, field by field. */
export function describeScan(bytes: Uint8Array): Described {
  const decoded = decodeScan(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields: [] };
  const { type, dataOffset, reserved, payload } = decoded.value;
  const name = typeNames[type] ?? 'unknown';
  const head = scanHead
    .describe(new ByteReader(bytes), 'head')
    .map((field) => (field.path === 'head.type' ? { ...field, text: `${field.text} (${name})` } : field));
  const fields = [...head, ...describePayload(decoded.value)];
  return { ok: true, value: { type, typeName: name, dataOffset, reserved, payload: formatHex(payload) }, fields };
}

function describePayload({ type, payload }: ScanFrame): Field[] {
  if (payload.length === 0) return [];
  if (type === frameTypes.command) {
    const command = decodePassThrough(payload);
    if (command.ok) return describeCommand(payload, command.value.wanted, command.value.command);
  }
  const confidence = type === frameTypes.reply || type === frameTypes.lockAnswer ? 'multi' : 'unknown';
  return [field('payload', 0, payload.length, showBytes(payload), confidence)];
}

function describeCommand(payload: Uint8Array, wanted: number, command: Uint8Array): Field[] {
  const fields = [
    field('command.length', 0, 4, String(command.length), 'multi'),
    field('command.wanted', 4, 4, String(wanted), 'multi'),
  ];
  if (command.length > 0) fields.push(field('command.bytes', 8, payload.length - 8, showCommand(command), 'multi'));
  return fields;
}

function showCommand(command: Uint8Array): string {
  const [first, second] = command;
  if (command.length === 2 && (first === ESC || first === FS) && second !== undefined)
    return `${first === ESC ? 'ESC' : 'FS'} ${String.fromCharCode(second)}`;
  return showBytes(command);
}

/** Printable bytes as text, padding aside; all else as hex. */
function showBytes(bytes: Uint8Array): string {
  const text = decodeText(bytes).replace(/\0+$/, '');
  return /^[\x20-\x7e]{4,}$/.test(text) ? text : formatHex(bytes);
}

function field(path: string, at: number, length: number, text: string, confidence: Confidence): Field {
  return { path, offset: HEAD_SIZE + at, length, text, confidence };
}

const ESC = 0x1b;
const FS = 0x1c;
const typeNames: Readonly<Record<number, string>> = {
  [frameTypes.welcome]: 'welcome',
  [frameTypes.lock]: 'lock',
  [frameTypes.lockAnswer]: 'lock answer',
  [frameTypes.unlock]: 'unlock',
  [frameTypes.unlockAnswer]: 'unlock answer',
  [frameTypes.command]: 'command passed through',
  [frameTypes.reply]: 'reply passed through',
  [frameTypes.event]: 'event',
  8704: 'stream settings',
  41472: 'stream data',
};
