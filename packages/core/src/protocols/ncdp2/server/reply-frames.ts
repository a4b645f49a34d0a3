import { freshBytes } from '../../../bytes/fresh-bytes.ts';
import type { Attributes } from '../../../contracts/attached-device.ts';
import { encodeNcdp2, HEAD_SIZE } from '../codec.ts';
import type { Ncdp2Body } from '../codec-body.ts';
import { LARGEST_DATAGRAM, type Ncdp2Letter, RESULT, VERSION } from '../codec-tables.ts';

/** Whom a frame is about, and what it answers. */
export interface FrameAbout {
  readonly letter: Ncdp2Letter;
  readonly type: number;
  readonly number: number;
  readonly function: number;
}

/** A frame of ours with a token or, as a notification over UDP, without. */
export function frameOf(about: FrameAbout, result: number, body: Ncdp2Body): Uint8Array {
  const { letter, type, number } = about;
  const head = { letter, deviceType: type, deviceNumber: number, function: about.function, result };
  return encodeNcdp2({ ...head, body: { version: VERSION, ...body } });
}

/**
 * A frame that a datagram can hold: where it is too long, it leaves out what section 5 names, in that order, and says
 * so by 0001 (a notification says nothing). `undefined` where that is not enough.
 */
export function fittingFrame(about: FrameAbout, body: Ncdp2Body): Uint8Array | undefined {
  let attributes: Attributes | undefined = body.attributes;
  let result: number = RESULT.done;
  for (const next of [undefined, ...LEFT_OUT_FIRST]) {
    if (next !== undefined) {
      if (attributes?.[next] === undefined) continue;
      attributes = without(attributes, next);
      result = about.letter === 'N' ? RESULT.done : RESULT.partly;
    }
    const frame = encoded(about, result, attributes === undefined ? body : { ...body, attributes });
    if (frame !== undefined && frame.length <= LARGEST_DATAGRAM) return frame;
  }
  return undefined;
}

/**
 * The same frame with another token: all else of a device's reply stays what it was as long as its revision does. Key 0
 * comes first in the body, behind the one byte that counts the keys (RFC 8949 section 4.2.1).
 */
export function withToken(frame: Uint8Array, token: Uint8Array): Uint8Array {
  const before = (frame[TOKEN_AT - 1] ?? 0) - BYTES;
  const grown = token.length - before;
  if (grown === 0) {
    const same = freshBytes(frame.length);
    same.set(frame);
    for (let i = 0; i < before; i++) same[TOKEN_AT + i] = token[i]!;
    return same;
  }
  const length = frame.length - HEAD_SIZE + grown;
  const bytes = new Uint8Array(frame.length + grown);
  bytes.set(frame.subarray(0, TOKEN_AT));
  bytes[HEAD_SIZE - 2] = length >> 8;
  bytes[HEAD_SIZE - 1] = length & 0xff;
  bytes[TOKEN_AT - 1] = BYTES + token.length;
  bytes.set(token, TOKEN_AT);
  bytes.set(frame.subarray(TOKEN_AT + before), TOKEN_AT + token.length);
  return bytes;
}

/** `undefined` where it is too long even for the length field. */
function encoded(about: FrameAbout, result: number, body: Ncdp2Body): Uint8Array | undefined {
  try {
    return frameOf(about, result, body);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function without(attributes: Attributes, name: string): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([each]) => each !== name));
}

const LEFT_OUT_FIRST = ['ncdp-interfaces', 'ncdp-uris', 'printer-device-id'] as const;
// 14 head · 1 map · 1 key 0 · 1 byte string and its length · token
const TOKEN_AT = HEAD_SIZE + 3;
const BYTES = 0x40;
