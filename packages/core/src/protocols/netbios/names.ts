import { decodeText } from '../../bytes/text.ts';

/** A name without its padding: blanks by the standard, zeros by some. Control characters are no part of a name. */
export function nameText(bytes: Uint8Array): string {
  return decodeText(bytes)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}
