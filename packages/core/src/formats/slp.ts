import type { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { type Decoded, DecodeError } from '../bytes/decode-error.ts';
import { decoding } from '../bytes/decoding.ts';
import { decodeText, encodeText } from '../bytes/text.ts';

/**
 * A message of the Service Location Protocol, version 2 (RFC 2608, section 8). Big-endian; every text has its length in
 * 16 bits before it.
 *
 *     1 version 2 · 1 function · 3 length of all · 2 flags · 3 offset of the first extension · 2 XID · 2+N language
 *     then what the function asks for, in this order (`bodies`); requests for service types are not read
 */
export interface SlpMessage {
  readonly function: number;
  readonly flags: number;
  /** 0 where there is none. */
  readonly extension: number;
  readonly xid: number;
  readonly language: string;
  /** The fields behind the head, as they stand. */
  readonly parts: readonly SlpPart[];
}

/** One field: a text, a number, or bytes that are not looked into (authentication, extensions). */
export interface SlpPart {
  /** As `describe` names it: `url`, `entry[0].lifetime`. */
  readonly path: string;
  readonly kind: 'text' | 'octets' | 'u8' | 'u16' | 'u32';
  /** The value's bytes, without a length in front. */
  readonly bytes: Uint8Array;
  /** Of the whole field in the packet, its length in front included; 0 in a message that was not decoded. */
  readonly offset: number;
}

export function decodeSlp(bytes: Uint8Array): Decoded<SlpMessage> {
  return decoding(bytes, (r) => {
    if (r.u8('head.version') !== VERSION) throw new DecodeError('bad-magic', 0, 'head.version');
    const called = r.u8('head.function');
    const layout = bodies[called];
    if (layout === undefined) throw new DecodeError('bad-value', 1, 'head.function');
    const length = readU24(r, 'head.length');
    if (length > bytes.length) throw new DecodeError('truncated', bytes.length, 'head.length');
    if (length < bytes.length) throw new DecodeError('trailing', length, 'head.length');
    const flags = r.u16('head.flags');
    const extension = readU24(r, 'head.extension');
    const xid = r.u16('head.xid');
    const language = decodeText(r.octets(r.u16('head.language'), 'head.language'));
    const parts: SlpPart[] = [];
    for (const [path, kind] of layout) readPart(r, path, kind, parts);
    if (extension !== 0 && r.remaining > 0) take(r, 'extensions', 'octets', r.remaining, parts);
    r.end('body');
    return { function: called, flags, extension, xid, language, parts };
  });
}

export function encodeSlp(message: SlpMessage): Uint8Array<ArrayBuffer> {
  const w = new ByteWriter();
  w.u8(VERSION).u8(message.function).zeros(3).u16(message.flags);
  w.u8(message.extension >>> 16)
    .u16(message.extension)
    .u16(message.xid);
  w.prefixed16((inner) => inner.octets(encodeText(message.language)));
  for (const { kind, bytes } of message.parts) {
    if (kind === 'text') w.u16(bytes.length);
    w.octets(bytes);
  }
  const whole = w.finish();
  whole.set([whole.length >>> 16, whole.length >>> 8, whole.length], 2);
  return whole;
}

/** A text field of a message that is to be sent. */
export function slpText(path: string, text: string): SlpPart {
  return { path, kind: 'text', bytes: encodeText(text), offset: 0 };
}

/** The first text of that name; empty where the message has none. */
export function textOf({ parts }: SlpMessage, path: string): string {
  const part = parts.find((one) => one.path === path && one.kind === 'text');
  return part === undefined ? '' : decodeText(part.bytes);
}

type Kind = Exclude<SlpPart['kind'], 'octets'> | 'auths' | 'entry' | 'entries';

function readPart(r: ByteReader, path: string, kind: Kind, parts: SlpPart[]): void {
  switch (kind) {
    case 'text':
      take(r, path, kind, r.u16(path), parts, 2);
      return;
    case 'u8':
    case 'u16':
    case 'u32':
      take(r, path, kind, widths[kind], parts);
      return;
    case 'entry':
      for (const [name, inner] of entry) readPart(r, `${path}.${name}`, inner, parts);
      return;
    case 'entries': {
      const count = r.u16('entries');
      parts.push({
        path: 'entries',
        kind: 'u16',
        bytes: r.bytes.subarray(r.offset - 2, r.offset),
        offset: r.offset - 2,
      });
      for (let i = 0; i < count; i++) readPart(r, `entry[${i}]`, 'entry', parts);
      return;
    }
    case 'auths': {
      const count = r.u8(path);
      parts.push({ path, kind: 'u8', bytes: r.bytes.subarray(r.offset - 1, r.offset), offset: r.offset - 1 });
      for (let i = 0; i < count; i++) readAuth(r, `${path}[${i}]`, parts);
    }
  }
}

/** 2 descriptor · 2 length of the whole block · what the descriptor means (section 9.2). */
function readAuth(r: ByteReader, path: string, parts: SlpPart[]): void {
  const at = r.offset;
  r.u16(path);
  const length = r.u16(path);
  if (length < 4) throw new DecodeError('bad-length', at + 2, path);
  r.offset = at;
  take(r, path, 'octets', length, parts);
}

/** `before`: bytes of a length that was read already and belongs to the field. */
function take(r: ByteReader, path: string, kind: SlpPart['kind'], size: number, parts: SlpPart[], before = 0): void {
  const offset = r.offset - before;
  parts.push({ path, kind, bytes: r.octets(size, path), offset });
}

function readU24(r: ByteReader, field: string): number {
  return (r.u8(field) << 16) | r.u16(field);
}

const VERSION = 2;
const widths = { u8: 1, u16: 2, u32: 4 } as const;
type Layout = readonly (readonly [path: string, kind: Kind])[];

/** Section 4.3. */
const entry: Layout = [
  ['reserved', 'u8'],
  ['lifetime', 'u16'],
  ['url', 'text'],
  ['auths', 'auths'],
];

export const slpFunctions = {
  request: 1,
  reply: 2,
  register: 3,
  deregister: 4,
  acknowledge: 5,
  attributeRequest: 6,
  attributeReply: 7,
  directoryAgent: 8,
  serviceAgent: 11,
} as const;

const bodies: Readonly<Record<number, Layout>> = {
  [slpFunctions.request]: [
    ['responders', 'text'],
    ['serviceType', 'text'],
    ['scopes', 'text'],
    ['predicate', 'text'],
    ['spi', 'text'],
  ],
  [slpFunctions.reply]: [
    ['error', 'u16'],
    ['entries', 'entries'],
  ],
  [slpFunctions.register]: [
    ['entry', 'entry'],
    ['serviceType', 'text'],
    ['scopes', 'text'],
    ['attributes', 'text'],
    ['auths', 'auths'],
  ],
  [slpFunctions.deregister]: [
    ['scopes', 'text'],
    ['entry', 'entry'],
    ['tags', 'text'],
  ],
  [slpFunctions.acknowledge]: [['error', 'u16']],
  [slpFunctions.attributeRequest]: [
    ['responders', 'text'],
    ['url', 'text'],
    ['scopes', 'text'],
    ['tags', 'text'],
    ['spi', 'text'],
  ],
  [slpFunctions.attributeReply]: [
    ['error', 'u16'],
    ['attributes', 'text'],
    ['auths', 'auths'],
  ],
  [slpFunctions.directoryAgent]: [
    ['error', 'u16'],
    ['bootedAt', 'u32'],
    ['url', 'text'],
    ['scopes', 'text'],
    ['attributes', 'text'],
    ['spi', 'text'],
    ['auths', 'auths'],
  ],
  [slpFunctions.serviceAgent]: [
    ['url', 'text'],
    ['scopes', 'text'],
    ['attributes', 'text'],
    ['auths', 'auths'],
  ],
};
