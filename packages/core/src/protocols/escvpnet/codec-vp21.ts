import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import { encodeText } from '../../bytes/text.ts';

/**
 * ESC/VP21 text, as it runs in a session and on a serial line (section 4): a command ends with CR; the answer is lines,
 * each `NAME=value` CR or `ERR` CR, and then `:`, which says that the projector is ready for the next command.
 */
export type Vp21Text =
  | { readonly is: 'command'; readonly text: string }
  | { readonly is: 'answer'; readonly lines: readonly Vp21Line[] };

/** `ERR` alone has no value. Offsets are those of the text. */
export interface Vp21Line {
  readonly name: string;
  readonly value?: string;
  readonly offset: number;
  readonly length: number;
}

export function decodeVp21(bytes: Uint8Array): Decoded<Vp21Text> {
  return decoding(bytes, (r) => {
    const lines: Vp21Line[] = [];
    while (r.remaining > 0) {
      const offset = r.offset;
      if (bytes[offset] === COLON) {
        r.u8('ready');
        r.end('ready');
        return { is: 'answer', lines };
      }
      const end = bytes.indexOf(CR, offset);
      if (end < 0) throw new DecodeError('truncated', bytes.length, `line[${lines.length}]`);
      if (lines.length >= MOST_LINES) throw new DecodeError('too-large', offset, 'line');
      const text = plain(r.octets(end - offset, `line[${lines.length}]`), offset, `line[${lines.length}]`);
      r.u8('end');
      const [name, value] = split(text);
      lines.push({ name, offset, length: end - offset, ...(value === undefined ? {} : { value }) });
    }
    const [only] = lines;
    // without the ready sign it is what a client says
    if (lines.length !== 1 || only === undefined) throw new DecodeError('truncated', bytes.length, 'ready');
    return { is: 'command', text: only.value === undefined ? only.name : `${only.name}=${only.value}` };
  });
}

export function encodeCommand(text: string): Uint8Array<ArrayBuffer> {
  return encodeText(`${text}\r`);
}

/** An answer of these lines, and the ready sign. */
export function encodeAnswer(...lines: readonly string[]): Uint8Array<ArrayBuffer> {
  return encodeText(`${lines.map((line) => `${line}\r`).join('')}:`);
}

/** How long the first answer of a stream is: up to the first `:` that begins a line. */
export function answerSize(bytes: Uint8Array): number | undefined {
  for (let at = 0; at >= 0 && at < bytes.length; ) {
    if (bytes[at] === COLON) return at + 1;
    const end = bytes.indexOf(CR, at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  return undefined;
}

function split(text: string): readonly [string, string?] {
  const at = text.indexOf('=');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** The protocol is ASCII without control characters. */
function plain(bytes: Uint8Array, offset: number, field: string): string {
  const wrong = bytes.findIndex((byte) => byte < 0x20 || byte > 0x7e);
  if (wrong >= 0) throw new DecodeError('bad-value', offset + wrong, field);
  return String.fromCharCode(...bytes.subarray(0, MOST_TEXT));
}

const CR = 0x0d;
const COLON = 0x3a;
const MOST_LINES = 64;
/** Longer lines are cut: no answer that we ask for is nearly as long. */
const MOST_TEXT = 1_024;
