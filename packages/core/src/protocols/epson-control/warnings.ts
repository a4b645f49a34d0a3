import type { Ink } from './status.ts';
import { inkColours } from './status-words.ts';

/** One byte of field 04. `reason` is a word of RFC 8011 (5.4.12), without its severity. */
export interface Warning {
  readonly text: string;
  readonly reason?: string;
  readonly alert: string;
}

/**
 * Three ranges name a cartridge by its place among the inks, where the colours of a unified one count once; no number
 * stands for a fixed colour.
 */
export function readWarning(code: number, inks: readonly Ink[]): Warning {
  for (const [from, to, text] of inkRanges) {
    if (code < from || code > to) continue;
    const colours = cartridges(inks)[code - from];
    const which = colours === undefined ? `cartridge ${code - from + 1}` : colours.join(', ');
    return { text: `${text}: ${which}`, reason: 'marker-supply-low', alert: 'marker-ink-almost-empty' };
  }
  return single[code] ?? { text: `warning ${code.toString(16).padStart(2, '0')}`, alert: 'other' };
}

/** Colours by cartridge, in the order of the entries. */
function cartridges(inks: readonly Ink[]): string[][] {
  const found: { readonly kind: number; readonly colours: string[] }[] = [];
  for (const { cartridge, colour } of inks) {
    const name = inkColours[colour] ?? `colour ${colour}`;
    const unified = cartridge >= UNIFIED ? found.find(({ kind }) => kind === cartridge) : undefined;
    if (unified === undefined) found.push({ kind: cartridge, colours: [name] });
    else unified.colours.push(name);
  }
  return found.map(({ colours }) => colours);
}

const UNIFIED = 0x40;
const inkRanges: readonly (readonly [from: number, to: number, text: string])[] = [
  [0x10, 0x1a, 'ink low'],
  [0x51, 0x5a, 'no cleaning for lack of ink'],
  [0x71, 0x7a, 'ink low'],
];
const single: Readonly<Record<number, Warning>> = {
  32: {
    text: 'maintenance soon',
    reason: 'marker-waste-almost-full',
    alert: 'marker-waste-ink-receptacle-almost-full',
  },
  68: { text: 'black ink alone is used', alert: 'other' },
};
