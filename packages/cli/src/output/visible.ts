/**
 * Text that came from elsewhere, made safe to show: controls, bidi controls and other invisible format characters stand
 * as `\x1b` or `\u{202e}`, so that a device's name can neither steer the terminal nor pretend to be another text.
 */
export function visible(text: string): string {
  return plain.test(text) ? text : text.replace(hidden, escaped);
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!;
  const short = shorts[character];
  if (short !== undefined) return short;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

const shorts: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const plain = /^[ -~]*$/;
// Cc, lone surrogates, noncharacters' neighbours (Zl, Zp) and Cf; of Cf the joiners of emoji and scripts stay (U+200C, U+200D)
const hidden = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu;
