import { isForeign } from '../../formats/mib-charset.ts';
import { isWithin } from '../../formats/oid.ts';
import { decodeSnmpMessage, type SnmpVersion } from '../../formats/snmp-message.ts';
import { type SnmpValue, type WireName, wireName } from '../../formats/snmp-varbind.ts';
import { remembering } from '../../model/remembering.ts';
import { hasForeignText } from './claims-readings.ts';
import { type ObjectName, objectAt } from './object-names.ts';
import { privateObject } from './private-objects.ts';
import { READINGS } from './readings.ts';

/** Which instances of which readings a host has; the same for all hosts that have the same. */
export interface Shape {
  readonly version: SnmpVersion;
  /** Single objects, in order: those that say who it is among them. */
  readonly singles: readonly string[];
  readonly tables: readonly TableShape[];
  /** About how many octets each value takes. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** A host as it told itself in its last look. */
export interface KnownShape {
  readonly shape: Shape;
  /** What says who it is. */
  readonly who: ReadonlyMap<string, SnmpValue>;
}

/** The rows of one table, each with the instances that it has. */
export interface TableShape {
  readonly columns: readonly string[];
  /** The column without which a row says nothing. */
  readonly key: string;
  readonly mostRows: number;
  readonly rows: readonly { readonly row: string; readonly oids: readonly string[] }[];
}

/**
 * The shape of a host by the packets of one look or poll, oldest first. `undefined` where nothing in them says who it
 * is, where they were not asked for by the community that everybody is asked with (their passwords are not in them), or
 * where names stand in a character set that they do not tell.
 */
export function shapeOf(packets: readonly Uint8Array[]): KnownShape | undefined {
  const values = new Map<string, SnmpValue>();
  let version: SnmpVersion = 0;
  for (const [i, bytes] of packets.entries()) {
    const message = decodeResponse(bytes, hints[i]);
    if (message === undefined) continue;
    if (message.community.length === 0) return undefined;
    if (message.version === 1) version = 1;
    const { errorStatus, varbinds } = message.pdu;
    if (errorStatus !== 0) continue;
    if (i < MOST_HINTS && !varbinds.every(({ oid }, at) => hints[i]?.[at]?.oid === oid))
      hints[i] = varbinds.map(({ oid }) => wireName(oid));
    for (const { oid, value } of varbinds) if (value.value !== null) values.set(oid, value);
  }
  let key = `${version}`;
  for (const [oid, value] of values) {
    if (value.type === 'OctetString' && isForeign(value.value) && hasForeignText([{ oid, value }])) return undefined;
    key += ` ${oid}:${octetsOf(value)}`;
  }
  let shape = shapes.get(key);
  if (shape === undefined) {
    shape = makeShape(version, values);
    if (shapes.size >= MOST_SHAPES) shapes.clear();
    shapes.set(key, shape);
  }
  const who = new Map<string, SnmpValue>();
  for (const oid of shape.singles) if (saysWho(oid)) who.set(oid, values.get(oid)!);
  return who.size === 0 ? undefined : { shape, who };
}

function makeShape(version: SnmpVersion, values: ReadonlyMap<string, SnmpValue>): Shape {
  // whoever has no row of the Printer-MIB, or of a table of printers, is none, and has no supplies to ask for
  const prints = [...values.keys()].some((oid) => /^(hrPrinter|prt)/.test(objectAt(oid)?.name ?? ''));
  return {
    version,
    singles: [...values.keys()].filter((oid) => isSingle(oid, values)),
    tables: prints ? READINGS.map((table) => tableOf(table, values)) : [],
    sizes: new Map([...values].map(([oid, value]) => [oid, octetsOf(value)])),
  };
}

/** A text may have grown since, a number is taken at its longest; an interface without hardware has an empty address. */
function octetsOf(value: SnmpValue): number {
  if (value.type !== 'OctetString') return 8;
  return value.value.length === 0 ? 0 : 16 * Math.ceil((value.value.length + 1) / 16);
}

function decodeResponse(bytes: Uint8Array, expected: readonly WireName[] | undefined) {
  const decoded = decodeSnmpMessage(bytes, expected);
  if (!decoded.ok || decoded.value.pdu.is !== 'Response') return undefined;
  const { version, community, pdu } = decoded.value;
  return { version, community, pdu };
}

/** Whether another value of this object means another device. */
export const saysWho: (oid: string) => boolean = remembering((oid) => {
  const name = objectAt(oid)?.name;
  return (name !== undefined && whoObjects.has(name)) || privateObject(oid)?.reads === 'serial';
}, 5_000);

function isSingle(oid: string, values: ReadonlyMap<string, SnmpValue>): boolean {
  const known = objectAt(oid);
  if (known !== undefined) {
    const value = values.get(oid)!;
    // an interface without hardware has an empty address
    if (known.name === 'ifPhysAddress') return value.type === 'OctetString' && value.value.length > 0;
    return known.instance !== '' && singleObjects.has(known.name);
  }
  const own = privateObject(oid);
  if (own === undefined) return false;
  // a Brother's records mean something beside its device ID
  const records = [...values.keys()].some((other) => privateObject(other)?.reads === 'supplies');
  return own.reads === 'serial' || (records && own.reads !== 'mac');
}

function tableOf(
  { columns, key, mostRows }: (typeof READINGS)[number],
  values: ReadonlyMap<string, SnmpValue>,
): TableShape {
  const rows = new Map<string, string[]>();
  for (const oid of values.keys()) {
    const column = columns.find((one) => isWithin(one, oid) && oid.length > one.length);
    if (column === undefined) continue;
    const row = oid.slice(column.length + 1);
    rows.set(row, [...(rows.get(row) ?? []), oid]);
  }
  const place = (oid: string) => columns.findIndex((column) => isWithin(column, oid));
  return {
    columns,
    key,
    mostRows,
    rows: [...rows]
      .map(([row, oids]) => ({ row, oids: [...oids].sort((a, b) => place(a) - place(b)) }))
      .sort((a, b) => compareRows(a.row, b.row)),
  };
}

function compareRows(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) if (left[i] !== right[i]) return left[i]! - right[i]!;
  return left.length - right.length;
}

const whoObjects: ReadonlySet<ObjectName> = new Set(['sysObjectID', 'prtGeneralSerialNumber', 'ifPhysAddress']);
const singleObjects: ReadonlySet<ObjectName> = new Set([
  ...whoObjects,
  'hrDeviceStatus',
  'hrPrinterStatus',
  'hrPrinterDetectedErrorState',
  'prtMarkerCounterUnit',
  'prtMarkerLifeCount',
]);

// remembered for speed alone, and nothing that is read depends on it: hosts of one kind answer with the same names
const hints: (readonly WireName[] | undefined)[] = [];
const MOST_HINTS = 32;
const shapes = new Map<string, Shape>();
const MOST_SHAPES = 1_000;
