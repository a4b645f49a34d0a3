import type { ByteReader } from '../../bytes/byte-reader.ts';
import { decoding } from '../../bytes/decoding.ts';
import { ber, enterBer, readBerEnd, readBerTag } from '../../formats/ber.ts';
import { isPassword } from '../../formats/snmp-community.ts';
import { readInteger32 } from '../../formats/snmp-message.ts';
import { readVarbind, type Varbind } from '../../formats/snmp-varbind.ts';
import type { Claim } from '../../model/claim.ts';
import { readingClaimsOf, rowClaimsOf } from './claims.ts';
import { hasForeignText } from './claims-readings.ts';
import { type Alike, cellsOf, type Part, type PollQuestion } from './poll-question.ts';
import type { TableShape } from './poll-shape.ts';

/** What tables told, but for those whose rows are others now. */
export interface TablesTold {
  readonly moved: readonly TableShape[];
  /** Names came that cannot be read without their character set. */
  readonly foreign: boolean;
  /** Something was there to read. */
  readonly some: boolean;
  readonly claims: readonly Claim[];
}

/**
 * Reads an answer row by row where it is just as it should be: rows whose octets were read before, on whatever host, are
 * not read again, for a fleet says the same again and again. `undefined` for any other answer: it is decoded as a whole,
 * which tells why. What is read is the same either way.
 */
export function readAgain({ parts }: PollQuestion, bytes: Uint8Array, id: number): TablesTold | undefined {
  const read = decoding(bytes, (r) => {
    const end = enterList(r, id);
    if (end === undefined) return undefined;
    const pieces: PieceTold[] = [];
    for (const part of parts) {
      pieces.push(pieceAt(part, r, end));
    }
    return r.offset === end ? pieces : undefined;
  });
  return read.ok && read.value !== undefined ? together(parts, read.value) : undefined;
}

/** What one piece told; of the packet itself nothing is held. */
interface PieceTold {
  readonly alike: Alike;
  readonly octets: Uint8Array;
  readonly moved: boolean;
  readonly foreign: boolean;
  readonly some: boolean;
  /** What rows tell by themselves, and then what they tell as readings: the order of a packet read as a whole. */
  readonly single: readonly Claim[];
  readonly readings: readonly Claim[];
}

/** Goes to the first varbind of a good response to this request; gives where the last one ends. */
function enterList(r: ByteReader, id: number): number | undefined {
  const end = enterBer(r, ber.sequence, 'message');
  const version = readInteger32(r, end, 'message.version');
  const communityEnd = enterBer(r, ber.octets, 'message.community', end);
  const community = r.octets(communityEnd - r.offset, 'message.community');
  if ((version !== 0 && version !== 1) || isPassword(community)) return undefined;
  if (readBerTag(r, 'pdu', end) !== RESPONSE || readBerEnd(r, 'pdu', end) !== end) return undefined;
  if (readInteger32(r, end, 'pdu.requestId') !== id) return undefined;
  if (readInteger32(r, end, 'pdu.errorStatus') !== 0) return undefined;
  readInteger32(r, end, 'pdu.errorIndex');
  return enterBer(r, ber.sequence, 'varbinds', end) === end ? end : undefined;
}

/** The piece that begins where the reader stands. */
function pieceAt(part: Part, r: ByteReader, limit: number): PieceTold {
  const { bytes, offset: start } = r;
  let hash = part.alike.seed;
  for (let i = 0; i < part.names.length; i++) {
    const end = enterBer(r, ber.sequence, 'varbind', limit);
    // rows of one table differ in the last octets of their values; where they do not, memory holds one of them
    const last = (bytes[end - 1]! << 16) ^ (bytes[end - 2]! << 8) ^ bytes[end - 3]!;
    hash = Math.imul(hash ^ last, 0x0100_0193);
    r.offset = end;
  }
  const slot = (hash ^ (hash >>> 15)) & (MOST_PIECES - 1);
  const { offset: end } = r;
  const known = pieces[slot];
  if (known !== undefined && known.alike === part.alike && isSame(known.octets, bytes, start, end)) return known;
  r.offset = start;
  const fresh = readPiece(part, r, end);
  pieces[slot] = fresh;
  return fresh;
}

function readPiece(part: Part, r: ByteReader, end: number): PieceTold {
  const start = r.offset;
  const varbinds: Varbind[] = part.names.map((name) => readVarbind(r, end, name));
  const octets = r.bytes.slice(start, end);
  const { alike, tells } = part;
  const cells = cellsOf(part, varbinds);
  const rows = cells?.rows ?? [];
  return {
    alike,
    octets,
    moved: cells === undefined || cells.moved.length > 0,
    foreign: hasForeignText(rows),
    some: rows.length > 0,
    single: rowClaimsOf(rows, tells),
    readings: readingClaimsOf(rows, undefined, tells),
  };
}

function together(parts: readonly Part[], told: readonly PieceTold[]): TablesTold {
  const moved = new Set<TableShape>();
  for (let i = 0; i < told.length; i++) if (told[i]!.moved) moved.add(parts[i]!.table!);
  const claims: Claim[] = [];
  let foreign = false;
  let some = false;
  for (let i = 0; i < told.length; i++) {
    if (moved.size > 0 && moved.has(parts[i]!.table!)) continue;
    const one = told[i]!;
    foreign ||= one.foreign;
    some ||= one.some;
    for (const claim of one.single) claims.push(claim);
  }
  for (let i = 0; i < told.length; i++) {
    if (moved.size > 0 && moved.has(parts[i]!.table!)) continue;
    for (const claim of told[i]!.readings) claims.push(claim);
  }
  return { moved: [...moved], foreign, some, claims };
}

function isSame(octets: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (octets.length !== end - start) return false;
  for (let i = 0; i < octets.length; i++) if (octets[i] !== bytes[start + i]) return false;
  return true;
}

const RESPONSE = 0xa2;
// remembered for speed alone: what is read of a piece depends on nothing but its octets and what they are read as
const MOST_PIECES = 8_192;
const pieces: (PieceTold | undefined)[] = new Array<PieceTold | undefined>(MOST_PIECES);
