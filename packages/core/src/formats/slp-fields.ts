import type { Field } from '../bytes/field.ts';
import { formatHex } from '../bytes/hex.ts';
import { decodeText } from '../bytes/text.ts';
import { type SlpMessage, type SlpPart, slpFunctions } from './slp.ts';

/** One message, field by field. `bytes` are those that it was decoded from. */
export function slpFields(message: SlpMessage, bytes: Uint8Array): readonly Field[] {
  const head = (path: string, offset: number, length: number, text: string): Field => {
    return { path: `head.${path}`, offset, length, text, confidence: 'spec' };
  };
  const first = message.parts[0]?.offset ?? bytes.length;
  const rows: Field[] = [
    head('version', 0, 1, '2'),
    head('function', 1, 1, `${message.function} (${functionName(message)})`),
    head('length', 2, 3, String(bytes.length)),
    head('flags', 5, 2, `0x${message.flags.toString(16).padStart(4, '0')}`),
    head('extension', 7, 3, String(message.extension)),
    head('xid', 10, 2, String(message.xid)),
    head('language', 12, first - 12, message.language),
  ];
  return [...rows, ...message.parts.map(fieldOf)];
}

/** The same as plain JSON. */
export function slpValue(message: SlpMessage): object {
  const body = Object.fromEntries(message.parts.map((part) => [part.path, shown(part)]));
  const { flags, xid, language } = message;
  return { function: functionName(message), flags, xid, language, ...body };
}

function fieldOf(part: SlpPart): Field {
  const length = part.bytes.length + (part.kind === 'text' ? 2 : 0);
  return { path: part.path, offset: part.offset, length, text: String(shown(part)), confidence: 'spec' };
}

function shown({ kind, bytes }: SlpPart): string | number {
  if (kind === 'text') return decodeText(bytes);
  return kind === 'octets' ? formatHex(bytes) : bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

function functionName(message: SlpMessage): string {
  return Object.entries(slpFunctions).find(([, value]) => value === message.function)?.[0] ?? 'unknown';
}
