import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { DecodeError } from '../bytes/decode-error.ts';
import { formatHex } from '../bytes/hex.ts';
import { decodeText } from '../bytes/text.ts';
import { formatIp, parseIp } from '../net/ip-address.ts';
import { readName, writeName } from './dns-name.ts';
import { txtPaths } from './dns-txt.ts';

/** What a record says. Types that are not listed stay bytes. */
export type DnsData =
  | { readonly is: 'ptr'; readonly target: string }
  | {
      readonly is: 'srv';
      readonly priority: number;
      readonly weight: number;
      readonly port: number;
      readonly target: string;
    }
  | { readonly is: 'txt'; readonly strings: readonly Uint8Array[] }
  | { readonly is: 'address'; readonly address: string }
  | { readonly is: 'nsec'; readonly next: string; readonly types: readonly number[] }
  | { readonly is: 'raw'; readonly bytes: Uint8Array };

/** Record types by name (RFC 1035, 2782, 3596, 4034, 6891). */
export const dnsType = { a: 1, ptr: 12, txt: 16, aaaa: 28, srv: 33, opt: 41, nsec: 47, any: 255 } as const;

export function formatDnsType(type: number): string {
  return (
    Object.entries(dnsType)
      .find(([, number]) => number === type)?.[0]
      .toUpperCase() ?? String(type)
  );
}

/** Hears of each field: its path, where it begins (it ends at the reader's offset), and its text. */
export type Mark = (path: string, from: number, text: () => string) => void;

/** `reader` is confined to the record's data; pointers still reach the whole message. */
export function readData(reader: ByteReader, type: number, path: string, mark: Mark): DnsData {
  const value = <T>(name: string, read: (field: string) => T, show: (value: T) => string = String): T => {
    const from = reader.offset;
    const result = read(`${path}.${name}`);
    mark(`${path}.${name}`, from, () => show(result));
    return result;
  };
  const name = (field: string) => readName(reader, field);
  switch (type) {
    case dnsType.ptr:
      return { is: 'ptr', target: value('target', name) };
    case dnsType.srv: {
      const priority = value('priority', (field) => reader.u16(field));
      const weight = value('weight', (field) => reader.u16(field));
      const port = value('port', (field) => reader.u16(field));
      return { is: 'srv', priority, weight, port, target: value('target', name) };
    }
    case dnsType.a:
      return { is: 'address', address: value('address', (field) => readAddress(reader, 4, field)) };
    case dnsType.aaaa:
      return { is: 'address', address: value('address', (field) => readAddress(reader, 16, field)) };
    case dnsType.txt:
      return { is: 'txt', strings: readStrings(reader, path, mark) };
    case dnsType.nsec: {
      const next = value('next', name);
      const types = value(
        'types',
        (field) => readTypes(reader, field),
        (list) => list.map(formatDnsType).join(' '),
      );
      return { is: 'nsec', next, types };
    }
    default:
      return { is: 'raw', bytes: value('data', () => reader.rest(), formatHex) };
  }
}

/** SRV targets stay whole where `shortSrv` is false (legacy answers, RFC 6762 section 18.14). */
export function writeData(writer: ByteWriter, data: DnsData, seen: Map<string, number>, shortSrv: boolean): void {
  switch (data.is) {
    case 'ptr':
      writeName(writer, data.target, seen);
      return;
    case 'srv':
      writer.u16(data.priority).u16(data.weight).u16(data.port);
      writeName(writer, data.target, shortSrv ? seen : undefined);
      return;
    case 'txt':
      for (const string of data.strings) {
        if (string.length > 255) throw new RangeError(`a TXT string of ${string.length} bytes`);
        writer.u8(string.length).octets(string);
      }
      return;
    case 'address': {
      const address = parseIp(data.address);
      if (address === undefined) throw new RangeError(`"${data.address}" is no address`);
      writer.octets(address.bytes);
      return;
    }
    case 'nsec':
      writeName(writer, data.next, seen);
      writeTypes(writer, data.types);
      return;
    case 'raw':
      writer.octets(data.bytes);
  }
}

function readAddress(reader: ByteReader, length: 4 | 16, field: string): string {
  return formatIp({ family: length === 4 ? 4 : 6, bytes: reader.octets(length, field) });
}

/** A record without any string breaks RFC 6763 section 6.1, and is heard all the same: it says nothing. */
function readStrings(reader: ByteReader, path: string, mark: Mark): Uint8Array[] {
  const strings: Uint8Array[] = [];
  const begin = reader.offset;
  while (reader.remaining > 0) {
    const field = `${path}.txt[${strings.length}]`;
    strings.push(reader.octets(reader.u8(field), field));
  }
  const end = reader.offset;
  reader.offset = begin;
  for (const [i, name] of txtPaths(strings).entries()) {
    const string = strings[i]!;
    const from = reader.offset;
    reader.offset += 1 + string.length;
    mark(`${path}.${name}`, from, () => decodeText(name.startsWith('txt.') ? entryValue(string) : string));
  }
  reader.offset = end;
  return strings;
}

function entryValue(string: Uint8Array): Uint8Array {
  const equals = string.indexOf(0x3d);
  return equals < 0 ? string.subarray(0, 0) : string.subarray(equals + 1);
}

/** RFC 4034 section 4.1.2: window · length 1..32 · bitmap, windows ascending. */
function readTypes(reader: ByteReader, field: string): number[] {
  const types: number[] = [];
  let last = -1;
  while (reader.remaining > 0) {
    const at = reader.offset;
    const window = reader.u8(field);
    const length = reader.u8(field);
    if (window <= last || length === 0 || length > 32) throw new DecodeError('bad-value', at, field);
    last = window;
    for (const [i, byte] of reader.octets(length, field).entries())
      for (let bit = 0; bit < 8; bit++) if (byte & (0x80 >> bit)) types.push(window * 256 + i * 8 + bit);
  }
  return types;
}

function writeTypes(writer: ByteWriter, types: readonly number[]): void {
  for (const window of [...new Set(types.map((type) => type >> 8))].sort((a, b) => a - b)) {
    const low = types.filter((type) => type >> 8 === window).map((type) => type & 0xff);
    const bitmap = new Uint8Array((Math.max(...low) >> 3) + 1);
    for (const type of low) bitmap[type >> 3]! |= 0x80 >> (type & 7);
    writer.u8(window).u8(bitmap.length).octets(bitmap);
  }
}
