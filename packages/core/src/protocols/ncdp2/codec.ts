import { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { type Decoded, DecodeError, type DecodeFailure } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import { encodeText } from '../../bytes/text.ts';
import { type EpsonFrameHead, epsonFrameHead } from '../../formats/epson-frame.ts';
import { encodeBody, type Ncdp2Body, readBody, tokenAtFront } from './codec-body.ts';
import { LETTERS, type Ncdp2Letter } from './codec-tables.ts';

/**
 * One NCDP/2 frame (open profile, section 2): `5 magic · 1 letter · 1 device type · 1 device number · 2 function ·
 * 2 result · 2 length · length body`. Type and number together name a device; numbers that the profile does not know are
 * kept as they came.
 */
export interface Ncdp2Frame extends Ncdp2Head {
  readonly body: Ncdp2Body;
}

export interface Ncdp2Head {
  readonly letter: Ncdp2Letter;
  readonly deviceType: number;
  readonly deviceNumber: number;
  readonly function: number;
  /** Of a reply; not looked at in requests and notifications. */
  readonly result: number;
}

/**
 * One frame and nothing else, as a datagram holds it. The error is the first that applies of section 7: `truncated`,
 * `bad-magic`, `bad-letter`, `truncated`, `trailing`, `bad-body`.
 */
export function decodeNcdp2(bytes: Uint8Array): Decoded<Ncdp2Frame> {
  return decoding(bytes, () => {
    const { head, end } = readHead(bytes);
    if (bytes.length < end) throw new DecodeError('truncated', bytes.length, 'body');
    if (bytes.length > end) throw new DecodeError('trailing', end, 'body');
    return { ...head, body: readBody(bytes, HEAD_SIZE, end) };
  });
}

/** What the beginning of a stream is: section 6 has frames follow each other without separators. */
export type Ncdp2FromStream =
  /** `wanted` bytes in all are needed before anything can be said. */
  | { readonly is: 'more'; readonly wanted: number }
  | { readonly is: 'frame'; readonly frame: Ncdp2Frame; readonly size: number }
  /** A whole frame with a body that is malformed; `token` where it could be read. */
  | {
      readonly is: 'bad-body';
      readonly error: DecodeFailure;
      readonly head: Ncdp2Head;
      readonly token: Uint8Array | undefined;
      readonly size: number;
    }
  /** No frame begins here. */
  | { readonly is: 'no-frame'; readonly error: DecodeFailure };

/** The first frame of what has arrived; the rest of the stream begins after its `size` bytes. */
export function readNcdp2(arrived: Uint8Array): Ncdp2FromStream {
  if (arrived.length < HEAD_SIZE) return { is: 'more', wanted: HEAD_SIZE };
  const read = decoding(arrived, () => readHead(arrived));
  if (!read.ok) return { is: 'no-frame', error: read.error };
  const { head, end } = read.value;
  if (arrived.length < end) return { is: 'more', wanted: end };
  const body = decoding(arrived, () => readBody(arrived, HEAD_SIZE, end));
  if (body.ok) return { is: 'frame', frame: { ...head, body: body.value }, size: end };
  return {
    is: 'bad-body',
    error: body.error,
    head,
    token: tokenAtFront(arrived.subarray(HEAD_SIZE, end)),
    size: end,
  };
}

/** Throws `RangeError` where a value of the body cannot be carried, or where it does not fit behind a 16-bit length. */
export function encodeNcdp2(frame: Ncdp2Frame): Uint8Array {
  const body = encodeBody(frame.body);
  if (body.length > 0xffff) throw new RangeError(`${body.length} bytes of body are too many for a frame`);
  const writer = new ByteWriter(HEAD_SIZE + body.length);
  epsonFrameHead.write(writer, {
    magic: MAGIC,
    letter: frame.letter.charCodeAt(0),
    deviceType: frame.deviceType,
    deviceNumber: frame.deviceNumber,
    function: frame.function,
    result: frame.result,
    length: body.length,
  });
  return writer.octets(body).finish();
}

function readHead(bytes: Uint8Array): { head: Ncdp2Head; end: number } {
  const { magic, letter: code, length, ...named }: EpsonFrameHead = epsonFrameHead.read(new ByteReader(bytes), 'head');
  if (!MAGIC.every((byte, i) => byte === magic[i])) throw new DecodeError('bad-magic', 0, 'head.magic');
  const letter = letterOf.get(code);
  if (letter === undefined) throw new DecodeError('bad-letter', MAGIC.length, 'head.letter');
  return { head: { letter, ...named }, end: HEAD_SIZE + length };
}

export const HEAD_SIZE: number = epsonFrameHead.size;
const MAGIC = encodeText('NCDP2');
const letterOf: ReadonlyMap<number, Ncdp2Letter> = new Map(LETTERS.map((letter) => [letter.charCodeAt(0), letter]));
