import type { SupplyKind } from './supply.ts';

/** A supply's text, taken apart. */
export interface SupplyText {
  readonly name: string;
  readonly partNumber?: string;
  readonly serial?: string;
}

/**
 * Numbers that makers hang on the name. Quirks, each with the recording that shows it:
 * - `supply.xerox-pn-sn`: `Black Toner, PN 006R01509;SN48178080E0000481` (xerox.snmprec)
 * - `supply.samsung-serial`: `Black Toner Cartridge S/N:CRUM-` (samsungprinter_m4080fx.snmprec), and in IPP
 *   `Black Toner_S/N_:CRUM-230512A4EFE` (Xerox-B210-Printer.res)
 */
export function readSupplyText(text: string): SupplyText {
  const xerox = /^(.*?),?\s*PN\s?([^;]*);\s*SN\s?(.*)$/.exec(text);
  if (xerox !== null) return taken(text, xerox[1]!, xerox[2]!, xerox[3]!);
  const samsung = /^(.*?)[\s_]*S\/N_?:(.*)$/.exec(text);
  return samsung === null ? { name: text } : taken(text, samsung[1]!, '', samsung[2]!);
}

function taken(whole: string, name: string, partNumber: string, serial: string): SupplyText {
  const [part, number] = [partNumber.trim(), serial.trim()];
  return {
    name: name.trim() === '' ? whole : name.trim(),
    ...(isSomething(part) ? { partNumber: part } : {}),
    ...(isSomething(number) ? { serial: number } : {}),
  };
}

// "unknown" is none, and a cut serial number (`CRUM-`) is no number
function isSomething(text: string): boolean {
  return /\d/.test(text);
}

/** The kind by the words of the text, where the device gives no type (konica.snmprec, xerox.snmprec). */
export function kindInText(text: string): SupplyKind {
  return kindWords.find(([words]) => words.test(text))?.[1] ?? 'unknown';
}

/** The colour by the words of the text; `undefined` where it names none, or several. */
export function colourInText(text: string): string | undefined {
  const found = colourWords.filter(([words]) => words.test(text)).map(([, colour]) => colour);
  const [first] = found;
  if (first === undefined) return undefined;
  const shade = shadeWords.find(([words]) => words.test(text))?.[1];
  const plain = new Set(found);
  if (plain.size > 1) return undefined;
  return shade === undefined ? first : `${shade} ${first}`;
}

/** `#00FFFF` is cyan, `#101010` black; several joined are `cyan, magenta, yellow`; what is near no colour is none. */
export function colourOfValue(value: string): string | undefined {
  const parts = value.match(/#[0-9a-f]{6}/gi) ?? [];
  const names = parts.map(nearestColour);
  return names.length === 0 || names.includes(undefined) ? undefined : names.join(', ');
}

function nearestColour(hex: string): string | undefined {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
  let best: string | undefined;
  let least = NEAR;
  for (const [name, [x, y, z]] of values) {
    const distance = Math.hypot(r - x, g - y, b - z);
    if (distance < least) {
      best = name;
      least = distance;
    }
  }
  return best;
}

// waste first: "Waste Toner Container" is no toner; then what a cartridge's own text says before its contents
const kindWords: readonly (readonly [RegExp, SupplyKind])[] = [
  [/(waste|abfall|résidu|déchet|usat[oa]|residu|отработ|廢|废|廃|폐).*(toner|碳粉|トナー|тонер|토너)/i, 'waste-toner'],
  [/(toner|碳粉|トナー).*(waste|usato|recuper)/i, 'waste-toner'],
  [/(waste|abfall|résidu|déchet|usat[oa]|residu|отработ|廢|废|廃|폐).*(ink|tinte|encre|インク)/i, 'waste-ink'],
  [/waste|abfall|résidu|déchet|residu|отработ|廢|废|廃|폐|maintenance (box|cartridge)/i, 'waste'],
  [/developer/i, 'developer'],
  [/drum|photoconduct|imaging unit|ドラム/i, 'drum'],
  [/fus(er|ing)|fixier/i, 'fuser'],
  [/transfer|belt unit/i, 'transfer'],
  [/staple/i, 'staples'],
  [/toner|碳粉|トナー|тонер|토너/i, 'toner'],
  [/\bink\b|tinte|encre|インク/i, 'ink'],
  [/ribbon/i, 'ribbon'],
];
const colourWords: readonly (readonly [RegExp, string])[] = [
  [/\bblack\b|schwarz|\bnoir|\bnero\b|\bnegr[oa]\b|\bpreto\b|黑|黒|ブラック|ч[её]рн|^BK$|^K$/i, 'black'],
  [/\bcyan\b|青|シアン|голуб|^C$/i, 'cyan'],
  [/\bmagenta\b|洋紅|洋红|マゼンタ|пурпур|^M$/i, 'magenta'],
  [/\byellow\b|\bgelb|\bjaune|\bgiallo\b|\bamarillo\b|\bamarelo\b|黃|黄|イエロー|ж[её]лт|^Y$/i, 'yellow'],
  [/\bgr[ae]y\b|\bgrau\b/i, 'gray'],
  [/\bred\b|\brot\b/i, 'red'],
  [/\bgreen\b/i, 'green'],
  [/\bblue\b|\bblau\b/i, 'blue'],
  [/\borange\b/i, 'orange'],
  [/\bviolet\b/i, 'violet'],
  [/\bwhite\b|\bweiß/i, 'white'],
];
const shadeWords: readonly (readonly [RegExp, string])[] = [
  [/photo/i, 'photo'],
  [/matte/i, 'matte'],
  [/light/i, 'light'],
];
const values: readonly (readonly [string, readonly [number, number, number]])[] = [
  ['black', [0, 0, 0]],
  ['cyan', [0, 255, 255]],
  ['cyan', [57, 210, 231]],
  ['magenta', [255, 0, 255]],
  ['magenta', [217, 69, 221]],
  ['yellow', [255, 255, 0]],
  ['red', [255, 0, 0]],
  ['green', [0, 255, 0]],
  ['blue', [0, 0, 255]],
  ['gray', [128, 128, 128]],
  ['white', [255, 255, 255]],
  ['orange', [255, 165, 0]],
];
const NEAR = 70;
