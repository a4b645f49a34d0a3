import { type Dice, encodeText, Fault, formatHex } from '@quietport/core';
import { latin1 } from '../recording/bytes-of.ts';
import { lower, type Swap, swapsFor } from '../recording/disguise.ts';
import type { Personal } from '../recording/personal.ts';
import { changed } from '../recording/redact.ts';
import { magicOf, namesIn } from './names-in-bytes.ts';

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
  const found = messages.map((bytes) => namesIn(bytes).filter(({ value }) => value !== magic));
  // what has a form of its own is looked for everywhere, as bytes too
  const mine = distinct([...known, ...found.flat().filter(({ is }) => is !== 'text')]);
  const named = new Set(mine.map(keyOf));
  const words = found.map((row) => row.filter((one) => !named.has(keyOf(one))));
  const all = distinct(words.flat());
  let swaps = new Swaps(mine, all, dice);
  for (let tries = 0; ; tries++) {
    const made = messages.map((bytes, i) => changed(bytes, swaps.forMessage(words[i]!)));
    const leaks = leaksIn(messages, made, [...mine, ...all], swaps);
    if (leaks === 0) return { messages: made, replaced: countsOf(messages, [...mine, ...all]), magic };
    if (tries === MOST_TRIES) throw new Fault('observe/would-leak', { count: leaks });
    // chance has made a value anew
    swaps = new Swaps(mine, all, dice);
  }
}

/** The disguises of one dossier. */
class Swaps {
  readonly #everywhere: readonly Swap[];
  /** Each word's disguise, by the word as one sign a byte. */
  readonly #words = new Map<string, string>();
  readonly forms: ReadonlySet<string>;

  constructor(known: readonly Personal[], words: readonly Personal[], dice: Dice) {
    const mine = swapsFor(known, dice);
    const theirs = swapsFor(words, dice);
    for (const { from, to, anyCase } of theirs) if (anyCase) this.#words.set(from, to);
    this.#everywhere = [...mine, ...words.slice(0, MOST_EVERYWHERE).flatMap((word) => this.#formsOf(word))];
    this.forms = new Set([...mine, ...theirs].map(({ from }) => from));
  }

  /** Those of the message's own words and of all that is looked for everywhere, longest first. */
  forMessage(words: readonly Personal[]): readonly Swap[] {
    const all = [...this.#everywhere, ...words.flatMap((word) => this.#formsOf(word))];
    const once = new Map(all.map((swap) => [swap.from, swap]));
    return [...once.values()].sort((a, b) => b.from.length - a.from.length);
  }

  #formsOf({ value }: Personal): Swap[] {
    const bytes = encodeText(value);
    const from = lower(latin1(bytes));
    const to = this.#words.get(from);
    if (to === undefined) return [];
    const wide = (text: string) => [...text].join('\0');
    const hex = (text: string) => formatHex(Uint8Array.from(text, (sign) => sign.charCodeAt(0)));
    const hexFrom = formatHex(bytes);
    return [
      { from, to, anyCase: true },
      { from: wide(from), to: wide(to), anyCase: true },
      { from: hexFrom, to: hex(to), anyCase: true },
    ];
  }
}

/** Values that stand where they stood, and known ones that stand anywhere. */
function leaksIn(
  before: readonly Uint8Array[],
  after: readonly Uint8Array[],
  values: readonly Personal[],
  { forms }: Swaps,
): number {
  const texts = after.map((bytes, i) => [lower(latin1(before[i]!)), lower(latin1(bytes))] as const);
  return values.filter(({ value }) => {
    const text = lower(latin1(encodeText(value)));
    if (!forms.has(text)) return false;
    return texts.some(([was, is]) => {
      for (let at = is.indexOf(text); at >= 0; at = is.indexOf(text, at + 1))
        if (was.startsWith(text, at) || text.length >= TELLING) return true;
      return false;
    });
  }).length;
}

function countsOf(messages: readonly Uint8Array[], values: readonly Personal[]): Disguised['replaced'] {
  const texts = messages.map((bytes) => lower(latin1(bytes)));
  const counts = { text: 0, host: 0, mac: 0, address: 0, uuid: 0 };
  for (const { is, value } of values)
    if (texts.some((text) => text.includes(lower(latin1(encodeText(value)))))) counts[is]++;
  return counts;
}

function distinct(values: readonly Personal[]): readonly Personal[] {
  return [...new Map(values.map((one) => [keyOf(one), one])).values()];
}

function keyOf({ value }: Personal): string {
  return value.toLowerCase();
}

const MOST_TRIES = 8;
const MOST_EVERYWHERE = 400;
/** What is as long as this does not come about by chance. */
const TELLING = 6;
