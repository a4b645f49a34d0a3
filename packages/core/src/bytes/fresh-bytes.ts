/**
 * So many octets, all zero, for a packet that is made, handed over and soon forgotten: cut from a larger piece, because
 * the language takes a microsecond for each piece of its own. Nobody else has them; as long as one packet of a piece is
 * held, all of it is, so what is kept is copied.
 */
export function freshBytes(length: number): Uint8Array {
  if (length > LARGE) return new Uint8Array(length);
  if (at + length > piece.length) {
    piece = new Uint8Array(PIECE);
    at = 0;
  }
  const bytes = piece.subarray(at, at + length);
  at += length;
  return bytes;
}

const PIECE = 16 * 1024;
const LARGE = 2 * 1024;
let piece = new Uint8Array(PIECE);
let at = 0;
