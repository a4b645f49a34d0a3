import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { DecodeError } from '../bytes/decode-error.ts';

// ASN.1 basic encoding rules (X.690), as SNMP and certificates use them: tag · length · content, definite lengths.
// Reading allocates nothing but the value: positions are plain offsets into the whole packet.

/** Universal tags (X.690 8.x); `0x20` marks a constructed one. */
export const ber = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octets: 0x04,
  none: 0x05,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The tag's octets as one number: `0x30`, and `0x9f78` for a tag beyond 30 (X.690 8.1.2.4). `limit` ends the enclosing value. */
export function readBerTag(r: ByteReader, field: string, limit: number = r.limit): number {
  let tag = octetWithin(r, field, limit);
  if ((tag & 0x1f) !== 0x1f) return tag;
  for (let count = 0; count < maxTagOctets; count++) {
    const octet = octetWithin(r, field, limit);
    tag = tag * 256 + octet;
    if (octet < 0x80) return tag;
  }
  throw new DecodeError('too-large', r.offset, field);
}

/**
 * Reads a length and gives the offset behind the content; the reader stands at the content's first byte.
 * What does not fit into the packet is `truncated`, what fits there but not into the enclosing value is `bad-length`.
 */
export function readBerEnd(r: ByteReader, field: string, limit: number = r.limit): number {
  const at = r.offset;
  const first = octetWithin(r, field, limit);
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    // 0x80 is the indefinite form, which neither SNMP (RFC 3417, section 8) nor DER has
    if (count === 0 || count > 4) throw new DecodeError('bad-length', at, field);
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + octetWithin(r, field, limit);
  }
  const end = r.offset + length;
  if (end > r.limit) throw new DecodeError('truncated', r.limit, field);
  if (end > limit) throw new DecodeError('bad-length', at, field);
  return end;
}

/** Tag and length of a value that must have this tag; gives the offset behind it. */
export function enterBer(r: ByteReader, tag: number, field: string, limit: number = r.limit): number {
  const at = r.offset;
  if (readBerTag(r, field, limit) !== tag) throw new DecodeError('bad-value', at, field);
  return readBerEnd(r, field, limit);
}

/** Two's complement content up to `end` (X.690 8.3): a number, and a bigint only beyond the safe integers. At most 9 octets. */
export function readBerInteger(r: ByteReader, end: number, field: string): number | bigint {
  const length = end - r.offset;
  const { bytes, offset: at } = r;
  if (length < 1) throw new DecodeError('bad-length', at, field);
  if (length > 9) throw new DecodeError('too-large', at, field);
  r.offset = end;
  let value = (bytes[at]! << 24) >> 24;
  if (length <= 6) {
    for (let i = at + 1; i < end; i++) value = value * 256 + bytes[i]!;
    return value;
  }
  let large = BigInt(value);
  for (let i = at + 1; i < end; i++) large = large * 256n + BigInt(bytes[i]!);
  return large >= Number.MIN_SAFE_INTEGER && large <= Number.MAX_SAFE_INTEGER ? Number(large) : large;
}

/**
 * An object identifier's content up to `end` as dotted text (X.690 8.19). Bounded as in RFC 2578, 3.5: sub-identifiers
 * up to 2^32-1, at most 128 of them.
 */
export function readBerOid(r: ByteReader, end: number, field: string): string {
  const { bytes } = r;
  let at = r.offset;
  if (at >= end) throw new DecodeError('bad-length', at, field);
  let text = '';
  let count = 1;
  while (at < end) {
    const start = at;
    let octet = bytes[at++]!;
    let arc = octet;
    if (octet >= 0x80) {
      if (octet === 0x80) throw new DecodeError('bad-value', start, field);
      arc = octet & 0x7f;
      while (octet >= 0x80) {
        if (at >= end) throw new DecodeError('bad-value', start, field);
        octet = bytes[at++]!;
        arc = arc * 128 + (octet & 0x7f);
        if (arc > maxArc) throw new DecodeError('too-large', start, field);
      }
    }
    if (count === 1) text = firstArcs(arc);
    else text += arc < 256 ? dotted[arc]! : `.${arc}`;
    if (++count > maxArcs) throw new DecodeError('too-large', start, field);
  }
  r.offset = end;
  return text;
}

/** Begins a value whose length is not known yet; `closeBer` takes what this gives. */
export function openBer(w: ByteWriter, tag: number): number {
  writeTag(w, tag);
  w.u8(0);
  return w.length;
}

/** Ends the value begun at `start` and puts its length in front, in the shortest form. */
export function closeBer(w: ByteWriter, start: number): void {
  const length = w.length - start;
  if (length < 0x80) {
    w.patch8(start - 1, length);
    return;
  }
  const count = length < 0x100 ? 1 : length < 0x10000 ? 2 : length < 0x1000000 ? 3 : 4;
  w.widen(start, count);
  w.patch8(start - 1, 0x80 | count);
  for (let i = 0; i < count; i++) w.patch8(start + i, length >>> (8 * (count - 1 - i)));
}

export function writeBerOctets(w: ByteWriter, tag: number, content: Uint8Array): void {
  const start = openBer(w, tag);
  w.octets(content);
  closeBer(w, start);
}

/** An integer in the fewest octets. */
export function writeBerInteger(w: ByteWriter, tag: number, value: number | bigint): void {
  const start = openBer(w, tag);
  if (typeof value === 'bigint') writeLarge(w, value);
  else if (value >= -0x80 && value < 0x80) w.u8(value);
  else if (value >= -0x8000 && value < 0x8000) w.u16(value);
  else if (value >= -0x800000 && value < 0x800000) w.u8(value >> 16).u16(value);
  else if (value >= -0x80000000 && value < 0x80000000) w.u32(value);
  else writeLarge(w, BigInt(value));
  closeBer(w, start);
}

/** Dotted text (`1.3.6.1`) as an object identifier. Text that is none is the caller's mistake. */
export function writeBerOid(w: ByteWriter, tag: number, oid: string): void {
  const start = openBer(w, tag);
  let arc = 0;
  let digits = 0;
  let count = 0;
  let first = 0;
  for (let i = 0; i <= oid.length; i++) {
    const digit = i === oid.length ? -1 : oid.charCodeAt(i) - 0x30;
    if (digit >= 0 && digit <= 9) {
      arc = arc * 10 + digit;
      digits++;
      continue;
    }
    if (digits === 0 || (digit !== -1 && digit !== dot) || arc > maxArc) throw new RangeError(`"${oid}" is no OID`);
    count++;
    if (count === 1) first = arc;
    else if (count === 2) writeArc(w, joinArcs(first, arc, oid));
    else writeArc(w, arc);
    arc = 0;
    digits = 0;
  }
  if (count < 2 || count > maxArcs) throw new RangeError(`"${oid}" is no OID`);
  closeBer(w, start);
}

function octetWithin(r: ByteReader, field: string, limit: number): number {
  if (r.offset >= limit && limit < r.limit) throw new DecodeError('bad-length', r.offset, field);
  return r.u8(field);
}

// The first two arcs share one sub-identifier: 40 * first + second (X.690 8.19.4)
function firstArcs(joined: number): string {
  if (joined < 40) return `0.${joined}`;
  return joined < 80 ? `1.${joined - 40}` : `2.${joined - 80}`;
}

function joinArcs(first: number, second: number, oid: string): number {
  if (first > 2 || (first < 2 && second > 39) || second > maxArc - 80) throw new RangeError(`"${oid}" is no OID`);
  return first * 40 + second;
}

function writeArc(w: ByteWriter, arc: number): void {
  if (arc >= 0x80) {
    if (arc >= 0x4000) {
      if (arc >= 0x200000) {
        if (arc >= 0x10000000) w.u8(0x80 | (arc >>> 28));
        w.u8(0x80 | ((arc >>> 21) & 0x7f));
      }
      w.u8(0x80 | ((arc >>> 14) & 0x7f));
    }
    w.u8(0x80 | ((arc >>> 7) & 0x7f));
  }
  w.u8(arc & 0x7f);
}

function writeTag(w: ByteWriter, tag: number): void {
  if (tag > 0xff) writeTag(w, Math.floor(tag / 256));
  w.u8(tag & 0xff);
}

function writeLarge(w: ByteWriter, value: bigint): void {
  let count = 1;
  while (BigInt.asIntN(8 * count, value) !== value) count++;
  for (let i = count - 1; i >= 0; i--) w.u8(Number((value >> BigInt(8 * i)) & 0xffn));
}

const maxTagOctets = 3;
const maxArc = 0xffff_ffff;
const maxArcs = 128;
const dot = '.'.charCodeAt(0) - 0x30;
const dotted = Array.from({ length: 256 }, (_, arc) => `.${arc}`);
