import { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import { encodeText } from '../../bytes/text.ts';

/** One field of a status block. A block that was cut may end inside the last one: its value is then shorter than `length`. */
export interface StatusField {
  readonly type: number;
  /** As declared. */
  readonly length: number;
  readonly value: Uint8Array;
  /** Of the type byte, in the bytes that were decoded. */
  readonly offset: number;
}

/** A status block. Values share memory with the packet. */
export interface StatusBlock {
  /** What stood before it: nothing, the 00 of the tunnel, frames of IEEE 1284.4. */
  readonly front: Uint8Array;
  /** Bytes that follow the head, as declared. */
  readonly declared: number;
  readonly fields: readonly StatusField[];
  /** Bytes behind the last field that are none: half a head, or what follows the block. */
  readonly rest: Uint8Array;
  /** True where the block ends before it should. */
  readonly truncated: boolean;
}

/** Where the block begins, or -1. */
export function findBlock(bytes: Uint8Array): number {
  return indexOf(bytes, MAGIC);
}

/**
 * `10 "@BDC ST2" CR LF · 2 length, low byte first · fields: 1 type · 1 length · value`. Bad copies and small buffers cut
 * blocks anywhere behind the head: what is there is read, and `truncated` says so.
 */
export function decodeBlock(bytes: Uint8Array): Decoded<StatusBlock> {
  return decoding(bytes, (r) => {
    const at = findBlock(bytes);
    if (at < 0) throw new DecodeError(endsInside(bytes) ? 'truncated' : 'bad-magic', r.offset, 'status.magic');
    r.offset = at + MAGIC.length;
    return readBlock(r, bytes.subarray(0, at));
  });
}

function readBlock(r: ByteReader, front: Uint8Array): StatusBlock {
  const declared = r.u16Le('status.length');
  const end = r.offset + declared;
  const inside = new ByteReader(r.bytes, r.offset, Math.min(end, r.bytes.length));
  const fields: StatusField[] = [];
  let cut = end > r.bytes.length;
  while (inside.remaining >= 2) {
    const offset = inside.offset;
    const type = inside.u8('status.type');
    const length = inside.u8('status.field-length');
    const value = inside.octets(Math.min(length, inside.remaining), 'status.value');
    cut ||= value.length < length;
    fields.push({ type, length, value, offset });
  }
  cut ||= inside.remaining > 0;
  return { front, declared, fields, rest: r.bytes.subarray(inside.offset), truncated: cut };
}

export function encodeBlock({ front, declared, fields, rest }: StatusBlock): Uint8Array {
  const w = new ByteWriter(front.length + declared + MAGIC.length + 2);
  w.octets(front).octets(MAGIC).u16Le(declared);
  for (const { type, length, value } of fields) w.u8(type).u8(length).octets(value);
  return w.octets(rest).finish();
}

/** A whole block of these fields, as a device sends it. */
export function blockOf(fields: readonly (readonly [type: number, value: readonly number[]])[]): Uint8Array {
  const list = fields.map(([type, value]) => ({
    type,
    length: value.length,
    value: Uint8Array.from(value),
    offset: 0,
  }));
  const declared = list.reduce((sum, { length }) => sum + 2 + length, 0);
  return encodeBlock({ front: none, declared, fields: list, rest: none, truncated: false });
}

/** True where the bytes may be the beginning of a block, or of the frames in front of one. */
function endsInside(bytes: Uint8Array): boolean {
  const bare = bytes[0] === 0 && (bytes.length === 1 || bytes[1] === MAGIC[0]) ? bytes.subarray(1) : bytes;
  if (bare.every((byte, i) => byte === MAGIC[i])) return true;
  // 1 socket · 1 socket · 2 length with these six bytes · 1 credit · 1 control (IEEE 1284.4); both sockets are one here
  let at = 0;
  while (at + 4 <= bytes.length) {
    const length = bytes[at + 2]! * 256 + bytes[at + 3]!;
    if (bytes[at] !== bytes[at + 1] || length < FRAME_HEAD) return false;
    // on socket 0 the channel itself is set up
    if (at + length > bytes.length)
      return bytes[at] === 0 || bytes.subarray(at + FRAME_HEAD).every((byte, i) => byte === MAGIC[i]);
    at += length;
  }
  return at > 0 || bytes.length < 4 ? bytes.subarray(at).every((byte, i) => i > 1 || byte <= LAST_SOCKET) : false;
}

function indexOf(bytes: Uint8Array, what: Uint8Array): number {
  for (let at = bytes.indexOf(what[0]!); at >= 0; at = bytes.indexOf(what[0]!, at + 1))
    if (what.every((byte, i) => bytes[at + i] === byte)) return at;
  return -1;
}

const MAGIC = encodeText('@BDC ST2\r\n');
const FRAME_HEAD = 6;
// the sockets that printers answer on; 40 hex is the second of transactions
const LAST_SOCKET = 0x40;
const none = new Uint8Array(0);
