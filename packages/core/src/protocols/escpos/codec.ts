import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import { DLE, type EscPosQuestion, encodeEscPosQuestion, GS, readEscPosQuestion } from '../../formats/escpos-status.ts';

/**
 * A dialogue: each question, and what answered it where something did. An answer does not name its question, so that
 * the two are kept side by side; the fixed bits of each tell them apart (section 1 of the protocols page).
 *
 *     10 04 n · 0xx1xx10            status, one byte
 *     1D 49 n · 5F text 00          identity, a block of text
 */
export type EscPosTurn =
  | { readonly asked: Extract<EscPosQuestion, { is: 'status' }>; readonly status?: number; readonly offset: number }
  | { readonly asked: Extract<EscPosQuestion, { is: 'identity' }>; readonly text?: string; readonly offset: number };

export function decodeEscPos(bytes: Uint8Array): Decoded<readonly EscPosTurn[]> {
  return decoding(bytes, (r) => {
    if (r.remaining === 0) throw new DecodeError('truncated', 0, 'question');
    const turns: EscPosTurn[] = [];
    while (r.remaining > 0) {
      if (turns.length >= MOST_TURNS) throw new DecodeError('too-large', r.offset, 'question');
      turns.push(readTurn(r));
    }
    return turns;
  });
}

export function encodeEscPos(turns: readonly EscPosTurn[]): Uint8Array<ArrayBuffer> {
  const w = new ByteWriter();
  for (const turn of turns) {
    w.octets(encodeEscPosQuestion(turn.asked));
    if ('status' in turn && turn.status !== undefined) w.u8(turn.status);
    if ('text' in turn && turn.text !== undefined) w.octets(encodeBlock(turn.text));
  }
  return w.finish();
}

/** A block as a printer sends it. */
export function encodeBlock(text: string): Uint8Array<ArrayBuffer> {
  const plain = encodeText(text.replace(/[^\x20-\x7e]/g, '?').slice(0, MOST_TEXT));
  return new ByteWriter(plain.length + 2).u8(HEADER).octets(plain).u8(0).finish();
}

/** What an answer's first bytes are on a stream: an answer, none yet, or nothing that any printer says. */
export type FirstAnswer<T> = { readonly value: T; readonly size: number } | 'more' | 'garbage';

/** The first answer to DLE EOT. What a printer says unasked before it (flow control, automatic status) is passed over. */
export function firstStatus(bytes: Uint8Array): FirstAnswer<number> {
  const at = unaskedSize(bytes);
  const status = bytes[at];
  if (status === undefined || isPartOfAsb(bytes, at)) return 'more';
  return isStatus(status) ? { value: status, size: at + 1 } : 'garbage';
}

/** The first answer to GS I. */
export function firstBlock(bytes: Uint8Array): FirstAnswer<Uint8Array> {
  const at = unaskedSize(bytes);
  if (at === bytes.length || isPartOfAsb(bytes, at)) return 'more';
  if (bytes[at] !== HEADER) return 'garbage';
  const end = bytes.indexOf(0, at);
  const text = bytes.subarray(at + 1, end < 0 ? bytes.length : end);
  if (text.length > MOST_TEXT || !isPlain(text)) return 'garbage';
  return end < 0 ? 'more' : { value: bytes.subarray(at, end + 1), size: end + 1 };
}

/** True where nothing is left over that could be taken for the answer to the next question. */
export function isQuiet(bytes: Uint8Array): boolean {
  const at = unaskedSize(bytes);
  return at === bytes.length || isPartOfAsb(bytes, at);
}

/** XON, XOFF, and automatic status: 0xx1xx00 and three bytes 0xx0xxxx. */
function unaskedSize(bytes: Uint8Array): number {
  let at = 0;
  for (;;) {
    const byte = bytes[at];
    if (byte === XON || byte === XOFF) at++;
    else if (isAsb(bytes.subarray(at, at + 4)) && at + 4 <= bytes.length) at += 4;
    else return at;
  }
}

function isPartOfAsb(bytes: Uint8Array, at: number): boolean {
  return at < bytes.length && bytes.length < at + 4 && isAsb(bytes.subarray(at));
}

/** Whether these bytes, four at most, are the beginning of an automatic status. */
function isAsb(bytes: Uint8Array): boolean {
  return bytes.every((byte, i) => (i === 0 ? (byte & 0x93) === 0x10 : (byte & 0x90) === 0));
}

function readTurn(r: ByteReader): EscPosTurn {
  const offset = r.offset;
  const head = r.octets(1, 'question')[0];
  if (head !== DLE && head !== GS) throw new DecodeError('bad-magic', offset, 'question');
  r.octets(2, 'question');
  const asked = readEscPosQuestion(r.bytes.subarray(offset, r.offset));
  if (asked === undefined) throw new DecodeError('bad-value', offset + 1, 'question');
  const next = r.bytes[r.offset];
  const unanswered = next === undefined || next === DLE || next === GS;
  if (asked.is === 'status') return unanswered ? { asked, offset } : { asked, status: readStatus(r), offset };
  return unanswered ? { asked, offset } : { asked, text: readBlock(r), offset };
}

function readStatus(r: ByteReader): number {
  const at = r.offset;
  const status = r.u8('status');
  if (!isStatus(status)) throw new DecodeError('bad-value', at, 'status');
  return status;
}

function readBlock(r: ByteReader): string {
  const at = r.offset;
  if (r.u8('block') !== HEADER) throw new DecodeError('bad-value', at, 'block');
  const end = r.bytes.indexOf(0, r.offset);
  if (end < 0) throw new DecodeError('truncated', r.limit, 'block');
  if (end - r.offset > MOST_TEXT) throw new DecodeError('too-large', at, 'block');
  const text = r.octets(end - r.offset, 'block');
  if (!isPlain(text)) throw new DecodeError('bad-value', at, 'block');
  r.u8('block');
  return decodeText(text);
}

/** 0xx1xx10 */
function isStatus(byte: number): boolean {
  return (byte & 0x93) === 0x12;
}

function isPlain(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 && byte <= 0x7e);
}

const HEADER = 0x5f;
const XON = 0x11;
const XOFF = 0x13;
// Epson's blocks hold 80 bytes at most
const MOST_TEXT = 80;
const MOST_TURNS = 64;
