import { decodeText } from '../bytes/text.ts';

/**
 * Text in a character set by its number at IANA, as prtLocalizationCharacterSet names it (RFC 3805): strict UTF-8 first,
 * for wrong numbers are common, then the announced set, then Latin-1, which reads anything. Trailing zeros are padding.
 */
export function decodeIn(bytes: Uint8Array, charset: number | undefined): string {
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  const label = charset === undefined ? undefined : labels[charset];
  // in UTF-16, plain letters are valid UTF-8 with zeros between them
  if (label !== undefined && wide.test(label)) {
    const text = bytes.length % 2 === 0 ? read(label, bytes) : undefined;
    if (text !== undefined && isForeign(bytes)) return text.replace(/\0+$/, '');
  }
  const bare = bytes.subarray(0, end);
  if (!isForeign(bare) || label === undefined) return charset === ROMAN_8 ? roman8(bare) : decodeText(bare);
  return read(label, bare) ?? decodeText(bare);
}

/** True where bytes are no UTF-8 text: whoever wants to read them must know their set. */
export function isForeign(bytes: Uint8Array): boolean {
  let plain = true;
  for (let i = 0; plain && i < bytes.length; i++) plain = bytes[i]! !== 0 && bytes[i]! < 0x80;
  // nearly all are
  if (plain) return false;
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  const bare = bytes.subarray(0, end);
  return bare.includes(0) || (bare.some((byte) => byte >= 0x80) && read('utf-8', bare) === undefined);
}

function read(label: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // the bytes are not of that set, or nobody here can read it
    return undefined;
  }
}

function roman8(bytes: Uint8Array): string {
  if (!isForeign(bytes)) return decodeText(bytes);
  return Array.from(bytes, (byte) => (byte < ROMAN_FROM ? String.fromCharCode(byte) : ROMAN[byte - ROMAN_FROM])).join(
    '',
  );
}

// MIBenum at IANA to the label of the WHATWG; 3 is ASCII, of which Latin-1 is a superset
const labels: Readonly<Record<number, string>> = {
  3: 'windows-1252',
  4: 'windows-1252',
  5: 'iso-8859-2',
  6: 'iso-8859-3',
  7: 'iso-8859-4',
  8: 'iso-8859-5',
  9: 'iso-8859-6',
  10: 'iso-8859-7',
  11: 'iso-8859-8',
  12: 'windows-1254',
  17: 'shift_jis',
  18: 'euc-jp',
  38: 'euc-kr',
  106: 'utf-8',
  113: 'gbk',
  1013: 'utf-16be',
  1014: 'utf-16le',
  1015: 'utf-16be',
  1000: 'utf-16be',
  2024: 'shift_jis',
  2025: 'gbk',
  2026: 'big5',
  2084: 'koi8-r',
  2250: 'windows-1250',
  2251: 'windows-1251',
  2252: 'windows-1252',
  2253: 'windows-1253',
  2254: 'windows-1254',
};
const wide = /^utf-16/;
/** HP Roman-8 from A0 hex on; what is below is ASCII. */
const ROMAN_8 = 2004;
const ROMAN_FROM = 0xa0;
const ROMAN = [
  ...'\u00a0ÀÂÈÊËÎÏ´ˋˆ¨˜ÙÛ₤¯Ýý°ÇçÑñ¡¿¤£¥§ƒ¢âêôûáéóúàèòùäëöüÅîØÆåíøæÄìÖÜÉïßÔÁÃãÐðÍÌÓÒÕõŠšÚŸÿÞþ·µ¶¾—¼½ªº«■»±',
  '\ufffd',
];
