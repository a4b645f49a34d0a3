/**
 * A text of a device as the value of a label: without control characters, not endless, and nothing at all where it holds
 * an address. Labels are copied into databases that others read.
 */
export function labelText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  return HOLDS_ADDRESS.test(plain) ? '' : [...plain.slice(0, 2 * MOST)].slice(0, MOST).join('');
}

const MOST = 100;
// IPv4; a MAC or an EUI-64 with separators; IPv6 with `::` or with at least five groups
const HOLDS_ADDRESS =
  /\b\d{1,3}(?:[.-]\d{1,3}){3}\b|\b[\da-f]{2}(?:[:-][\da-f]{2}){5,7}\b|\b[\da-f]{1,4}(?::[\da-f]{1,4}){4,7}\b|(?:^|[^:])::(?:[^:]|$)/i;
