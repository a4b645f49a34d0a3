/** How the bytes of a page become text. `wide`: two bytes a unit, behind a byte order mark. */
export interface PageText {
  readonly charset: string;
  readonly wide: boolean;
  decode(bytes: Uint8Array): string;
}

/**
 * The charset of a page: its byte order mark, then the Content-Type header, then a `meta` of its first kilobytes (WHATWG
 * HTML, section 13.2.3), and then what the bytes themselves allow. A declaration that the bytes contradict is passed
 * over: devices announce one charset and send another. Total: windows-1252 reads anything.
 */
export function pageText(bytes: Uint8Array, contentType = ''): PageText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return wide('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return wide('utf-16be');
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return lenient('utf-8');
  const head = latin1.decode(bytes.subarray(0, META_WITHIN));
  const declared = [
    /charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})/i.exec(contentType)?.[1],
    /<meta\b[^>]{0,400}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})/i.exec(head)?.[1],
  ];
  // a charset of one byte a letter reads everything, rightly or not: UTF-8 that fits is no accident
  for (const label of declared)
    if (label !== undefined && !oneByte.test(label) && fits(label, bytes)) return lenient(label);
  if (fits('utf-8', bytes)) return lenient('utf-8');
  for (const label of declared)
    if (label !== undefined && oneByte.test(label) && fits(label, bytes)) return lenient(label);
  return lenient('windows-1252');
}

function fits(label: string, bytes: Uint8Array): boolean {
  // these are no supersets of ASCII: the tags would not be found
  if (/^(utf-?16|utf-?32|ucs|csucs|unicode|iso-2022|csiso2022|hz-)/i.test(label)) return false;
  try {
    new TextDecoder(label, { fatal: true }).decode(bytes);
    return true;
  } catch {
    // an unknown label, or bytes that are not of that charset
    return false;
  }
}

function lenient(charset: string): PageText {
  const decoder = new TextDecoder(charset, { ignoreBOM: true });
  return { charset: charset.toLowerCase(), wide: false, decode: (part) => decoder.decode(part) };
}

function wide(charset: string): PageText {
  const decoder = new TextDecoder(charset, { ignoreBOM: true });
  return { charset, wide: true, decode: (part) => decoder.decode(part) };
}

const latin1 = new TextDecoder('latin1');
const META_WITHIN = 4_096;
const oneByte =
  /^(us-ascii|ascii|ansi|iso-?8859|latin|l\d$|windows-12|cp12|x-cp12|koi8|macintosh|mac|ibm|cp8|tis-620|windows-874)/i;
