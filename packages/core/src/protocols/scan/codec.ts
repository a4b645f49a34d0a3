import { ByteWriter } from '../../bytes/byte-writer.ts';
import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import { asHex, type Frame, frame, u16, u32 } from '../../bytes/frame.ts';

/**
 * One "IS" frame of Epson's scanner port, both directions, network byte order (protocols page, section 2):
 * `2 magic · 2 type · 2 data offset · 4 payload size · 2 zero · payload`.
 */
export interface ScanFrame {
  readonly type: number;
  /** Hosts send 000c; devices 300c or 100c. Nobody looks at it. */
  readonly dataOffset: number;
  readonly reserved: number;
  /** Shared with the packet. */
  readonly payload: Uint8Array;
}

export interface ScanHead {
  readonly magic: number;
  readonly type: number;
  readonly dataOffset: number;
  readonly payloadSize: number;
  readonly reserved: number;
}

export const scanHead: Frame<ScanHead> = frame<ScanHead>({
  magic: u16('multi', asHex(4)),
  type: u16('multi', asHex(4)),
  dataOffset: u16('inferred', asHex(4)),
  payloadSize: u32('multi'),
  reserved: u16('multi', asHex(4)),
});

export function decodeScan(bytes: Uint8Array): Decoded<ScanFrame> {
  return decoding(bytes, (r) => {
    const { magic, type, dataOffset, payloadSize, reserved } = scanHead.read(r, 'head');
    if (magic !== MAGIC) throw new DecodeError('bad-magic', 0, 'head.magic');
    const payload = r.octets(payloadSize, 'payload');
    r.end('payload');
    return { type, dataOffset, reserved, payload };
  });
}

export function encodeScan({ type, dataOffset, reserved, payload }: ScanFrame): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(HEAD_SIZE + payload.length);
  scanHead.write(writer, { magic: MAGIC, type, dataOffset, payloadSize: payload.length, reserved });
  return writer.octets(payload).finish();
}

/** A frame as hosts and, in the fields that anybody reads, devices send it. */
export function scanFrame(type: number, payload: Uint8Array = new Uint8Array()): ScanFrame {
  return { type, dataOffset: HEAD_SIZE, reserved: 0, payload };
}

/** What type 2000 carries: `4 length of the command · 4 bytes wanted in answer · command`. No command = a pure read. */
export interface PassThrough {
  readonly wanted: number;
  readonly command: Uint8Array;
}

/** Offsets are those of the payload. */
export function decodePassThrough(payload: Uint8Array): Decoded<PassThrough> {
  return decoding(payload, (r) => {
    const length = r.u32('command.length');
    const wanted = r.u32('command.wanted');
    const command = r.octets(length, 'command.bytes');
    r.end('command.bytes');
    return { wanted, command };
  });
}

export function encodePassThrough({ wanted, command }: PassThrough): Uint8Array<ArrayBuffer> {
  return new ByteWriter(8 + command.length).u32(command.length).u32(wanted).octets(command).finish();
}

/** How long the first frame of a stream is, once its head is there. */
export function frameSize(bytes: Uint8Array): number | 'malformed' | undefined {
  if (bytes.length > 0 && bytes[0] !== MAGIC >> 8) return 'malformed';
  if (bytes.length > 1 && bytes[1] !== (MAGIC & 0xff)) return 'malformed';
  if (bytes.length < HEAD_SIZE) return undefined;
  const size = ((bytes[6]! << 24) | (bytes[7]! << 16) | (bytes[8]! << 8) | bytes[9]!) >>> 0;
  return size > MOST_BYTES ? 'malformed' : HEAD_SIZE + size;
}

export const frameTypes = {
  welcome: 0x8000,
  lock: 0x2100,
  lockAnswer: 0xa100,
  unlock: 0x2101,
  unlockAnswer: 0xa101,
  command: 0x2000,
  reply: 0xa000,
  event: 0x9000,
} as const;

/** "IS" */
const MAGIC = 0x4953;
export const HEAD_SIZE = 12;
/** More than any frame of a sane peer holds. */
export const MOST_BYTES: number = 64 * 1024;
