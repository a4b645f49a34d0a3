import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import { encodeText } from '../../bytes/text.ts';
import { epsonFrameHead } from '../../formats/epson-frame.ts';

/**
 * One ENPC packet: `14 head · length parameters · surplus`. Letters, device types, functions and parameters that nobody
 * has published are kept as they came. Real clients append one or two surplus zero bytes: kept, never trusted.
 */
export interface EnpcPacket {
  /** `P` probe, `Q` query, `C` command, `S` setup, `I` initialize, `N` notify; lower case in replies; others are kept. */
  readonly letter: string;
  readonly deviceType: number;
  readonly deviceNumber: number;
  readonly function: number;
  readonly result: number;
  readonly parameters: Uint8Array;
  readonly surplus: Uint8Array;
}

export function decodeEnpc(bytes: Uint8Array): Decoded<EnpcPacket> {
  return decoding(bytes, readEnpc);
}

export function readEnpc(reader: ByteReader): EnpcPacket {
  const start = reader.offset;
  const { magic, letter, length, deviceType, deviceNumber, function: id, result } = epsonFrameHead.read(reader, 'head');
  if (!magic.every((byte, i) => byte === MAGIC[i])) throw new DecodeError('bad-magic', start, 'head.magic');
  return {
    letter: String.fromCharCode(letter),
    deviceType,
    deviceNumber,
    function: id,
    result,
    parameters: reader.octets(length, 'parameters'),
    surplus: reader.rest(),
  };
}

/** Throws `RangeError` where the letter is no single byte or the parameters do not fit behind a 16-bit length. */
export function encodeEnpc(packet: EnpcPacket): Uint8Array {
  const letter = packet.letter.charCodeAt(0);
  if (packet.letter.length !== 1 || letter > 0xff) throw new RangeError(`"${packet.letter}" is no packet letter`);
  if (packet.parameters.length > 0xffff) throw new RangeError(`${packet.parameters.length} bytes are too many`);
  const { deviceType, deviceNumber, function: id, result, parameters } = packet;
  const writer = new ByteWriter(epsonFrameHead.size + parameters.length + packet.surplus.length);
  const head = { magic: MAGIC, letter, deviceType, deviceNumber, function: id, result, length: parameters.length };
  epsonFrameHead.write(writer, head);
  return writer.octets(parameters).octets(packet.surplus).finish();
}

/** A request without parameters, as EpsonNet Config sends it: 14 bytes. */
export function enpcRequest(letter: 'P' | 'Q', deviceType: number, id: number, deviceNumber = 0): EnpcPacket {
  return { letter, deviceType, deviceNumber, function: id, result: 0, parameters: EMPTY, surplus: EMPTY };
}

/** The reply to a request: its letter in lower case, its device and function. */
export function enpcReply(request: EnpcPacket, parameters: Uint8Array, result = 0): EnpcPacket {
  return { ...request, letter: request.letter.toLowerCase(), result, parameters, surplus: EMPTY };
}

/** Whether this packet answers that request: an ENPC reply carries no number of its own. */
export function answersRequest(reply: EnpcPacket, request: EnpcPacket): boolean {
  return (
    reply.letter === request.letter.toLowerCase() &&
    reply.deviceType === request.deviceType &&
    reply.function === request.function
  );
}

export const DEVICE_TYPE = { interface: 0x00, printer: 0x02, posPrinter: 0x03, scanner: 0x04 } as const;
/** Device number of a probe: any. */
export const ANY_DEVICE = 0xff;
export const RESULT = { done: 0x0000, failed: 0xf000, noSuchDevice: 0xfffe, notSupported: 0xffff } as const;

const MAGIC = encodeText('EPSON');
const EMPTY = new Uint8Array();
