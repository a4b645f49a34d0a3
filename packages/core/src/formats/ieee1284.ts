import { decodeText } from '../bytes/text.ts';

/**
 * An IEEE 1284 device ID: `MFG:EPSON;CMD:ESCPL2,BDC;MDL:XP-432 435 Series;CLS:PRINTER;`. Keys come short or long and in
 * any case; the parts we know have names, all of them stay in `keys` (upper case, the first of equal ones wins).
 */
export interface DeviceId1284 {
  readonly make?: string;
  readonly model?: string;
  /** Decoded where the maker writes it as hex digits of ASCII (Epson does). */
  readonly serial?: string;
  /** `CLS`, upper case: `PRINTER`, `SCANNER` … */
  readonly class?: string;
  readonly commands?: string;
  readonly keys: ReadonlyMap<string, string>;
}

/** Tolerant: a part without colon is left out, an empty value claims nothing. IEEE 1284-2000, section 7.6. */
export function parseDeviceId(text: string): DeviceId1284 {
  const keys = new Map<string, string>();
  for (const part of text.split(';')) {
    const colon = part.indexOf(':');
    if (colon < 1) continue;
    const key = part.slice(0, colon).trim().toUpperCase();
    const value = part.slice(colon + 1).trim();
    const short = longKeys[key] ?? key;
    if (value !== '' && !keys.has(short)) keys.set(short, value);
  }
  const make = keys.get('MFG');
  const serial = keys.get('SN') ?? keys.get('SERN') ?? keys.get('SER');
  return {
    ...optional('make', make),
    ...optional('model', keys.get('MDL')),
    ...optional('serial', serial && readSerial(serial, make)),
    ...optional('class', keys.get('CLS')?.toUpperCase()),
    ...optional('commands', keys.get('CMD')),
    keys,
  };
}

/** The text behind the two-byte length that some interfaces put in front (big-endian, it counts itself). */
export function deviceIdText(bytes: Uint8Array): string {
  const prefixed = bytes.length > 2 && bytes[0]! < 0x20;
  return decodeText(prefixed ? bytes.subarray(2) : bytes);
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined || value === '' ? {} : ({ [key]: value } as { [P in K]: string });
}

/** Epson writes the ASCII serial as hex digits: `573241…` is `W2A…`. Seen on an XP-432; HP and Kyocera write it plain. */
function readSerial(text: string, make: string | undefined): string {
  if (!/^(seiko )?epson$/i.test(make ?? '') || !/^([2-7][0-9a-f]){5,}$/i.test(text)) return text;
  const ascii = text.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
  return /^[0-9A-Z]+$/.test(ascii) ? ascii : text;
}

const longKeys: Readonly<Record<string, string>> = {
  MANUFACTURER: 'MFG',
  MODEL: 'MDL',
  'COMMAND SET': 'CMD',
  CLASS: 'CLS',
  DESCRIPTION: 'DES',
  SERIALNUMBER: 'SN',
};
