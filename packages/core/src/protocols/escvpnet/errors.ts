/**
 * The codes of `ERR?` with the words of Epson's list of ESC/VP21 commands for projectors, as it is generally known (it was
 * not at hand). A code that is not here is shown as it came.
 */
const table: Readonly<Record<string, readonly [code: string, text: string]>> = {
  '01': ['fan-error', 'fan error'],
  '03': ['lamp-error', 'lamp failure at power on'],
  '04': ['temperature-error', 'high internal temperature'],
  '06': ['lamp-error', 'lamp error'],
  '07': ['cover-open', 'lamp cover open'],
};

/** What a code of two hex digits says; `undefined` where all is well. */
export function readError(value: string): { readonly code: string; readonly text: string } | undefined {
  if (/^0+$/.test(value)) return undefined;
  const row = table[value];
  const [code, text] = row ?? ['other-error', 'an error that is not on our list'];
  return { code, text: `${text} (ERR=${value})` };
}

/** The code for one of our words, for virtual devices. */
export function errorCode(words: readonly string[]): string {
  return Object.entries(table).find(([, [code]]) => words.includes(code))?.[0] ?? '00';
}
