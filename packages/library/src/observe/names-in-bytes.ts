import { classOfText, parseIp, type TextRun, textRuns } from '@quietport/core';
import type { Personal } from '../recording/personal.ts';
import { everybodysWords } from './vocabulary.ts';

/**
 * What in the texts of some bytes may name a person, a machine or a place. Nobody knows the protocol, so a word is a name
 * unless it is known to be none; what has the form of an address, a MAC or a UUID is taken as a whole.
 */
export function namesIn(bytes: Uint8Array): readonly Personal[] {
  return textRuns(bytes, SHORTEST).flatMap(namesOf);
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

function namesOf({ text }: TextRun): readonly Personal[] {
  const found: Personal[] = [];
  const taken = forms.reduce(
    (left, [is, form]) =>
      left.replace(form, (value) => {
        if (is !== 'address' || isSomebodys(value)) found.push({ is, value });
        return ' ';
      }),
    text,
  );
  for (const word of taken.split(/[^\p{L}\p{N}\p{M}]+/u)) if (isName(word)) found.push({ is: 'text', value: word });
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

const forms: readonly (readonly [Personal['is'], RegExp])[] = [
  ['uuid', /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi],
  ['mac', /\b[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}\b/gi],
  ['address', /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g],
  ['address', /(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi],
];
const SHORTEST = 3;
const LONG_NUMBER = 5;
