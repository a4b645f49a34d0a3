import { ByteWriter } from '../bytes/byte-writer.ts';
import { encodeText } from '../bytes/text.ts';
import { type CapturedPacket, MOST_PACKET } from './capture-packet.ts';

/**
 * The packets as one section of a pcapng file (draft-ietf-opsawg-pcapng), big-endian, with times in microseconds. Each
 * pair of link type and interface name is an interface of it. Throws `RangeError` for a packet that no reader would take.
 */
export function encodePcapng(packets: Iterable<CapturedPacket>): Uint8Array<ArrayBuffer> {
  const w = new ByteWriter(4096);
  writeBlock(w, SECTION, (body) => {
    body.u32(ORDER).u16(1).u16(0);
    // the length of the section is not told
    body.u32(0xffffffff).u32(0xffffffff);
  });
  const interfaces = new Map<string, number>();
  for (const packet of packets) {
    const key = `${packet.link} ${packet.interface ?? ''}`;
    let id = interfaces.get(key);
    if (id === undefined) {
      id = interfaces.size;
      interfaces.set(key, id);
      writeBlock(w, INTERFACE, (body) => writeInterface(body, packet));
    }
    writePacket(w, id, packet);
  }
  return w.finish();
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

function writePacket(w: ByteWriter, id: number, { at, bytes }: CapturedPacket): void {
  if (bytes.length > MOST_PACKET) throw new RangeError(`a packet of ${bytes.length} bytes`);
  const micros = Math.round(at * 1000);
  writeBlock(w, ENHANCED_PACKET, (body) =>
    body
      .u32(id)
      .u32(Math.floor(micros / 2 ** 32))
      .u32(micros % 2 ** 32)
      .u32(bytes.length)
      .u32(bytes.length)
      .octets(bytes)
      .zeros(-bytes.length & 3),
  );
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
const NAME = 2;
const FRAME = 12;
