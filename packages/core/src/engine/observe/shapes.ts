import { ByteReader } from '../../bytes/byte-reader.ts';
import { DecodeError } from '../../bytes/decode-error.ts';
import { ber, readBerEnd, readBerTag } from '../../formats/ber.ts';

/** What a walk over nested items came to: nothing of it is kept but the count. */
export interface Shape {
  readonly items: number;
  /** Whether there is text in it. */
  readonly text: boolean;
}

/** Whether the bytes are one whole well-formed CBOR item (RFC 8949, section 3), a map or an array with something in it. */
export function cborShape(bytes: Uint8Array): Shape | undefined {
  const major = (bytes[0] ?? 0) >> 5;
  if (major !== 4 && major !== 5) return undefined;
  return walked(bytes, (r, count) => {
    const text = readCbor(r, count, 0);
    if (r.remaining > 0) throw new DecodeError('bad-length', r.offset, 'cbor');
    return text;
  });
}

/** Whether the bytes are one whole ASN.1 SEQUENCE of elements by the basic encoding rules (X.690), each within the other. */
export function berShape(bytes: Uint8Array): Shape | undefined {
  if (bytes[0] !== ber.sequence) return undefined;
  return walked(bytes, (r, count) => {
    readBer(r, r.limit, count, 0);
    return false;
  });
}

function walked(bytes: Uint8Array, walk: (r: ByteReader, count: () => void) => boolean): Shape | undefined {
  let items = 0;
  const count = () => {
    items++;
    if (items > MOST_ITEMS) throw new DecodeError('too-large', 0, 'items');
  };
  try {
    const text = walk(new ByteReader(bytes), count);
    return items > 1 ? { items, text } : undefined;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** True where it holds text. Definite lengths alone: what sends small messages knows them. */
function readCbor(r: ByteReader, count: () => void, depth: number): boolean {
  count();
  const at = r.offset;
  const head = r.u8('head');
  const [major, low] = [head >> 5, head & 0x1f];
  if (depth > DEEPEST) throw new DecodeError('too-deep', at, 'cbor');
  if (major === 7) {
    // simple values and floats; a break code ends nothing here
    if (low > 27) throw new DecodeError('bad-value', at, 'cbor');
    if (low >= 24) r.octets(2 ** (low - 24), 'value');
    return false;
  }
  const length = argument(r, low);
  if (major < 2) return false;
  if (major === 6) return readCbor(r, count, depth + 1);
  if (major <= 3) {
    const bytes = r.octets(length, 'string');
    if (major === 3 && !isUtf8(bytes)) throw new DecodeError('bad-value', at, 'cbor');
    return major === 3 && length > 0;
  }
  let text = false;
  for (let i = 0; i < (major === 5 ? 2 * length : length); i++) text = readCbor(r, count, depth + 1) || text;
  return text;
}

function argument(r: ByteReader, low: number): number {
  if (low < 24) return low;
  if (low === 24) return r.u8('argument');
  if (low === 25) return r.u16('argument');
  if (low === 26) return r.u32('argument');
  if (low === 27) return r.u32('argument') * 2 ** 32 + r.u32('argument');
  throw new DecodeError('bad-value', r.offset - 1, 'cbor');
}

function readBer(r: ByteReader, limit: number, count: () => void, depth: number): void {
  if (depth > DEEPEST) throw new DecodeError('too-deep', r.offset, 'ber');
  while (r.offset < limit) {
    count();
    const tag = readBerTag(r, 'tag', limit);
    const end = readBerEnd(r, 'length', limit);
    const constructed = tag < 0x100 ? (tag & 0x20) !== 0 : (tag >> 8) & 0x20;
    if (constructed) readBer(r, end, count, depth + 1);
    else r.octets(end - r.offset, 'value');
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const strict = new TextDecoder('utf-8', { fatal: true });
const DEEPEST = 32;
const MOST_ITEMS = 10_000;
