import { ByteWriter } from '../bytes/byte-writer.ts';
import { encodeText } from '../bytes/text.ts';
import { type CapturedPacket, MOST_PACKET } from './capture-packet.ts';

/** A packet to be written, with which way it went where that is known. */
export interface WrittenPacket extends CapturedPacket {
  readonly way?: 'in' | 'out';
}

/**
 * The packets as one section of a pcapng file (draft-ietf-opsawg-pcapng), big-endian, with times in microseconds. Each
 * pair of link type and interface name is an interface of it. Throws `RangeError` for a packet that no reader would take.
 */
export function encodePcapng(packets: Iterable<WrittenPacket>): Uint8Array<ArrayBuffer> {
  const writer = new PcapngWriter();
  const w = new ByteWriter(4096).octets(writer.begin());
  for (const packet of packets) w.octets(writer.packet(packet));
  return w.finish();
}

/** The same piece by piece, for a file that grows while packets come. */
export class PcapngWriter {
  readonly #interfaces = new Map<string, number>();

  /** The beginning of the file; `comment` is shown by whoever opens it. */
  begin(comment?: string): Uint8Array<ArrayBuffer> {
    const w = new ByteWriter(64);
    writeBlock(w, SECTION, (body) => {
      body.u32(ORDER).u16(1).u16(0);
      // the length of the section is not told
      body.u32(0xffffffff).u32(0xffffffff);
      if (comment === undefined) return;
      writeOption(body, COMMENT, encodeText(comment).subarray(0, 0xffff));
      body.u32(END_OF_OPTIONS);
    });
    return w.finish();
  }

  /** One packet, behind its interface where that is a new one. Throws `RangeError` for one that no reader would take. */
  packet(packet: WrittenPacket): Uint8Array<ArrayBuffer> {
    const w = new ByteWriter(64 + packet.bytes.length);
    const key = `${packet.link} ${packet.interface ?? ''}`;
    let id = this.#interfaces.get(key);
    if (id === undefined) {
      id = this.#interfaces.size;
      this.#interfaces.set(key, id);
      writeBlock(w, INTERFACE, (body) => writeInterface(body, packet));
    }
    writePacket(w, id, packet);
    return w.finish();
  }
}

function writeInterface(body: ByteWriter, { link, interface: name }: CapturedPacket): void {
  body.u16(link).u16(0).u32(0);
  if (name === undefined) return;
  writeOption(body, NAME, encodeText(name));
  body.u32(END_OF_OPTIONS);
}

function writeOption(body: ByteWriter, code: number, value: Uint8Array): void {
  body
    .u16(code)
    .u16(value.length)
    .octets(value)
    .zeros(-value.length & 3);
}

function writePacket(w: ByteWriter, id: number, { at, bytes, way }: WrittenPacket): void {
  if (bytes.length > MOST_PACKET) throw new RangeError(`a packet of ${bytes.length} bytes`);
  const micros = Math.round(at * 1000);
  writeBlock(w, ENHANCED_PACKET, (body) => {
    body
      .u32(id)
      .u32(Math.floor(micros / 2 ** 32))
      .u32(micros % 2 ** 32)
      .u32(bytes.length)
      .u32(bytes.length)
      .octets(bytes)
      .zeros(-bytes.length & 3);
    if (way === undefined) return;
    writeOption(body, FLAGS, Uint8Array.of(0, 0, 0, way === 'in' ? INBOUND : OUTBOUND));
    body.u32(END_OF_OPTIONS);
  });
}

function writeBlock(w: ByteWriter, type: number, write: (body: ByteWriter) => void): void {
  const body = new ByteWriter(64);
  write(body);
  const length = body.length + FRAME;
  w.u32(type).u32(length).octets(body.finish()).u32(length);
}

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const ENHANCED_PACKET = 6;
const ORDER = 0x1a2b3c4d;
const END_OF_OPTIONS = 0;
const COMMENT = 1;
const NAME = 2;
const FLAGS = 2;
const INBOUND = 1;
const OUTBOUND = 2;
const FRAME = 12;
