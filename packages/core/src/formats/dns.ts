import type { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { type Decoded, DecodeError } from '../bytes/decode-error.ts';
import { decoding } from '../bytes/decoding.ts';
import type { Field } from '../bytes/field.ts';
import { asHex } from '../bytes/frame.ts';
import { type DnsData, dnsType, formatDnsType, type Mark, readData, writeData } from './dns-data.ts';
import { readName, writeName } from './dns-name.ts';

/** One DNS message (RFC 1035 section 4), with the two top bits that multicast DNS took from the class (RFC 6762). */
export interface DnsMessage {
  readonly id: number;
  readonly flags: number;
  readonly questions: readonly DnsQuestion[];
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
}

export interface DnsQuestion {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  /** A unicast answer is welcome (RFC 6762 section 5.4). */
  readonly unicast: boolean;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  /** Whatever else was known under this name and type is over (RFC 6762 section 10.2). */
  readonly flush: boolean;
  readonly ttlSeconds: number;
  readonly data: DnsData;
}

export const dnsFlags = { response: 0x8000, opcode: 0x7800, authoritative: 0x0400, truncated: 0x0200 } as const;
export const CLASS_IN = 1;
export const CLASS_ANY = 255;

export function decodeMessage(bytes: Uint8Array): Decoded<DnsMessage> {
  return decoding(bytes, (reader) => readMessage(reader, () => undefined));
}

/** The message and its fields; where it breaks off, the fields up to there. */
export function decodeWithFields(bytes: Uint8Array): {
  readonly decoded: Decoded<DnsMessage>;
  readonly fields: Field[];
} {
  const fields: Field[] = [];
  const decoded = decoding(bytes, (reader) =>
    readMessage(reader, (path, from, text) =>
      fields.push({ path, offset: from, length: reader.offset - from, text: text(), confidence: 'spec' }),
    ),
  );
  return { decoded, fields };
}

/** `shortSrv: false` leaves SRV targets whole, as legacy answers want it (RFC 6762 section 18.14). */
export function encodeMessage(
  message: DnsMessage,
  options: { readonly shortSrv?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(512);
  const seen = new Map<string, number>();
  const sections = [message.answers, message.authorities, message.additionals];
  writer.u16(message.id).u16(message.flags).u16(message.questions.length);
  for (const records of sections) writer.u16(records.length);
  for (const question of message.questions) {
    writeName(writer, question.name, seen);
    writer.u16(question.type).u16(question.class | (question.unicast ? TOP : 0));
  }
  for (const record of sections.flat()) {
    writeName(writer, record.name, seen);
    writer
      .u16(record.type)
      .u16(record.class | (record.flush ? TOP : 0))
      .u32(record.ttlSeconds);
    writer.prefixed16((w) => writeData(w, record.data, seen, options.shortSrv ?? true));
  }
  return writer.finish();
}

function readMessage(
  reader: ByteReader,
  note: (path: string, from: number, text: () => string) => unknown,
): DnsMessage {
  const head = (field: string, show: (value: number) => string = String) => {
    const value = reader.u16(field);
    note(field, reader.offset - 2, () => show(value));
    return value;
  };
  const id = head('id', asHex(4));
  const flags = head('flags', asHex(4));
  const counts = [head('questions'), head('answers'), head('authorities'), head('additionals')] as const;
  // The smallest question has 5 bytes, the smallest record 11: a promise that cannot be kept fails before any of it is read.
  if (5 * counts[0] + 11 * (counts[1] + counts[2] + counts[3]) > reader.remaining)
    throw new DecodeError('truncated', reader.limit, 'counts', 'more records promised than bytes are there');
  const questions = Array.from({ length: counts[0] }, (_, i) => readQuestion(reader, `question[${i}]`, note));
  const section = (name: 'answer' | 'authority' | 'additional', count: number) =>
    Array.from({ length: count }, (_, i) => readRecord(reader, `${name}[${i}]`, note));
  const answers = section('answer', counts[1]);
  const authorities = section('authority', counts[2]);
  const additionals = section('additional', counts[3]);
  reader.end('message');
  return { id, flags, questions, answers, authorities, additionals };
}

function readQuestion(reader: ByteReader, path: string, note: Note): DnsQuestion {
  const { name, type, class: bits } = readOwner(reader, path, note, 'QU');
  return { name, type, class: bits & ~TOP, unicast: (bits & TOP) !== 0 };
}

function readRecord(reader: ByteReader, path: string, note: Note): DnsRecord {
  const { name, type, class: bits } = readOwner(reader, path, note, 'cache-flush');
  const ttlSeconds = reader.u32(`${path}.ttl`);
  note(`${path}.ttl`, reader.offset - 4, () => `${ttlSeconds} s`);
  const length = reader.u16(`${path}.length`);
  note(`${path}.length`, reader.offset - 2, () => String(length));
  const inner = reader.slice(length, `${path}.data`);
  const end = reader.offset;
  const mark: Mark = (field, from, text) => {
    // The fields' end is told by the outer reader's offset: it follows the inner one while the data is read.
    reader.offset = inner.offset;
    note(field, from, text);
    reader.offset = end;
  };
  const data = readData(inner, type, path, mark);
  inner.end(`${path}.data`);
  return { name, type, class: bits & ~TOP, flush: (bits & TOP) !== 0, ttlSeconds, data };
}

function readOwner(
  reader: ByteReader,
  path: string,
  note: Note,
  top: string,
): { name: string; type: number; class: number } {
  const from = reader.offset;
  const name = readName(reader, `${path}.name`);
  note(`${path}.name`, from, () => (name === '' ? '.' : name));
  const type = reader.u16(`${path}.type`);
  note(`${path}.type`, reader.offset - 2, () => formatDnsType(type));
  const bits = reader.u16(`${path}.class`);
  const isOpt = type === dnsType.opt;
  note(`${path}.class`, reader.offset - 2, () => showClass(bits, isOpt ? '' : top));
  return { name, type, class: bits };
}

function showClass(bits: number, top: string): string {
  if (top === '') return String(bits);
  const name = (bits & ~TOP) === CLASS_IN ? 'IN' : String(bits & ~TOP);
  return bits & TOP ? `${name}, ${top}` : name;
}

type Note = (path: string, from: number, text: () => string) => unknown;

const TOP = 0x8000;
