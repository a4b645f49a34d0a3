import type { HeardBytes } from './hint.ts';

/** One message that came several times from one sender. */
export interface SameAgain {
  readonly messages: readonly number[];
  /** Between two of them, in milliseconds: the middle one, and how far the others lie from it at most. */
  readonly everyMs: number;
  readonly withinMs: number;
}

/** Messages that one sender said at least three times, byte for byte. */
export function sameAgain(messages: readonly HeardBytes[]): readonly SameAgain[] {
  const byBytes = new Map<string, number[]>();
  for (const [i, { from, bytes }] of messages.entries()) {
    if (bytes.length === 0 || bytes.length > LARGEST) continue;
    const key = `${from.transport} ${from.address} ${String.fromCharCode(...bytes)}`;
    const known = byBytes.get(key);
    if (known === undefined) byBytes.set(key, [i]);
    else known.push(i);
  }
  return [...byBytes.values()]
    .filter((places) => places.length >= 3)
    .map((places) => {
      const times = places.map((place) => messages[place]!.at);
      const gaps = times.slice(1).map((at, i) => at - times[i]!);
      const middle = [...gaps].sort((a, b) => a - b)[gaps.length >> 1]!;
      return { messages: places, everyMs: middle, withinMs: Math.max(...gaps.map((gap) => Math.abs(gap - middle))) };
    })
    .sort((a, b) => b.messages.length - a.messages.length);
}

/** The longest block of 8 bytes or more that stands in these bytes twice, without overlap; none of one or two values alone. */
export function repeatedBlock(
  bytes: Uint8Array,
): { readonly first: number; readonly again: number; readonly length: number } | undefined {
  const within = bytes.subarray(0, LARGEST);
  const places = new Map<string, number>();
  let best: { first: number; again: number; length: number } | undefined;
  for (let at = 0; at + BLOCK <= within.length; at++) {
    const block = within.subarray(at, at + BLOCK);
    if (new Set(block).size < 3) continue;
    const key = String.fromCharCode(...block);
    const first = places.get(key);
    if (first === undefined) {
      places.set(key, at);
      continue;
    }
    let length = BLOCK;
    while (first + length < at && at + length < within.length && within[first + length] === within[at + length])
      length++;
    if (first + BLOCK > at) continue;
    if (best === undefined || length > best.length) best = { first, again: at, length };
    // what lies inside of it is the same block again
    at += length - 1;
  }
  return best;
}

const BLOCK = 8;
const LARGEST = 16 * 1024;
