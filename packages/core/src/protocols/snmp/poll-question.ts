import { freshBytes } from '../../bytes/fresh-bytes.ts';
import { encodeText } from '../../bytes/text.ts';
import { isWithin } from '../../formats/oid.ts';
import { encodeSnmpMessage, type SnmpRequestPdu } from '../../formats/snmp-message.ts';
import { unspecified, type Varbind, type WireName, wireName } from '../../formats/snmp-varbind.ts';
import { remembering } from '../../model/remembering.ts';
import { placeOf, type Tells, tellsOf } from './claims.ts';
import type { Row } from './claims-identity.ts';
import { mayLeave } from './guard.ts';
import type { Shape, TableShape } from './poll-shape.ts';

/** What stands or falls together: one single object, or one row of a table. */
export interface Piece {
  /** The names that are asked for: the objects themselves, or for rows what stands in front of them. */
  readonly asked: readonly string[];
  /** What is to answer, by place; `undefined` where nothing of the table may come any more. */
  readonly expected: readonly (string | undefined)[];
  /** The table that it is of; absent for single objects. */
  readonly table?: TableShape;
  /** About how many octets its answer takes. */
  readonly size: number;
}

/** One request, made once for all hosts of one shape: what differs is the id. */
export interface PollQuestion {
  readonly is: 'GetRequest' | 'GetNextRequest';
  readonly pieces: readonly Piece[];
  readonly names: readonly WireName[];
  /** The column that each varbind behind a table's last row must lie outside of. */
  readonly ends: readonly (string | undefined)[];
  readonly places: readonly Omit<Row, 'value'>[];
  readonly tells: Tells;
  /** The table of each varbind; none of single objects. */
  readonly tables: readonly (TableShape | undefined)[];
  /** The pieces with their part of all this, for an answer that is read piece by piece. */
  readonly parts: readonly Part[];
  readonly template: Uint8Array;
  /** Where the four octets of the request id stand. */
  readonly idAt: number;
}

/** What one piece takes in a question, and in an answer as it should be. */
export interface Part extends Pick<PollQuestion, 'is' | 'names' | 'ends' | 'places' | 'tells' | 'tables'> {
  readonly table: TableShape | undefined;
  /** One object for all parts that read the same octets alike, whatever question they are in. */
  readonly alike: Alike;
}

/** What is read of a part depends on this and its octets alone. */
export interface Alike {
  readonly seed: number;
}

/** Single objects are asked for by GET: in version 2c what is missing is missing by itself. */
export function singlePieces({ singles, sizes }: Shape): readonly Piece[] {
  return singles.map((oid) => ({ asked: [oid], expected: [oid], size: sizeOf(oid, sizes) }));
}

/**
 * Tables are read by GETNEXT of what stands in front of each cell: the answer is the cell itself and proves that no row
 * came in between, and one name behind the last row proves that there is none after it. So one packet reads a table and
 * tells whether its shape has moved.
 */
export function tablePieces({ tables, sizes }: Shape): readonly Piece[] {
  return tables.flatMap((table) => {
    const last = new Map<string, string>();
    const pieces = table.rows.map(({ oids }): Piece => {
      const asked = oids.map((oid) => {
        const column = columnOf(table, oid);
        const before = last.get(column) ?? column;
        last.set(column, oid);
        return before;
      });
      return { asked, expected: oids, table, size: oids.reduce((sum, oid) => sum + sizeOf(oid, sizes), 0) };
    });
    // without its key nothing is read of a row
    const ends = last.size > 0 ? [...last.values()].slice(0, 1) : [table.key];
    const end = { asked: ends, expected: ends.map(() => undefined), table, size: ends.length * 2 * NAME_OCTETS };
    return [...pieces, end];
  });
}

/** As few packets as the pieces fit into. */
export function pack(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const packets: Piece[][] = [];
  let octets = Infinity;
  let count = 0;
  for (const piece of pieces) {
    if (octets + piece.size > MOST_OCTETS || count + piece.asked.length > MOST_VARBINDS) {
      packets.push([]);
      octets = HEAD_OCTETS;
      count = 0;
    }
    packets.at(-1)!.push(piece);
    octets += piece.size;
    count += piece.asked.length;
  }
  return packets;
}

/** The request for these pieces; `undefined` where the guard lets none of it leave. */
export function questionFor(
  is: PollQuestion['is'],
  pieces: readonly Piece[],
  { version }: Pick<Shape, 'version'>,
  community: string,
): PollQuestion | undefined {
  const asked = pieces.flatMap((piece) => piece.asked);
  const expected = pieces.flatMap((piece) => piece.expected);
  const pdu = (requestId: number): SnmpRequestPdu => ({
    is,
    requestId,
    errorStatus: 0,
    errorIndex: 0,
    varbinds: asked.map((oid): Varbind => ({ oid, value: unspecified })),
  });
  if (!mayLeave(pdu(LEAST_ID), {})) return undefined;
  const encode = (requestId: number) =>
    encodeSnmpMessage({ version, community: encodeText(community), pdu: pdu(requestId) });
  const template = encode(LEAST_ID);
  const other = encode(GREATEST_ID);
  const places = expected.map((oid, i) => placeOf(i, oid ?? asked[i]!));
  const whole = {
    is,
    names: expected.map((oid, i) => wireName(oid ?? asked[i]!)),
    ends: pieces.flatMap(({ asked: names, expected: oids, table }) =>
      oids.map((oid, i) => (oid !== undefined || table === undefined ? undefined : columnOf(table, names[i]!))),
    ),
    places,
    tables: pieces.flatMap(({ asked: names, table }) => names.map(() => table)),
  };
  return {
    ...whole,
    pieces,
    tells: tellsOf(places),
    parts: partsOf(pieces, whole),
    template,
    idAt: template.findIndex((octet, i) => octet !== other[i]),
  };
}

function partsOf(
  pieces: readonly Piece[],
  { is, names, ends, places, tables }: Omit<PollQuestion, 'pieces' | 'tells' | 'parts' | 'template' | 'idAt'>,
): Part[] {
  let at = 0;
  return pieces.map(({ expected, table }) => {
    const [from, to] = [at, at + expected.length];
    at = to;
    const own = places.slice(from, to);
    const key = `${is} ${own.map(({ path, oid }, i) => `${path} ${oid} ${ends[from + i] ?? ''}`).join('|')}`;
    return {
      is,
      names: names.slice(from, to),
      ends: ends.slice(from, to),
      places: own,
      tells: tellsOf(own),
      tables: tables.slice(from, to),
      table,
      alike: alikeOf(key),
    };
  });
}

const alikeOf = remembering((key: string): Alike => {
  let seed = 0;
  for (let i = 0; i < key.length; i++) seed = Math.imul(seed ^ key.charCodeAt(i), 0x0100_0193);
  return { seed };
}, 10_000);

export function withId({ template, idAt }: PollQuestion, id: number): Uint8Array {
  const bytes = freshBytes(template.length);
  bytes.set(template);
  bytes[idAt] = id >>> 24;
  bytes[idAt + 1] = id >>> 16;
  bytes[idAt + 2] = id >>> 8;
  bytes[idAt + 3] = id;
  return bytes;
}

/** What an answer holds: the cells that were asked for, but for tables whose rows are others now. */
export interface Cells {
  readonly rows: readonly Row[];
  readonly moved: readonly TableShape[];
}

/** A single object may be missing. `undefined`: it is no answer to this question. */
export function cellsOf(
  { is, names, ends, places, tables }: Pick<PollQuestion, 'is' | 'names' | 'ends' | 'places' | 'tables'>,
  varbinds: readonly Varbind[],
): Cells | undefined {
  if (varbinds.length !== names.length) return undefined;
  const rows: Row[] = [];
  const moved = new Set<TableShape>();
  for (let i = 0; i < varbinds.length; i++) {
    const { oid, value } = varbinds[i]!;
    const column = ends[i];
    const table = tables[i];
    if (column !== undefined) {
      if (value.value !== null && isWithin(column, oid)) moved.add(table!);
    } else if (oid === names[i]!.oid && value.value !== null) {
      const { path, object, instance } = places[i]!;
      rows.push(object === undefined ? { oid, value, path } : { oid, value, path, object, instance: instance! });
    } else if (table !== undefined) moved.add(table);
    else if (is !== 'GetRequest' || oid !== names[i]!.oid) return undefined;
  }
  if (moved.size === 0) return { rows, moved: [] };
  const lost = new Set(names.flatMap(({ oid }, i) => (tables[i] !== undefined && moved.has(tables[i]) ? [oid] : [])));
  return { rows: rows.filter(({ oid }) => !lost.has(oid)), moved: [...moved] };
}

function columnOf(table: TableShape, oid: string): string {
  return table.columns.find((column) => isWithin(column, oid))!;
}

/** Name, value and their tags: dotted text takes two characters an arc and more. */
function sizeOf(oid: string, sizes: Shape['sizes']): number {
  return (oid.length >> 1) + (sizes.get(oid) ?? 0) + 8;
}

// below the 1,472 octets of an Ethernet frame, and what agents of our own and others answer at most
const MOST_OCTETS = 1_350;
const MOST_VARBINDS = 56;
const HEAD_OCTETS = 48;
const NAME_OCTETS = 24;
// the bounds of `requestIdOf`: they differ in their first octet
const LEAST_ID = 0x4000_0000;
const GREATEST_ID = 0x7fff_ffff;
