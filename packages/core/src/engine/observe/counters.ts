import type { Millis } from '../../model/observation.ts';
import { leastByteOf, type Numeral, numeralsWithin, orderWords, valueAt } from './numeral.ts';

/** A number that changes with the time: message by message, or as a clock does. */
export interface Rising {
  readonly at: Numeral;
  readonly is: 'counter' | 'rising' | 'unix-time';
  /** Of a counter. */
  readonly step: number;
  readonly messages: number;
}

interface Timed {
  readonly at: Millis;
  readonly bytes: Uint8Array;
}

/** Numbers in the first 64 bytes of one sender's messages (in order of time) that count up, rise, or are the time of day. */
export function risingNumbers(messages: readonly Timed[]): readonly Rising[] {
  const chosen = messages.filter(({ bytes }) => bytes.length > 0).slice(0, MOST_MESSAGES);
  if (chosen.length < LEAST) return [];
  const shortest = Math.min(...chosen.map(({ bytes }) => bytes.length), WITHIN);
  const found = new Map<number, Rising>();
  for (const at of numeralsWithin(shortest)) {
    const values = chosen.map(({ bytes }) => valueAt(bytes, at));
    const rising = risingOf(at, values, chosen);
    if (rising === undefined) continue;
    const place = leastByteOf(at);
    const known = found.get(place);
    if (known === undefined || isBetter(rising, known)) found.set(place, rising);
  }
  return withoutHigherBytes([...found.values()]);
}

function risingOf(at: Numeral, values: readonly number[], messages: readonly Timed[]): Rising | undefined {
  const count = messages.length;
  if (at.width === 4 && values.every((value, i) => Math.abs(value - messages[i]!.at / 1000) < ONE_DAY_SECONDS))
    return { at, is: 'unix-time', step: 0, messages: count };
  // a first byte that always is the same and not zero is another field, or cannot be told from one
  const top = messages.map(({ bytes }) => bytes[at.order === 'be' ? at.offset : at.offset + at.width - 1]);
  if (at.width > 1 && top[0] !== 0 && top.every((byte) => byte === top[0])) return undefined;
  const size = 256 ** at.width;
  const steps = values.slice(1).map((value, i) => (value - values[i]! + size) % size);
  const step = steps[0]!;
  if (step > 0 && step <= MOST_STEP && steps.every((one) => one === step))
    return { at, is: 'counter', step, messages: count };
  const rises = values.slice(1).every((value, i) => value > values[i]!);
  // five numbers of chance stand in order once in 120 times, and there are many places
  return rises && count >= LEAST_RISING ? { at, is: 'rising', step: 0, messages: count } : undefined;
}

/** A clock is more than a counter, a counter more than what only rises; then the wider one. */
function isBetter(one: Rising, known: Rising): boolean {
  const rank = { 'unix-time': 2, counter: 1, rising: 0 } as const;
  return rank[one.is] === rank[known.is] ? one.at.width > known.at.width : rank[one.is] > rank[known.is];
}

/** What rises because its lower byte is another's higher one is the same number again. */
function withoutHigherBytes(all: readonly Rising[]): readonly Rising[] {
  const covers = ({ at }: Rising, place: number) => place >= at.offset && place < at.offset + at.width;
  return all.filter(
    (one) =>
      one.is !== 'rising' ||
      !all.some((other) => other !== one && other.at.width >= one.at.width && covers(other, leastByteOf(one.at))),
  );
}

export function risingText({ at, is, step }: Rising): string {
  const order = at.width === 1 ? '' : `, ${orderWords[at.order]}`;
  const where = `at ${at.offset}, ${at.width === 1 ? 'at least 1 byte' : `${at.width} bytes`} wide${order}`;
  if (is === 'unix-time') return `the time ${where}: seconds since 1970`;
  return is === 'counter' ? `a counter ${where}, that goes up by ${step}` : `a number ${where}, that rises`;
}

const LEAST = 4;
const LEAST_RISING = 7;
const MOST_STEP = 16;
const MOST_MESSAGES = 64;
const WITHIN = 64;
const ONE_DAY_SECONDS = 86_400;
