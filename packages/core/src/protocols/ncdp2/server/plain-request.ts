import { HEAD_SIZE } from '../codec.ts';
import type { Request } from './request.ts';

/**
 * The request that finders send, read by hand: a token, a version below 24, padding, nothing else. Anything else,
 * malformed or not, is `undefined` and the codec's to judge: it says the same of this form (the tests hold both
 * together), at several times the cost.
 */
export function readPlainRequest(bytes: Uint8Array): Request | undefined {
  const letter = letters.get(bytes[LETTER_AT] ?? 0);
  if (letter === undefined || bytes.length < SHORTEST) return undefined;
  for (let i = 0; i < LETTER_AT; i++) if (bytes[i] !== MAGIC[i]) return undefined;
  if (bytes.length !== HEAD_SIZE + two(bytes, HEAD_SIZE - 2)) return undefined;
  const keys = bytes[HEAD_SIZE]! - MAP;
  const tokenSize = bytes[HEAD_SIZE + 2]! - BYTES;
  if ((keys !== 2 && keys !== 3) || bytes[HEAD_SIZE + 1] !== 0 || tokenSize < 1 || tokenSize > 8) return undefined;
  const tokenAt = HEAD_SIZE + 3;
  const at = tokenAt + tokenSize;
  const version = bytes[at + 1] ?? MOST_SHORT;
  if (bytes[at] !== 1 || version >= MOST_SHORT) return undefined;
  const end = keys === 2 ? at + 2 : endOfPadding(bytes, at + 2);
  if (end !== bytes.length) return undefined;
  return {
    letter,
    deviceType: bytes[LETTER_AT + 1]!,
    deviceNumber: bytes[LETTER_AT + 2]!,
    function: two(bytes, LETTER_AT + 3),
    result: two(bytes, LETTER_AT + 5),
    token: bytes.slice(tokenAt, at),
    version,
    size: bytes.length,
  };
}

/** Key 2 and a byte string whose length is in its shortest form. */
function endOfPadding(bytes: Uint8Array, at: number): number | undefined {
  if (bytes[at] !== 2) return undefined;
  const first = (bytes[at + 1] ?? 0) - BYTES;
  if (first >= 0 && first < MOST_SHORT) return at + 2 + first;
  if (first === ONE_BYTE) return bytes[at + 2]! < MOST_SHORT ? undefined : at + 3 + bytes[at + 2]!;
  return first === TWO_BYTES && bytes[at + 2]! > 0 ? at + 4 + two(bytes, at + 2) : undefined;
}

function two(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

const MAGIC = [0x4e, 0x43, 0x44, 0x50, 0x32] as const;
const LETTER_AT = MAGIC.length;
// head, map, key and token of one byte, key and version
const SHORTEST = HEAD_SIZE + 6;
const letters: ReadonlyMap<number, Request['letter']> = new Map([
  [0x50, 'P'],
  [0x51, 'Q'],
  [0x43, 'C'],
  [0x53, 'S'],
]);
// RFC 8949 section 3: major types 5 and 2; a value below 24 stands in the first byte, 24 and 25 say how many follow
const MAP = 0xa0;
const BYTES = 0x40;
const MOST_SHORT = 24;
const ONE_BYTE = 24;
const TWO_BYTES = 25;
