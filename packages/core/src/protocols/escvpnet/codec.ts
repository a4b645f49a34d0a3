import { ByteWriter } from '../../bytes/byte-writer.ts';
import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import { asHex, type Frame, frame, octets, padded, u8, u16 } from '../../bytes/frame.ts';

/**
 * One ESC/VP.net message, both directions (protocols page, section 2):
 * `10 "ESC/VP.net" · 1 version · 1 type · 2 zero · 1 status · 1 count · count x (1 id · 1 attribute · 16 information)`.
 * There is no length: it is 16 + 18 x count.
 */
export interface VpMessage {
  /** 10 hex for 1.0, 20 hex for 2.0. */
  readonly version: number;
  /** A reply repeats that of the request. */
  readonly type: number;
  readonly reserved: number;
  /** 0 in a request. */
  readonly status: number;
  readonly headers: readonly VpHeader[];
}

export interface VpHeader {
  readonly id: number;
  readonly attribute: number;
  /** 16 bytes, padded with zeros; shared with the packet. */
  readonly information: Uint8Array;
}

export interface VpHead {
  readonly protocol: string;
  readonly version: number;
  readonly type: number;
  readonly reserved: number;
  readonly status: number;
  readonly count: number;
}

export const vpHead: Frame<VpHead> = frame<VpHead>({
  protocol: padded(10, 'multi'),
  version: u8('multi', asHex(2)),
  type: u8('multi', asHex(2)),
  reserved: u16('multi', asHex(4)),
  status: u8('multi', asHex(2)),
  count: u8('multi'),
});

export const vpHeader: Frame<VpHeader> = frame<VpHeader>({
  id: u8('multi', asHex(2)),
  attribute: u8('multi', asHex(2)),
  information: octets(16, 'multi'),
});

export function decodeVp(bytes: Uint8Array): Decoded<VpMessage> {
  return decoding(bytes, (r) => {
    const { protocol, version, type, reserved, status, count } = vpHead.read(r, 'head');
    if (protocol !== IDENTIFIER) throw new DecodeError('bad-magic', 0, 'head.protocol');
    const headers = Array.from({ length: count }, (_, i) => vpHeader.read(r, `header[${i}]`));
    r.end('header');
    return { version, type, reserved, status, headers };
  });
}

export function encodeVp({ version, type, reserved, status, headers }: VpMessage): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(HEAD_SIZE + headers.length * HEADER_SIZE);
  vpHead.write(writer, { protocol: IDENTIFIER, version, type, reserved, status, count: headers.length });
  for (const header of headers) vpHeader.write(writer, header);
  return writer.finish();
}

/** A request of version 1.0 without headers: the only kind that we send. */
export function vpRequest(type: number): VpMessage {
  return { version: 0x10, type, reserved: 0, status: 0, headers: [] };
}

/** How long the first message of a stream is, once its head is there; `malformed` where it is another protocol. */
export function messageSize(bytes: Uint8Array): number | 'malformed' | undefined {
  for (let i = 0; i < Math.min(bytes.length, IDENTIFIER.length); i++)
    if (bytes[i] !== IDENTIFIER.charCodeAt(i)) return 'malformed';
  return bytes.length < HEAD_SIZE ? undefined : HEAD_SIZE + HEADER_SIZE * bytes[HEAD_SIZE - 1]!;
}

export const vpTypes = { null: 0x00, hello: 0x01, password: 0x02, connect: 0x03 } as const;

export const vpStatus = {
  ok: 0x20,
  badRequest: 0x40,
  unauthorized: 0x41,
  forbidden: 0x43,
  notAllowed: 0x45,
  unavailable: 0x53,
  badVersion: 0x55,
} as const;

export const vpHeaderIds = { password: 0x01, newPassword: 0x02, name: 0x03, imType: 0x04, commandType: 0x05 } as const;

/** Attribute of a text: US-ASCII. 00 is none; 02 and 03 are said to be Japanese. */
export const ASCII = 0x01;
/** Attribute of header 05: ESC/VP21, version 1.0. */
export const ESC_VP21 = 0x21;
export const IDENTIFIER = 'ESC/VP.net';
const HEAD_SIZE = 16;
const HEADER_SIZE = 18;
