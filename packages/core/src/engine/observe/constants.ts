/** Bytes that are the same in every message. */
export interface Constant {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Runs of two bytes and more, within the first 64, that all messages share; none of zeros alone, and none of the same message. */
export function constantsOf(messages: readonly Uint8Array[]): readonly Constant[] {
  const [first, ...rest] = messages.filter((bytes) => bytes.length > 0).slice(0, MOST_MESSAGES);
  if (first === undefined || rest.length < 2) return [];
  const shortest = Math.min(first.length, ...rest.map((bytes) => bytes.length), WITHIN);
  const same = (at: number) => at < shortest && rest.every((bytes) => bytes[at] === first[at]);
  const varies = rest.some((bytes) => bytes.length !== first.length || bytes.some((byte, at) => byte !== first[at]));
  if (!varies) return [];
  const found: Constant[] = [];
  for (let at = 0; at < shortest; at++) {
    const start = at;
    while (same(at)) at++;
    const bytes = first.slice(start, at);
    if (bytes.length >= 2 && bytes.some((byte) => byte !== 0)) found.push({ offset: start, bytes });
  }
  return found;
}

const WITHIN = 64;
const MOST_MESSAGES = 256;
