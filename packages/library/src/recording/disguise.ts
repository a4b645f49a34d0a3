import { type Dice, encodeText, formatHex, parseHex, parseIp } from '@quietport/core';
import { latin1 } from './bytes-of.ts';
import type { Personal } from './personal.ts';

/** Something to look for (one sign a byte) and what stands there afterwards, as long. */
export interface Swap {
  readonly from: string;
  readonly to: string;
  /** Found in any case; the case of each letter stays. */
  readonly anyCase: boolean;
}

/**
 * Every value in each form that a packet may hold it in, with a disguise of the same length and kind: a digit for a
 * digit, a letter for a letter. One value has one disguise, and what is made of another (a host name or UUID of a MAC)
 * stays made of it. The maker's half of a MAC stays, and so does the private network's first half. Longest first.
 */
export function swapsFor(values: readonly Personal[], dice: Dice): readonly Swap[] {
  const macs = new Map<string, string>();
  for (const { is, value } of values) if (is === 'mac') macs.set(bare(value), newMac(bare(value), dice));
  const swaps = values.flatMap((personal) => formsOf(personal, disguiseOf(personal, macs, dice)));
  const distinct = new Map(swaps.filter(({ from, to }) => from !== to).map((swap) => [swap.from, swap]));
  return [...distinct.values()].sort((a, b) => b.from.length - a.from.length);
}

function disguiseOf({ is, value }: Personal, macs: ReadonlyMap<string, string>, dice: Dice): string {
  switch (is) {
    case 'mac':
      return macs.get(bare(value))!;
    case 'address':
      return newAddress(value, dice);
    case 'uuid': {
      const made = withMacs(value, macs);
      return made !== value ? made : scrambled(value, dice, true);
    }
    case 'host': {
      const made = withMacs(value, macs);
      return made !== value ? made : scrambled(value, dice, false);
    }
    case 'text':
      return scrambled(value, dice, false);
  }
}

/** A text with the digits of a MAC in it, all twelve or the last six, has those of the disguise. */
function withMacs(text: string, macs: ReadonlyMap<string, string>): string {
  for (const [mac, disguise] of macs) {
    for (const [from, to] of [
      [mac, disguise],
      [mac.slice(6), disguise.slice(6)],
    ] as const) {
      const at = text.toLowerCase().indexOf(from);
      if (at >= 0)
        return text.slice(0, at) + inCaseOf(text.slice(at, at + from.length), to) + text.slice(at + from.length);
    }
  }
  return text;
}

/** The forms of a value: as text, as the hex of that text, and as the bytes that it stands for. */
function formsOf({ is, value }: Personal, disguise: string): Swap[] {
  if (is === 'mac') {
    const [from, to] = [bare(value), disguise];
    const pairs = (hex: string, sign: string) => hex.replace(/(..)(?!$)/g, `$1${sign}`);
    return [
      raw(parseHex(from)!, parseHex(to)!),
      ...[':', '-', '', ' '].map((sign) => ({ from: pairs(from, sign), to: pairs(to, sign), anyCase: true })),
    ];
  }
  const [from, to] = [encodeText(value), encodeText(disguise)];
  const text: Swap[] = [
    { from: lower(latin1(from)), to: latin1(to), anyCase: true },
    { from: formatHex(from), to: formatHex(to), anyCase: true },
    wide(latin1(from), latin1(to)),
  ];
  if (is === 'uuid') return [...text, raw(parseHex(value)!, parseHex(disguise)!), squeezed(value, disguise)];
  const [before, after] = [parseIp(value), parseIp(disguise)];
  if (is === 'address' && before !== undefined && after !== undefined) return [...text, raw(before.bytes, after.bytes)];
  return text;
}

function raw(from: Uint8Array, to: Uint8Array): Swap {
  return { from: latin1(from), to: latin1(to), anyCase: false };
}

/** UTF-16 of one-byte signs, either end first: the zero bytes between them are the same. */
function wide(from: string, to: string): Swap {
  const spread = (text: string) => [...text].join('\0');
  return { from: spread(lower(from)), to: spread(to), anyCase: true };
}

function squeezed(from: string, to: string): Swap {
  return { from: lower(from).replaceAll('-', ''), to: to.replaceAll('-', ''), anyCase: true };
}

function newMac(mac: string, dice: Dice): string {
  const disguise = mac.slice(0, 6) + formatHex(dice.bytes(3));
  return disguise === mac ? newMac(mac, dice) : disguise;
}

/** As many digits in every part, so that the text is as long; the first part of an IPv4 address stays. */
function newAddress(address: string, dice: Dice): string {
  if (address.includes(':')) return scrambled(address, dice, true);
  const parts = address.split('.');
  const disguise = parts
    .map((part, i) => {
      if (i === 0 || (i === 1 && (parts[0] === '192' || parts[0] === '172'))) return part;
      const roll = dice.bytes(1)[0]!;
      return String(part.length === 1 ? 1 + (roll % 9) : part.length === 2 ? 10 + (roll % 90) : 100 + (roll % 155));
    })
    .join('.');
  return disguise === address ? newAddress(address, dice) : disguise;
}

/** Sign for sign: digits, letters and hex digits stay what they are, and so does all that is neither. */
function scrambled(text: string, dice: Dice, hex: boolean): string {
  const rolls = dice.bytes(2 * text.length);
  const pick = (from: string, i: number) => from[((rolls[2 * i]! << 8) | rolls[2 * i + 1]!) % from.length]!;
  const disguise = [...text]
    .map((sign, i) => {
      if (hex)
        return /[1-9]/.test(sign)
          ? pick('123456789', i)
          : /[a-f]/i.test(sign)
            ? inCaseOf(sign, pick('abcdef', i))
            : sign;
      if (/\d/.test(sign)) return pick('0123456789', i);
      if (/[a-z]/i.test(sign)) return inCaseOf(sign, pick('abcdefghijklmnopqrstuvwxyz', i));
      // as many bytes of UTF-8, whatever the script
      return sign.charCodeAt(0) < 0x80 ? sign : 'x'.repeat(encodeText(sign).length);
    })
    .join('');
  return disguise.toLowerCase() === text.toLowerCase() && /[a-z0-9]/i.test(text)
    ? scrambled(text, dice, hex)
    : disguise;
}

export function inCaseOf(model: string, text: string): string {
  return [...text].map((sign, i) => (/[A-Z]/.test(model[i] ?? '') ? sign.toUpperCase() : sign.toLowerCase())).join('');
}

/** Of ASCII alone: the length stays. */
export function lower(text: string): string {
  return text.replace(/[A-Z]/g, (sign) => sign.toLowerCase());
}

function bare(mac: string): string {
  return mac.replaceAll(':', '');
}
