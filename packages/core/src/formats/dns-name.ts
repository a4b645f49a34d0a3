import { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { DecodeError } from '../bytes/decode-error.ts';
import { equalBytes } from '../bytes/hex.ts';
import { decodeText, encodeText } from '../bytes/text.ts';

/**
 * A domain name as one text, without the dot of the root (the root itself is ''). Labels of DNS-SD hold dots, blanks and
 * UTF-8: a dot or backslash inside a label has a backslash in front (RFC 6763 section 4.3), control characters and bytes
 * that are no UTF-8 are `\DDD` (RFC 1035 section 5.1). Nothing is lost: the text gives back the same bytes.
 *
 *     1 byte length (1..63) · label          until a zero byte, or
 *     11 + 14 bits offset                    of the rest, which stands earlier in the message (RFC 1035 section 4.1.4)
 */
export function readName(reader: ByteReader, field: string): string {
  const labels: string[] = [];
  let at = reader;
  let start = reader.offset;
  let size = 1;
  for (let jumps = 0; ; ) {
    const offset = at.offset;
    const length = at.u8(field);
    if (length === 0) return labels.join('.');
    if (length < 0x40) {
      size += 1 + length;
      if (size > MAX_NAME) throw new DecodeError('too-large', offset, field, 'longer than 255 bytes');
      labels.push(escapeLabel(at.octets(length, field)));
      continue;
    }
    if (length < 0xc0) throw new DecodeError('bad-value', offset, field, 'no such kind of label');
    const target = ((length & 0x3f) << 8) | at.u8(field);
    // Each jump must land before the piece that it leaves: so no chain of pointers can turn in a circle.
    if (target >= start || target < HEADER) throw new DecodeError('bad-pointer', offset, field);
    if (++jumps > MAX_JUMPS) throw new DecodeError('too-deep', offset, field);
    start = target;
    at = new ByteReader(reader.bytes, target);
  }
}

/** Writes a name. With `seen` (offset of each name already written) the longest known ending becomes a pointer. */
export function writeName(writer: ByteWriter, name: string, seen?: Map<string, number>): void {
  const labels = escapedLabels(name);
  let size = 1;
  for (const [i, label] of labels.entries()) {
    const rest = labels.slice(i).join('.');
    const known = seen?.get(rest);
    if (known !== undefined) {
      writer.u16(0xc000 | known);
      return;
    }
    if (writer.length < 0x4000) seen?.set(rest, writer.length);
    const bytes = unescapeLabel(label);
    size += 1 + bytes.length;
    if (bytes.length > 63 || size > MAX_NAME) throw new RangeError(`the name "${name}" is too long`);
    writer.u8(bytes.length).octets(bytes);
  }
  writer.u8(0);
}

/** The labels as people read them, without escapes. */
export function labelsOf(name: string): string[] {
  return escapedLabels(name).map((label) => (label.includes('\\') ? decodeText(unescapeLabel(label)) : label));
}

/** The name that has these labels, each as people write it. */
export function nameOf(labels: readonly string[]): string {
  return labels.map((label) => escapeLabel(encodeText(label))).join('.');
}

/** Names are equal when their keys are: upper and lower case of ASCII are the same (RFC 6762 section 16). */
export function nameKey(name: string): string {
  return name.replace(/[A-Z]+/g, (part) => part.toLowerCase());
}

function escapedLabels(name: string): string[] {
  if (name === '') return [];
  const labels = name.match(/(?:\\\d{3}|\\[^\d]|[^\\.])+/gs) ?? [];
  if (labels.join('.') !== name) throw new RangeError(`"${name}" is no domain name`);
  return labels;
}

function escapeLabel(bytes: Uint8Array): string {
  const plain = plainText(bytes);
  if (plain !== undefined) return plain;
  const text = decodeText(bytes);
  if (equalBytes(encodeText(text), bytes)) return escapeText(text);
  return Array.from(bytes, (byte) => (byte < 0x80 ? escapeText(String.fromCharCode(byte)) : decimal(byte))).join('');
}

/** Printable ASCII but for dot and backslash, in one go: most labels are nothing else. */
function plainText(bytes: Uint8Array): string | undefined {
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte < 0x20 || byte > 0x7e || byte === DOT || byte === BACKSLASH) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

function escapeText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
  return text.replace(/[\\.]/g, '\\$&').replace(/[\u0000-\u001f\u007f]/g, (char) => decimal(char.charCodeAt(0)));
}

function unescapeLabel(label: string): Uint8Array {
  if (!label.includes('\\')) return encodeText(label);
  const bytes: number[] = [];
  for (const part of label.match(/\\\d{3}|\\?[^\\]|\\\\/gsu) ?? []) {
    if (/^\\\d{3}$/.test(part)) bytes.push(Number(part.slice(1)) & 0xff);
    else bytes.push(...encodeText(part.startsWith('\\') ? part.slice(1) : part));
  }
  return Uint8Array.from(bytes);
}

function decimal(byte: number): string {
  return `\\${String(byte).padStart(3, '0')}`;
}

const DOT = 0x2e;
const BACKSLASH = 0x5c;
const HEADER = 12;
const MAX_NAME = 255;
const MAX_JUMPS = 64;
