import { ByteWriter } from '../bytes/byte-writer.ts';
import { type Decoded, DecodeError } from '../bytes/decode-error.ts';
import { decoding } from '../bytes/decoding.ts';

/** A header line; `offset` and `length` are those of its value. */
export interface HttpField {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
  readonly offset: number;
  readonly length: number;
}

/** One HTTP/1.1 response (RFC 9112, section 2): `status line · header lines · empty line · body`. */
export interface HttpResponseMessage {
  readonly status: number;
  readonly fields: readonly HttpField[];
  /** Shared with the message. */
  readonly body: Uint8Array;
  /** Where the body begins. */
  readonly bodyOffset: number;
}

/** The head of a message, and where its body begins. */
export interface HttpHead {
  /** The first line. */
  readonly match: RegExpExecArray;
  readonly fields: readonly HttpField[];
  readonly bodyOffset: number;
}

/**
 * A response as evidence keeps it: without transfer coding, the reason phrase and what a proxy would strip. Lines may end
 * in a bare line feed (RFC 9112, section 2.2); a line without a colon is passed over, as devices send such.
 */
export function decodeHttpResponse(bytes: Uint8Array): Decoded<HttpResponseMessage> {
  return decoding(bytes, () => {
    const { match, fields, bodyOffset } = readHttpHead(bytes, /^HTTP\/\d\.\d (\d{3})(?: .*)?$/);
    return { status: Number(match[1]), fields, body: bytes.subarray(bodyOffset), bodyOffset };
  });
}

/**
 * The first line, which must match, and the header lines, of a request as well. Throws `DecodeError`: `truncated` where
 * more must come.
 */
export function readHttpHead(bytes: Uint8Array, demanded: RegExp): HttpHead {
  const first = lineAt(bytes, 0, 'status');
  const match = demanded.exec(first.text);
  if (match === null) throw new DecodeError('bad-magic', 0, 'status');
  const fields: HttpField[] = [];
  let at = first.next;
  for (;;) {
    const line = lineAt(bytes, at, `header[${fields.length}]`);
    if (line.text === '') return { match, fields, bodyOffset: line.next };
    if (fields.length >= MOST_FIELDS) throw new DecodeError('too-large', at, `header[${fields.length}]`);
    const parts = /^([^\s:]+):[ \t]*(.*?)[ \t]*$/.exec(line.text);
    if (parts !== null) {
      const value = parts[2]!;
      const start = line.text.length - line.text.slice(parts[1]!.length + 1).trimStart().length;
      fields.push({ name: parts[1]!.toLowerCase(), value, offset: at + start, length: value.length });
    }
    at = line.next;
  }
}

/** Names and values come from a parsed response: they hold no line ends. */
export function encodeHttpResponse(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value.replace(/[\r\n]+/g, ' ')}\r\n`);
  const head = latin1Bytes(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`);
  return new ByteWriter(head.length + body.length).octets(head).octets(body).finish();
}

function lineAt(bytes: Uint8Array, at: number, field: string): { readonly text: string; readonly next: number } {
  const end = bytes.indexOf(LINE_FEED, at);
  if (end < 0) throw new DecodeError('truncated', bytes.length, field);
  if (end - at > MOST_LINE) throw new DecodeError('too-large', at, field);
  const stop = end > at && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
  let text = '';
  for (let i = at; i < stop; i++) text += String.fromCharCode(bytes[i]!);
  return { text, next: end + 1 };
}

/** Header text is ISO 8859-1 (RFC 9110, section 5.5); what is beyond it never came over the wire. */
function latin1Bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? code : 0x3f;
  });
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const MOST_LINE = 16_384;
const MOST_FIELDS = 200;
