import { ByteWriter } from '../../bytes/byte-writer.ts';
import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';

/**
 * One line of PJLink, which ends with CR (PJLink specification, class 1 version 1.04 and class 2 version 2.00):
 * - greeting: `PJLINK 0`, `PJLINK 1 RANDOM`, or `PJLINK ERRA` after a wrong password
 * - command: `%` class, four letters, blank, parameter; in front of the first one of a locked session 32 hex digits
 * - answer: `%` class, four letters, `=`, value
 * - search: `%2SRCH` alone; notices and acknowledgements have the form of answers
 */
export type PjLine =
  | { readonly is: 'greeting'; readonly security: string; readonly random?: string }
  | {
      readonly is: 'command';
      readonly digest?: string;
      readonly class: string;
      readonly command: string;
      readonly parameter?: string;
    }
  | { readonly is: 'answer'; readonly class: string; readonly command: string; readonly value: string };

export function decodePjLink(bytes: Uint8Array): Decoded<PjLine> {
  return decoding(bytes, (r) => {
    const size = lineSize(bytes);
    if (size === undefined) {
      demandBeginning(bytes);
      throw new DecodeError(bytes.length > MOST_LINE ? 'too-large' : 'truncated', bytes.length, 'line');
    }
    const line = r.octets(size - 1, 'line');
    r.u8('end');
    r.end('line');
    if (line.length > MOST_LINE) throw new DecodeError('too-large', MOST_LINE, 'line');
    const wrong = line.findIndex((byte) => byte < 0x20 || byte === 0x7f);
    if (wrong >= 0) throw new DecodeError('bad-value', wrong, 'line');
    return readLine(latin(line), line);
  });
}

function readLine(text: string, line: Uint8Array): PjLine {
  const greeting = /^PJLINK (?:([0-9])(?: ([0-9A-Za-z]{1,64}))?|(ERRA))$/.exec(text);
  if (greeting !== null) {
    const [, security, random, refused] = greeting;
    return { is: 'greeting', security: security ?? refused!, ...(random === undefined ? {} : { random }) };
  }
  const answer = /^%([0-9])([0-9A-Z]{4})=/.exec(text);
  if (answer !== null) {
    const [head, level, command] = answer as unknown as [string, string, string];
    // names may be UTF-8
    return { is: 'answer', class: level, command, value: decodeText(line.subarray(head.length)) };
  }
  const asked = /^([0-9a-f]{32})?%([0-9])([0-9A-Z]{4})(?: (.*))?$/.exec(text);
  if (asked === null) throw new DecodeError('bad-magic', 0, 'line');
  const [, digest, level, command, parameter] = asked as unknown as [string, string?, string?, string?, string?];
  return {
    is: 'command',
    ...(digest === undefined ? {} : { digest }),
    class: level!,
    command: command!,
    ...(parameter === undefined ? {} : { parameter }),
  };
}

export function encodePjLink(line: PjLine): Uint8Array<ArrayBuffer> {
  const text = encodeText(textOf(line));
  return new ByteWriter(text.length + 1).octets(text).u8(CR).finish();
}

function textOf(line: PjLine): string {
  switch (line.is) {
    case 'greeting':
      return `PJLINK ${line.security}${line.random === undefined ? '' : ` ${line.random}`}`;
    case 'answer':
      return `%${line.class}${line.command}=${line.value}`;
    case 'command':
      return `${line.digest ?? ''}%${line.class}${line.command}${line.parameter === undefined ? '' : ` ${line.parameter}`}`;
  }
}

/** How long the first line of a stream is, with its CR. */
export function lineSize(bytes: Uint8Array): number | undefined {
  const end = bytes.indexOf(CR);
  return end < 0 ? undefined : end + 1;
}

/** A beginning that no line of ours has is another protocol, and no line cut short. */
function demandBeginning(bytes: Uint8Array): void {
  const text = latin(bytes.subarray(0, MOST_BEGINNING));
  const fits = 'PJLINK '.startsWith(text.slice(0, 7)) || /^[0-9a-f]{0,32}(%.*)?$/.test(text);
  if (!fits) throw new DecodeError('bad-magic', 0, 'line');
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

const CR = 0x0d;
const MOST_BEGINNING = 40;
/** The longest line of the specification has 136 bytes; a digest stands in front of it, and some say more. */
export const MOST_LINE = 512;
