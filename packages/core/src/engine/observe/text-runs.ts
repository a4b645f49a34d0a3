import { decodeText } from '../../bytes/text.ts';

/** Text that stands in bytes. `length` counts bytes. */
export interface TextRun {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
  readonly charset: 'utf-8' | 'utf-16le' | 'utf-16be';
}

/** Runs of at least `least` printable characters in UTF-8 (ASCII among it) and in UTF-16 of Latin letters. Linear. */
export function textRuns(bytes: Uint8Array, least = 4): readonly TextRun[] {
  const runs: TextRun[] = [];
  for (let at = 0; at < bytes.length; ) {
    const narrow = narrowRun(bytes, at);
    const wide = narrow.signs >= least ? undefined : wideRun(bytes, at);
    // a length in front of a text may be a printable byte itself
    if (narrow.signs > least && bytes[at] === narrow.length - 1) at++;
    else if (narrow.signs >= least) {
      const text = decodeText(bytes.subarray(at, at + narrow.length));
      runs.push({ offset: at, length: narrow.length, text, charset: 'utf-8' });
      at += narrow.length;
    } else if (wide !== undefined && wide.length >= 2 * least) {
      runs.push(wide);
      at += wide.length;
    } else at++;
  }
  return runs;
}

function narrowRun(bytes: Uint8Array, start: number): { readonly signs: number; readonly length: number } {
  let [at, signs] = [start, 0];
  for (;;) {
    const size = signAt(bytes, at);
    if (size === 0) return { signs, length: at - start };
    at += size;
    signs++;
  }
}

/** How many bytes the printable character there has; 0 where there is none. RFC 3629, section 4. */
function signAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return isPrintable(first) ? 1 : 0;
  const size =
    first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  if (size === 0 || at + size > bytes.length) return 0;
  for (let i = 1; i < size; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  // overlong forms, surrogates, what is beyond Unicode, and the controls of Latin-1
  const second = bytes[at + 1]!;
  if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second >= 0xa0)) return 0;
  if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second >= 0x90)) return 0;
  return first === 0xc2 && second < 0xa0 ? 0 : size;
}

function wideRun(bytes: Uint8Array, start: number): TextRun | undefined {
  const charset = bytes[start] === 0 ? 'utf-16be' : 'utf-16le';
  const [high, low] = charset === 'utf-16be' ? [0, 1] : [1, 0];
  let text = '';
  let at = start;
  for (; at + 1 < bytes.length; at += 2) {
    const sign = bytes[at + low]!;
    if (bytes[at + high] !== 0 || !(isPrintable(sign) || (at > start && sign >= 0xa0))) break;
    text += String.fromCharCode(sign);
  }
  return text === '' ? undefined : { offset: start, length: at - start, text, charset };
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09;
}
