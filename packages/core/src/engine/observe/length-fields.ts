import { leastByteOf, type Numeral, numeralsWithin, orderWords, valueAt } from './numeral.ts';
import type { TextRun } from './text-runs.ts';

/** A number that goes with the length of its message. */
export interface LengthField {
  readonly at: Numeral;
  /** The widths that fit as well: zeros in front of a number may be its own. */
  readonly widths: readonly number[];
  readonly counts: 'rest' | 'whole' | 'from-itself' | 'all-but';
  /** Bytes of the message that it does not count. */
  readonly uncounted: number;
  /** Of so many different lengths. */
  readonly lengths: number;
}

/**
 * Numbers in the first 64 bytes that grow byte for byte with their messages, over at least two different lengths. With
 * two lengths chance does the like too often, so there they must count just the rest, the whole or from themselves on.
 */
export function lengthFields(messages: readonly Uint8Array[]): readonly LengthField[] {
  const chosen = someOfEachLength(messages);
  const lengths = new Set(chosen.map((bytes) => bytes.length)).size;
  if (lengths < 2) return [];
  const shortest = Math.min(...chosen.map((bytes) => bytes.length));
  const found = new Map<string, LengthField>();
  for (const at of numeralsWithin(Math.min(shortest, WITHIN))) {
    const uncounted = chosen[0]!.length - valueAt(chosen[0]!, at);
    if (uncounted < 0 || !chosen.every((bytes) => bytes.length - valueAt(bytes, at) === uncounted)) continue;
    const counts = whatIsCounted(at, uncounted);
    if (counts === 'all-but' && (lengths < 3 || uncounted > shortest)) continue;
    const key = `${leastByteOf(at)} ${uncounted}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { at, widths: [at.width], counts, uncounted, lengths });
    else {
      const better =
        known.counts === 'all-but' && counts !== 'all-but'
          ? at
          : known.at.width === 1 && at.width === 2
            ? at
            : known.at;
      const said = known.counts === 'all-but' ? counts : known.counts;
      found.set(key, { ...known, at: better, counts: said, widths: [...new Set([...known.widths, at.width])] });
    }
  }
  return [...found.values()];
}

function whatIsCounted({ offset, width }: Numeral, uncounted: number): LengthField['counts'] {
  if (uncounted === offset + width) return 'rest';
  if (uncounted === 0) return 'whole';
  return uncounted === offset ? 'from-itself' : 'all-but';
}

/** What it is in words. */
export function lengthText({ at, widths, counts, uncounted }: LengthField): string {
  const counted = {
    rest: 'the bytes behind it',
    whole: 'the whole message',
    'from-itself': 'the bytes from itself on',
    'all-but': `all but ${uncounted} bytes of the message`,
  }[counts];
  const order = at.width === 1 ? '' : `, ${orderWords[at.order]}`;
  const others = widths.filter((width) => width !== at.width);
  const wide = others.length === 0 ? '' : ` (or ${others.join(' or ')}: what is in front is zero)`;
  return `a length at ${at.offset}, ${at.width} ${at.width === 1 ? 'byte' : 'bytes'} wide${wide}${order}, that counts ${counted}`;
}

/** A number in front of a text that counts the text's bytes. */
export function prefixOf(bytes: Uint8Array, { offset, length }: TextRun): Numeral | undefined {
  for (const [width, order] of prefixes) {
    const at: Numeral = { offset: offset - width, width, order };
    if (at.offset >= 0 && valueAt(bytes, at) === length) return at;
  }
  return undefined;
}

function someOfEachLength(messages: readonly Uint8Array[]): readonly Uint8Array[] {
  const taken = new Map<number, number>();
  const chosen: Uint8Array[] = [];
  for (const bytes of messages) {
    const before = taken.get(bytes.length) ?? 0;
    if (bytes.length === 0 || before >= OF_EACH || chosen.length >= MOST_MESSAGES) continue;
    taken.set(bytes.length, before + 1);
    chosen.push(bytes);
  }
  return chosen;
}

const prefixes = [
  [4, 'be'],
  [4, 'le'],
  [2, 'be'],
  [2, 'le'],
  [1, 'be'],
] as const;
const WITHIN = 64;
const OF_EACH = 4;
const MOST_MESSAGES = 64;
