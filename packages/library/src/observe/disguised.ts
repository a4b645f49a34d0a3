import { type Dice, encodeText, equalBytes, Fault } from '@quietport/core';
import { latin1 } from '../recording/bytes-of.ts';
import { inCaseOf, lower, type Swap, swapsFor } from '../recording/disguise.ts';
import type { Personal } from '../recording/personal.ts';
import { changed } from '../recording/redact.ts';
import { magicOf, type NameAt, namesIn } from './names-in-bytes.ts';

/** The bytes as they may be published, as long as they were, and what was done to them. */
export interface Disguised {
  readonly messages: readonly Uint8Array[];
  /** Values that were found in the bytes, by their kind. */
  readonly replaced: Readonly<Record<Personal['is'], number>>;
  /** What was left as the protocol's own. */
  readonly magic: string | undefined;
}

/**
 * Puts every value that names somebody into disguise, the same one wherever it stands: as text in any case and in UTF-16,
 * in hex, in base64, as bytes. Words of unknown text count as names. Throws `observe/would-leak`.
 */
export function disguised(messages: readonly Uint8Array[], known: readonly Personal[], dice: Dice): Disguised {
  const magic = magicOf(messages);
  const before = messages.map((bytes) => lower(latin1(bytes)));
  const found = messages.map((bytes) => namesIn(bytes).filter(({ value }) => value !== magic));
  // what has a form of its own is looked for everywhere, as bytes too
  const formed = found.flat().filter(({ is }) => is !== 'text');
  const there = distinct([...known, ...formed])
    .map((one): Sought => ({ ...one, forms: swapsFor([one], dice).map(({ from }) => lower(from)) }))
    .filter(({ forms }) => forms.some((form) => before.some((text) => text.includes(form))));
  const named = new Set(there.map(keyOf));
  const words = found.map((row) => row.filter((one) => one.is === 'text' && !named.has(keyOf(one))));
  const spelt = distinct(words.flat()).map(
    (one): Sought => ({ ...one, forms: [lower(latin1(encodeText(one.value)))] }),
  );
  for (let tries = 0; ; tries++) {
    const swaps = new Swaps(there, spelt, dice);
    const made = messages.map((bytes, i) => swaps.apply(bytes, words[i]!));
    // chance may make a value anew: then all of them get another disguise
    const leaks = leaksIn(before, made, there) + unchangedIn(messages, made, words);
    if (leaks === 0) return { messages: made, replaced: countsOf([...there, ...spelt]), magic };
    if (tries === MOST_TRIES) throw new Fault('observe/would-leak', { count: leaks });
  }
}

/** The disguises of one dossier. */
class Swaps {
  readonly #everywhere: readonly Swap[];
  /** Each word's disguise, by the word as one sign a byte. */
  readonly #words: ReadonlyMap<string, string>;

  constructor(known: readonly Personal[], words: readonly Personal[], dice: Dice) {
    const theirs = swapsFor(words, dice).filter(({ anyCase }) => anyCase);
    this.#words = new Map(theirs.map(({ from, to }) => [from, to]));
    const often = new Set(
      words.slice(0, MOST_EVERYWHERE).flatMap((word) => swapsFor([word], dice).map(({ from }) => from)),
    );
    const all = [...swapsFor(known, dice), ...theirs.filter(({ from }) => often.has(from))];
    this.#everywhere = all.sort((a, b) => b.from.length - a.from.length);
  }

  /** What is looked for everywhere first; then each word of the message that still stands where it stood. */
  apply(bytes: Uint8Array, words: readonly NameAt[]): Uint8Array {
    const made = changed(bytes, this.#everywhere);
    for (const { value, offset, length, wide } of words) {
      const to = this.#words.get(lower(latin1(encodeText(value))));
      const there = made.subarray(offset, offset + length);
      if (to === undefined || !equalBytes(there, bytes.subarray(offset, offset + length))) continue;
      // the zeros of UTF-16 stay where they are
      const step = wide ? 2 : 1;
      const first = wide && there[0] === 0 ? 1 : 0;
      const same = inCaseOf(value, to);
      for (let i = 0; i < same.length && first + i * step < length; i++) there[first + i * step] = same.charCodeAt(i);
    }
    return made;
  }
}

/** A value, and every form in which a packet may hold it, in lower case. */
interface Sought extends Personal {
  readonly forms: readonly string[];
}

/** Values that are known, where they stood, and long ones anywhere. */
function leaksIn(before: readonly string[], after: readonly Uint8Array[], sought: readonly Sought[]): number {
  const texts = after.map((bytes, i) => [before[i]!, lower(latin1(bytes))] as const);
  const leaks = (form: string) =>
    texts.some(([was, is]) => {
      for (let at = is.indexOf(form); at >= 0; at = is.indexOf(form, at + 1))
        if (was.startsWith(form, at) || form.length >= TELLING) return true;
      return false;
    });
  return sought.filter(({ forms }) => forms.some(leaks)).length;
}

/** Words that stand where they stood. */
function unchangedIn(
  before: readonly Uint8Array[],
  after: readonly Uint8Array[],
  words: readonly (readonly NameAt[])[],
): number {
  return words.flatMap((row, i) =>
    row.filter(({ offset, length }) =>
      equalBytes(before[i]!.subarray(offset, offset + length), after[i]!.subarray(offset, offset + length)),
    ),
  ).length;
}

function countsOf(values: readonly Personal[]): Disguised['replaced'] {
  const counts = { text: 0, host: 0, mac: 0, address: 0, uuid: 0 };
  for (const { is } of values) counts[is]++;
  return counts;
}

function distinct(values: readonly Personal[]): readonly Personal[] {
  return [...new Map(values.map((one) => [keyOf(one), one])).values()];
}

function keyOf({ value }: Personal): string {
  return value.toLowerCase();
}

const MOST_TRIES = 8;
/** Beyond so many words each is changed where it stands as text, and not looked for in other forms. */
const MOST_EVERYWHERE = 200;
/** What is as long as this does not come about by chance. */
const TELLING = 6;
