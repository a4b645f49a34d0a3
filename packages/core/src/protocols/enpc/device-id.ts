import { decodePadded, decodeText } from '../../bytes/text.ts';

/** Where the IEEE 1284 text and the model name stand inside the parameters of the reply to 02-0000. */
export interface DeviceIdReply {
  readonly textOffset: number;
  readonly text: string;
  readonly nameOffset: number;
  readonly name: string;
}

/**
 * `3 unknown · 2 length · text · name NUL` in the one published reply (XP-432). Its declared lengths do not quite fit the
 * text, and another model is reported with another prefix: so the text is found by its first key, not by the lengths.
 */
export function findDeviceId(parameters: Uint8Array): DeviceIdReply | undefined {
  const start = indexOfKey(parameters);
  if (start < 0) return undefined;
  const last = parameters.lastIndexOf(SEMICOLON);
  const textEnd = last < start ? parameters.length : last + 1;
  return {
    textOffset: start,
    text: decodeText(parameters.subarray(start, textEnd)),
    nameOffset: textEnd,
    name: decodePadded(parameters.subarray(textEnd)),
  };
}

/** The first printable run that looks like `KEY:` with one of the keys that every device ID has. */
function indexOfKey(bytes: Uint8Array): number {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return text.search(new RegExp(`(${deviceIdKeys.join('|')}):`, 'i'));
}

/** The keys of IEEE 1284 that every device ID has, in their short and long spellings. */
export const deviceIdKeys = ['MFG', 'MANUFACTURER', 'MDL', 'MODEL', 'CMD', 'COMMAND SET', 'CLS'] as const;

const SEMICOLON = 0x3b;
