import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import { decodeBlock, encodeBlock, findBlock, type StatusBlock } from './codec-block.ts';

/**
 * What Epson's control channel answers. `front` is the 00 of the tunnel, or nothing.
 * - `status`: a status block
 * - `text-status`: the older form, `ST:04;ER:..;` in hex
 * - `eeprom`: one byte that somebody else asked for; nothing here asks
 * - `reply`: `xx:text;` and a form feed
 */
export type ControlAnswer =
  | { readonly is: 'status'; readonly block: StatusBlock }
  | { readonly is: 'text-status'; readonly front: Uint8Array; readonly text: string }
  | { readonly is: 'eeprom'; readonly front: Uint8Array; readonly address: number; readonly value: number }
  | { readonly is: 'reply'; readonly front: Uint8Array; readonly command: string; readonly text: string };

/** Any of them, whatever stands in front. */
export function decodeControl(bytes: Uint8Array): Decoded<ControlAnswer> {
  if (findBlock(bytes) >= 0) {
    const block = decodeBlock(bytes);
    return block.ok ? { ok: true, value: { is: 'status', block: block.value } } : block;
  }
  return decoding(bytes, () => readText(bytes));
}

export function encodeControl(answer: ControlAnswer): Uint8Array {
  if (answer.is === 'status') return encodeBlock(answer.block);
  const text = {
    'text-status': () => OLD_STATUS + (answer.is === 'text-status' ? answer.text : ''),
    eeprom: () => (answer.is === 'eeprom' ? `${EEPROM}EE:${hex(answer.address, 4)}${hex(answer.value, 2)}${END}` : ''),
    reply: () => (answer.is === 'reply' ? `${answer.command}:${answer.text}${END}` : ''),
  }[answer.is]();
  return Uint8Array.from([...answer.front, ...Array.from(text, (sign) => sign.charCodeAt(0))]);
}

/** `xx:text;` as the device sends it behind its 00. */
export function replyOf(command: string, text: string): Uint8Array {
  return encodeControl({ is: 'reply', front: Uint8Array.of(0), command, text });
}

/** What a reply's text says in the channel's own words; `text` where it holds an answer. */
export type ReplyWord = 'nothing' | 'not-available' | 'busy' | 'refused' | 'done' | 'text';

export function replyWord(text: string): ReplyWord {
  return words[text] ?? words[text.replace(/^4[12]:/, '')] ?? 'text';
}

/** Six signs: 2 · day, 2 · year counted from 1945, as a character · month in hex. `ME23H6` is 2017-06-23. */
export function firmwareDate(id: string): string | undefined {
  const match = /^[0-9A-Z]{2}(\d\d)([A-Z])([1-9A-C])$/.exec(id);
  if (match === null) return undefined;
  const [, day = '', year = '', month = ''] = match;
  return `${year.charCodeAt(0) + FIRST_YEAR}-${String(Number.parseInt(month, 16)).padStart(2, '0')}-${day}`;
}

function readText(bytes: Uint8Array): ControlAnswer {
  const front = bytes.subarray(0, bytes[0] === 0 ? 1 : 0);
  const text = String.fromCharCode(...bytes.subarray(front.length, MOST));
  for (const magic of [NEW_STATUS, OLD_STATUS, EEPROM])
    if (magic.startsWith(text)) throw new DecodeError('truncated', bytes.length, 'answer');
  if (text.startsWith(OLD_STATUS)) return { is: 'text-status', front, text: text.slice(OLD_STATUS.length) };
  const end = text.indexOf(END);
  const eeprom = text.startsWith(EEPROM);
  if (!eeprom && !/^([a-z|]{2}:|[a-z|]{1,2}$)/.test(text)) {
    // frames in front of a block may be all that is there
    const block = decodeBlock(bytes);
    const { code, offset } = block.ok ? { code: 'bad-magic' as const, offset: 0 } : block.error;
    throw new DecodeError(code, offset, 'answer');
  }
  if (end < 0) throw new DecodeError(bytes.length > MOST ? 'too-large' : 'truncated', bytes.length, 'answer');
  if (front.length + end + END.length < bytes.length)
    throw new DecodeError('trailing', front.length + end + END.length, 'answer');
  if (!eeprom) return { is: 'reply', front, command: text.slice(0, 2), text: text.slice(3, end) };
  const cells = /^EE:([0-9A-F]{4})([0-9A-F]{2})$/.exec(text.slice(EEPROM.length, end));
  if (cells === null) throw new DecodeError('bad-value', front.length + EEPROM.length, 'answer.eeprom');
  const [, address = '', value = ''] = cells;
  return { is: 'eeprom', front, address: Number.parseInt(address, 16), value: Number.parseInt(value, 16) };
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

const NEW_STATUS = '@BDC ST2\r\n';
const OLD_STATUS = '@BDC ST\r\n';
const EEPROM = '@BDC PS\r\n';
/** Ends every short answer. */
const END = ';\f';
const MOST = 4096;
const FIRST_YEAR = 1945;
const words: Readonly<Record<string, ReplyWord>> = {
  '': 'nothing',
  NA: 'not-available',
  BUSY: 'busy',
  NG: 'refused',
  OK: 'done',
};
