import type { DeviceId } from '../../model/device.ts';

/**
 * A new id: 8 characters made of a key, so that the same device gets the same id in another inventory. The first one
 * is a letter, so that an id never reads as a number. Where the id is taken, the next one of the same key is tried.
 */
export function mintId(key: string, taken: ReadonlySet<DeviceId>): DeviceId {
  for (let attempt = 1; ; attempt++) {
    const id = textOfHash(attempt === 1 ? key : `${key}#${attempt}`);
    if (!taken.has(id)) return id;
  }
}

function textOfHash(key: string): string {
  const [high, low] = [hash(key, 0x9e3779b9), hash(key, 0x85ebca6b)];
  let text = alphabet[high % 26]!;
  for (let i = 1; i < 4; i++) text += alphabet[(high >>> (5 * i)) & 31]!;
  for (let i = 0; i < 4; i++) text += alphabet[(low >>> (5 * i)) & 31]!;
  return text;
}

/** 32 bits: FNV-1a over UTF-16 code units, then the final mix of MurmurHash3, so that like keys give unlike ids. */
function hash(text: string, seed: number): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

// RFC 4648 section 6 in lower case: no 0, 1, 8, 9 that read like letters
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
