import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import { readName, writeName } from '../../formats/dns-name.ts';

/**
 * A node status request or response of the NetBIOS name service (RFC 1002, sections 4.2.17 and 4.2.18), network byte
 * order: `2 id · 2 flags · 4 x 2 counts`, then
 *
 *     request    34 name · 2 type · 2 class
 *     response   34 name · 2 type · 2 class · 4 TTL · 2 length · 1 number · number x (15 name · 1 suffix · 2 flags) · statistics
 *
 * The statistics begin with the unit's id, which is its MAC.
 */
export type NodeStatus =
  | { readonly is: 'request'; readonly id: number; readonly flags: number; readonly name: string }
  | {
      readonly is: 'response';
      readonly id: number;
      readonly flags: number;
      readonly name: string;
      readonly ttlSeconds: number;
      readonly names: readonly NodeName[];
      /** The MAC; all zero where it is not told. Shared with the packet, as is the rest. */
      readonly unit?: Uint8Array;
      /** Another 40 bytes by the standard; others send fewer. */
      readonly statistics: Uint8Array;
    };

export interface NodeName {
  /** 15 bytes, padded with blanks, in a code page that nobody names. Shared with the packet. */
  readonly bytes: Uint8Array;
  /** What kind of name: 00 workstation, 20 file server. */
  readonly suffix: number;
  readonly flags: number;
}

export const nameFlags = { group: 0x8000, deregistering: 0x1000, conflict: 0x0800, active: 0x0400 } as const;
/** `*` and fifteen zero bytes, two letters a byte (RFC 1001, section 14.1): whoever hears it is meant. */
export const ANYBODY = 'CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
export const RESPONSE = 0x8400;

export function decodeNetbios(bytes: Uint8Array): Decoded<NodeStatus> {
  return decoding(bytes, (r) => readNodeStatus(r, () => undefined));
}

/** `note` is called behind each field that was read. */
export function readNodeStatus(r: ByteReader, note: (path: string, from: number) => unknown): NodeStatus {
  const field = <T>(path: string, read: () => T): T => {
    const from = r.offset;
    const value = read();
    note(path, from);
    return value;
  };
  const id = field('id', () => r.u16('id'));
  const flags = field('flags', () => r.u16('flags'));
  const counts = ['questions', 'answers', 'authorities', 'additionals'].map((path) => field(path, () => r.u16(path)));
  const response = (flags & 0x8000) !== 0;
  if (counts.join() !== (response ? '0,1,0,0' : '1,0,0,0')) throw new DecodeError('bad-value', 4, 'questions');
  const name = field('name', () => readName(r, 'name'));
  const type = field('type', () => r.u16('type'));
  const kind = field('class', () => r.u16('class'));
  if (type !== NBSTAT || kind !== IN) throw new DecodeError('bad-value', r.offset - 4, 'type');
  if (!response) {
    r.end('class');
    return { is: 'request', id, flags, name };
  }
  const ttlSeconds = field('ttl', () => r.u32('ttl'));
  const length = field('length', () => r.u16('length'));
  if (length > r.remaining) throw new DecodeError('truncated', r.limit, 'length');
  if (length < r.remaining) throw new DecodeError('trailing', r.offset + length, 'length');
  const count = field('names', () => r.u8('names'));
  // a number of names that the length has no room for
  if (count * NAME_SIZE > r.remaining) throw new DecodeError('bad-length', r.offset - 1, 'names');
  const names = Array.from({ length: count }, (_, i): NodeName => {
    const part = <T>(sub: string, read: (path: string) => T): T =>
      field(`name[${i}].${sub}`, () => read(`name[${i}].${sub}`));
    return {
      bytes: part('text', (path) => r.octets(15, path)),
      suffix: part('suffix', (path) => r.u8(path)),
      flags: part('flags', (path) => r.u16(path)),
    };
  });
  const unit = r.remaining < UNIT_SIZE ? undefined : field('unit', () => r.octets(UNIT_SIZE, 'unit'));
  const statistics = r.remaining === 0 ? r.rest() : field('statistics', () => r.rest());
  return { is: 'response', id, flags, name, ttlSeconds, names, ...(unit === undefined ? {} : { unit }), statistics };
}

export function encodeNetbios(status: NodeStatus): Uint8Array<ArrayBuffer> {
  const response = status.is === 'response';
  const w = new ByteWriter().u16(status.id).u16(status.flags);
  w.u16(response ? 0 : 1)
    .u16(response ? 1 : 0)
    .u16(0)
    .u16(0);
  writeName(w, status.name);
  w.u16(NBSTAT).u16(IN);
  if (status.is === 'request') return w.finish();
  w.u32(status.ttlSeconds);
  w.prefixed16((inner) => {
    inner.u8(status.names.length);
    for (const { bytes, suffix, flags } of status.names) inner.octets(bytes).u8(suffix).u16(flags);
    inner.octets(status.unit ?? new Uint8Array()).octets(status.statistics);
  });
  return w.finish();
}

const NBSTAT = 0x0021;
const IN = 0x0001;
const NAME_SIZE = 18;
const UNIT_SIZE = 6;
