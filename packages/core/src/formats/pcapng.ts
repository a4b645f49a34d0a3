import { ByteReader } from '../bytes/byte-reader.ts';
import { DecodeError } from '../bytes/decode-error.ts';
import { decodeText } from '../bytes/text.ts';
import { type CapturedPacket, type CaptureReading, MOST_PACKET } from './capture-packet.ts';

/**
 * A pcapng file (draft-ietf-opsawg-pcapng, sections 3 and 4): `type 4 · length 4 · body · length 4` again and again.
 * Sections, interfaces and packets are read, either byte order, several sections; every other block is passed over.
 */
export function* readPcapng(bytes: Uint8Array): CaptureReading {
  const r = new ByteReader(bytes);
  let section: Section | undefined;
  try {
    for (let block = 0; r.remaining > 0; block++) {
      const field = `block[${block}]`;
      const start = r.offset;
      const type = r.u32(`${field}.type`);
      if (type === SECTION) section = { little: littleOf(bytes, start, field), interfaces: [] };
      if (section === undefined) throw new DecodeError('bad-magic', start, `${field}.type`);
      const body = bodyOf(r, section, start, field);
      const packet = takeBlock(section, type === SECTION ? SECTION : typeOf(bytes, start, section), body, field);
      if (packet !== undefined) yield packet;
    }
    return { is: 'whole' };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const { code, offset, field } = error;
    return { is: code === 'truncated' && offset === bytes.length ? 'cut' : 'damaged', error: { code, offset, field } };
  }
}

/** True where the file begins as one. */
export function isPcapng(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && new ByteReader(bytes).u32('type') === SECTION;
}

interface Section {
  readonly little: boolean;
  readonly interfaces: Interface[];
}

interface Interface {
  readonly link: number;
  readonly snapLength: number;
  readonly name: string | undefined;
  /** Units of its times in a millisecond. */
  readonly perMilli: number;
  readonly offsetMs: number;
}

/** The type of a section's block reads the same either way; its byte order is told behind the length. */
function littleOf(bytes: Uint8Array, start: number, field: string): boolean {
  const magic = new ByteReader(bytes, start + 8).u32(`${field}.magic`);
  if (magic !== ORDER && magic !== ORDER_SWAPPED) throw new DecodeError('bad-magic', start + 8, `${field}.magic`);
  return magic === ORDER_SWAPPED;
}

function typeOf(bytes: Uint8Array, start: number, { little }: Section): number {
  return u32(new ByteReader(bytes, start), little, 'type');
}

/** What stands between the two lengths, which must agree. */
function bodyOf(r: ByteReader, { little }: Section, start: number, field: string): ByteReader {
  const length = u32(r, little, `${field}.length`);
  if (length < FRAME || length % 4 !== 0 || length > MOST_PACKET + FRAME + 1024)
    throw new DecodeError('bad-length', start + 4, `${field}.length`);
  const body = r.slice(length - FRAME, field);
  if (u32(r, little, `${field}.lengthAgain`) !== length)
    throw new DecodeError('bad-length', r.offset - 4, `${field}.lengthAgain`);
  return body;
}

function takeBlock(section: Section, type: number, body: ByteReader, field: string): CapturedPacket | undefined {
  const { little, interfaces } = section;
  const number = (name: string) => u32(body, little, `${field}.${name}`);
  switch (type) {
    case INTERFACE:
      if (interfaces.length >= MOST_INTERFACES) throw new DecodeError('too-large', body.offset, field);
      interfaces.push(readInterface(body, little, field));
      return undefined;
    case ENHANCED_PACKET: {
      const from = interfaceAt(section, number('interface'), body, field);
      const at = timeOf(from, number('timeHigh'), number('timeLow'));
      const length = number('length');
      number('wireLength');
      return packetOf(from, at, body.octets(length, `${field}.bytes`));
    }
    case OLD_PACKET: {
      const word = number('interface');
      const from = interfaceAt(section, little ? word & 0xffff : word >>> 16, body, field);
      const at = timeOf(from, number('timeHigh'), number('timeLow'));
      const length = number('length');
      number('wireLength');
      return packetOf(from, at, body.octets(length, `${field}.bytes`));
    }
    case SIMPLE_PACKET: {
      const from = interfaceAt(section, 0, body, field);
      const wire = number('wireLength');
      // a snapshot length of zero is none
      const length = Math.min(wire, from.snapLength === 0 ? wire : from.snapLength, body.remaining);
      return packetOf(from, 0, body.octets(length, `${field}.bytes`));
    }
    default:
      return undefined;
  }
}

function interfaceAt({ interfaces }: Section, index: number, body: ByteReader, field: string): Interface {
  const found = interfaces[index];
  if (found === undefined) throw new DecodeError('bad-value', body.offset - 4, `${field}.interface`);
  return found;
}

function packetOf({ link, name }: Interface, at: number, bytes: Uint8Array): CapturedPacket {
  return name === undefined ? { at, link, bytes } : { at, link, interface: name, bytes };
}

function timeOf({ perMilli, offsetMs }: Interface, high: number, low: number): number {
  return (high * 2 ** 32 + low) / perMilli + offsetMs;
}

function readInterface(body: ByteReader, little: boolean, field: string): Interface {
  const link = u16(body, little, `${field}.link`);
  u16(body, little, `${field}.reserved`);
  const snapLength = u32(body, little, `${field}.snapLength`);
  let name: string | undefined;
  let perMilli = 1e3;
  let offsetMs = 0;
  // options are optional, and so is their end (section 3.5)
  while (body.remaining >= 4) {
    const code = u16(body, little, `${field}.option`);
    const length = u16(body, little, `${field}.option.length`);
    if (code === END_OF_OPTIONS) break;
    const value = body.octets(length, `${field}.option.value`);
    body.octets(Math.min(body.remaining, -length & 3), `${field}.option.padding`);
    if (code === NAME) name = decodeText(value);
    if (code === TIME_RESOLUTION && length === 1) perMilli = perMilliOf(value[0]!);
    if (code === TIME_OFFSET && length === 8) offsetMs = 1000 * seconds(value, little);
  }
  return { link, snapLength, name, perMilli, offsetMs };
}

/** The first bit chooses between powers of 2 and of 10. */
function perMilliOf(resolution: number): number {
  const power = resolution & 0x7f;
  return ((resolution & 0x80) === 0 ? 10 ** power : 2 ** power) / 1000;
}

function seconds(value: Uint8Array, little: boolean): number {
  const r = new ByteReader(value);
  const [first, second] = [u32(r, little, 'offset'), u32(r, little, 'offset')];
  const [high, low] = little ? [second, first] : [first, second];
  return (high | 0) * 2 ** 32 + low;
}

function u16(r: ByteReader, little: boolean, field: string): number {
  return little ? r.u16Le(field) : r.u16(field);
}

function u32(r: ByteReader, little: boolean, field: string): number {
  return little ? r.u32Le(field) : r.u32(field);
}

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const ORDER = 0x1a2b3c4d;
const ORDER_SWAPPED = 0x4d3c2b1a;
const END_OF_OPTIONS = 0;
const NAME = 2;
const TIME_RESOLUTION = 9;
const TIME_OFFSET = 14;
/** Type and both lengths. */
const FRAME = 12;
const MOST_INTERFACES = 65_536;
