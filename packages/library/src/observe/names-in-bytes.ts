import { classOfText, encodeText, parseIp, type TextRun, textRuns } from '@quietport/core';
import type { Personal } from '../recording/personal.ts';
import { everybodysWords } from './vocabulary.ts';

/** A value, and where in the bytes it stands. `wide`: in UTF-16. */
export interface NameAt extends Personal {
  readonly offset: number;
  readonly length: number;
  readonly wide: boolean;
}

/**
 * What in the texts of some bytes may name a person, a machine or a place. Nobody knows the protocol, so a word is a name
 * unless it is known to be none; what has the form of an address, a MAC or a UUID is taken as a whole.
 */
export function namesIn(bytes: Uint8Array): readonly NameAt[] {
  return textRuns(bytes, SHORTEST).flatMap((run) =>
    namesOf(run.text).map(({ is, value, at, said }) => {
      const wide = run.charset !== 'utf-8';
      const size = (text: string) => (wide ? 2 * text.length : encodeText(text).length);
      return { is, value, wide, offset: run.offset + size(run.text.slice(0, at)), length: size(said) };
    }),
  );
}

/** A short magic in front of every message is the protocol's, not somebody's. */
export function magicOf(messages: readonly Uint8Array[]): string | undefined {
  const texts = messages.map((bytes) => {
    const first: TextRun | undefined = textRuns(bytes.subarray(0, 64), 2)[0];
    return first?.offset === 0 && first.charset === 'utf-8' ? first.text : '';
  });
  const [magic = ''] = texts;
  return texts.length >= 2 && /^[A-Z0-9]{2,4}$/.test(magic) && texts.every((text) => text === magic)
    ? magic
    : undefined;
}

/** `said`: as it stands there. */
type NameOf = Personal & { readonly at: number; readonly said: string };

function namesOf(text: string): readonly NameOf[] {
  const found: NameOf[] = [];
  const rest = forms.reduce(
    (left, [is, form]) =>
      left.replace(form, (said: string, ...more: readonly unknown[]) => {
        const at = more.find((one) => typeof one === 'number') as number;
        const value = is === 'mac' ? said.toLowerCase().replaceAll('-', ':') : said;
        if (is !== 'address' || isSomebodys(value)) found.push({ is, value, at, said });
        return ' '.repeat(said.length);
      }),
    text,
  );
  for (const word of rest.matchAll(/[\p{L}\p{N}\p{M}]+/gu))
    if (isName(word[0])) found.push({ is: 'text', value: word[0], at: word.index, said: word[0] });
  return found;
}

/** Letters, or letters and digits, or a long number; and no word of everybody's. */
function isName(word: string): boolean {
  if (word.length < SHORTEST || everybodysWords.has(word.toLowerCase())) return false;
  return /^\d+$/.test(word) ? word.length >= LONG_NUMBER : true;
}

/** Loopback, groups and wildcards are the same everywhere. */
export function isSomebodys(address: string): boolean {
  if (parseIp(address) === undefined) return false;
  return !['loopback', 'multicast', 'broadcast', 'unspecified'].includes(classOfText(address) ?? '');
}

// a byte in front of a text may be a letter by chance, so no form asks for the beginning of a word
const forms: readonly (readonly [Personal['is'], RegExp])[] = [
  ['uuid', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi],
  ['mac', /[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}/gi],
  ['address', /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/g],
  ['address', /(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi],
];
const SHORTEST = 3;
const LONG_NUMBER = 5;
