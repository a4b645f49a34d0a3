/** Shannon's entropy of the bytes' values, in bits a byte; `most` is what so few bytes could show at best. */
export function entropyOf(pieces: readonly Uint8Array[]): {
  readonly bits: number;
  readonly most: number;
  readonly bytes: number;
} {
  const counts = new Float64Array(256);
  let total = 0;
  for (const piece of pieces) {
    total += piece.length;
    for (const byte of piece) counts[byte]!++;
  }
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / total) * Math.log2(count / total);
  return { bits, most: total === 0 ? 0 : Math.min(8, Math.log2(total)), bytes: total };
}

/** What the entropy suggests; nothing where there are too few bytes for it to say anything. */
export function wordsOfEntropy({ bits, bytes }: ReturnType<typeof entropyOf>): string | undefined {
  if (bytes < ENOUGH) return undefined;
  if (bits > 8 - 1.5 * (255 / (2 * bytes * Math.LN2)) - 0.02) return 'as encrypted or compressed bytes have';
  return bits < 5 ? 'as text and tables have' : undefined;
}

// below it even bytes of pure chance show less than 7.8 bits
const ENOUGH = 1024;
