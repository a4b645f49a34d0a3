import { decodeIn, isForeign } from '../../formats/mib-charset.ts';
import { isWithin } from '../../formats/oid.ts';
import type { SnmpValue } from '../../formats/snmp-varbind.ts';
import { type Claim, clean } from '../../model/claim.ts';
import {
  alertCodeOf,
  alertGroupOf,
  directionOf,
  problemOf,
  severityOf,
  supplyKindOf,
  unitOf,
} from '../../model/printer-mib.ts';
import { remembering } from '../../model/remembering.ts';
import { type RawLevel, readLevel } from '../../model/supply-level.ts';
import { colourInText, kindInText, readSupplyText } from '../../model/supply-words.ts';
import type { Row } from './claims-identity.ts';
import { type ObjectName, oidOf } from './object-names.ts';

/**
 * How a printer is by its Printer-MIB: supplies, colours, trays, the life count, alerts, row by row of one packet. Names
 * are in `charset`, a number of IANA, where they are no UTF-8.
 */
export function readingClaims(rows: readonly Row[], charset?: number): Claim[] {
  const cells = cellsOf(rows, charset);
  return tables.flatMap(({ reading, also, claims }) =>
    tableRows(cells, reading, also).flatMap((row) => claims(cells, row)),
  );
}

/** Whether readings can come of rows with this object among them. */
export function isReading(object: string | undefined): boolean {
  return tables.some(({ reading }) => reading === object);
}

/** True where the names of a packet cannot be read without knowing their character set. */
export function hasForeignText(rows: readonly Pick<Row, 'oid' | 'value'>[]): boolean {
  return rows.some(
    ({ oid, value }) =>
      value.type === 'OctetString' && isForeign(value.value) && textRoots.some((root) => isWithin(root, oid)),
  );
}

interface Cell {
  readonly value: SnmpValue;
  readonly path: string;
  readonly charset: number | undefined;
}

/** Cells by object, then by row. */
type Cells = ReadonlyMap<ObjectName, ReadonlyMap<string, Cell>>;

function cellsOf(rows: readonly Row[], charset: number | undefined): Cells {
  const cells = new Map<ObjectName, Map<string, Cell>>();
  for (const { object, instance = '', value, path } of rows) {
    if (object === undefined || !readObjects.has(object)) continue;
    const column = cells.get(object) ?? new Map<string, Cell>();
    cells.set(object, column.set(instance, { value, path, charset }));
  }
  return cells;
}

/** The rows of a table that this packet is a reading of: one column of it alone names the row, and says nothing of it. */
function tableRows(cells: Cells, reading: ObjectName, also: ObjectName = reading): string[] {
  const column = cells.get(reading);
  return column === undefined ? [] : [...new Set([...column.keys(), ...(cells.get(also)?.keys() ?? [])])];
}

function supplyClaims(cells: Cells, row: string): Claim[] {
  const at = (name: ObjectName) => cells.get(name)?.get(row);
  const told = at('prtMarkerSuppliesLevel') ?? at('prtMarkerSuppliesDescription');
  const description = text(at('prtMarkerSuppliesDescription'));
  const type = number(at('prtMarkerSuppliesType'));
  const supplyClass = number(at('prtMarkerSuppliesClass'));
  const raw = rawOf(
    at('prtMarkerSuppliesLevel'),
    at('prtMarkerSuppliesMaxCapacity'),
    at('prtMarkerSuppliesSupplyUnit'),
  );
  const colorant = number(at('prtMarkerSuppliesColorantIndex'));
  // an agent that gives no type leaves only the words
  const said = readDescription(description);
  const kind = type === undefined ? said.kind : supplyKindOf(type);
  // a level without a description is half a row
  if (told === undefined || at('prtMarkerSuppliesDescription') === undefined) return [];
  return [
    {
      is: 'supply',
      row,
      ...(said.text.name === '' ? { name: `Supply ${row}` } : said.text),
      kind,
      direction: directionOf(kind, supplyClass),
      level: readLevel(raw),
      raw,
      ...some('colorant', said.colour),
      ...(colorant === undefined || colorant <= 0 ? {} : { colorantRow: `${row.split('.')[0]}.${colorant}` }),
      path: told.path,
    },
  ];
}

/** A fleet has the same few names in every packet. */
const readDescription = remembering((description) => {
  const whole = clean(description);
  const text = readSupplyText(whole);
  return { text, kind: kindInText(whole), colour: colourInText(text.name) };
}, 5_000);

function colorantClaims(cells: Cells, row: string): Claim[] {
  const cell = cells.get('prtMarkerColorantValue')?.get(row);
  const value = clean(text(cell)).toLowerCase();
  return cell === undefined || value === '' ? [] : [{ is: 'colorant', row, value, path: cell.path }];
}

function trayClaims(cells: Cells, row: string): Claim[] {
  const at = (name: ObjectName) => cells.get(name)?.get(row);
  const level = at('prtInputCurrentLevel');
  if (level === undefined) return [];
  const raw = rawOf(level, at('prtInputMaxCapacity'), at('prtInputCapacityUnit'));
  const name = clean(text(at('prtInputName')));
  const media = clean(text(at('prtInputMediaName')));
  return [
    {
      is: 'tray',
      row,
      name: name === '' ? `Tray ${row.split('.').at(-1)}` : name,
      level: readLevel(raw),
      raw,
      ...(media === '' ? {} : { media }),
      ...some('problem', problemOf(number(at('prtInputStatus')) ?? 0)),
      path: level.path,
    },
  ];
}

/** A life count of zero is one that nobody keeps. */
function counterClaims(cells: Cells, row: string): Claim[] {
  const cell = cells.get('prtMarkerLifeCount')?.get(row);
  const value = number(cell);
  if (cell === undefined || value === undefined || value <= 0) return [];
  const unit = unitOf(number(cells.get('prtMarkerCounterUnit')?.get(row)) ?? 2);
  const name = unit === 'unknown' || unit === 'other' ? 'life-count' : unit;
  return [{ is: 'counter', row, name, value, unit, path: cell.path }];
}

function alertClaims(cells: Cells, row: string): Claim[] {
  const at = (name: ObjectName) => cells.get(name)?.get(row);
  const code = at('prtAlertCode');
  if (code === undefined) return [];
  const said = clean(text(at('prtAlertDescription')));
  return [
    {
      is: 'alert',
      row,
      severity: severityOf(number(at('prtAlertSeverityLevel')) ?? 0),
      code: alertCodeOf(number(code) ?? 2),
      ...some('group', alertGroupOf(number(at('prtAlertGroup')) ?? 0)),
      ...(said === '' ? {} : { text: said }),
      path: code.path,
    },
  ];
}

function rawOf(level: Cell | undefined, max: Cell | undefined, unit: Cell | undefined): RawLevel {
  const unitNumber = number(unit);
  const raw: { level?: number; max?: number; unit?: string } = {};
  const [levelNumber, maxNumber] = [number(level), number(max)];
  if (levelNumber !== undefined) raw.level = levelNumber;
  if (maxNumber !== undefined) raw.max = maxNumber;
  if (unitNumber !== undefined) raw.unit = unitOf(unitNumber);
  return raw;
}

function some<K extends string, T>(key: K, value: T | undefined): { readonly [key in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [key in K]?: T };
}

function text(cell: Cell | undefined): string {
  return cell?.value.type === 'OctetString' ? decodeIn(cell.value.value, cell.charset) : '';
}

function number(cell: Cell | undefined): number | undefined {
  return typeof cell?.value.value === 'number' ? cell.value.value : undefined;
}

const texts: readonly ObjectName[] = [
  'prtMarkerSuppliesDescription',
  'prtMarkerColorantValue',
  'prtInputName',
  'prtInputMediaName',
  'prtAlertDescription',
];
const textRoots = texts.map((object) => oidOf(object));
const readObjects: ReadonlySet<ObjectName> = new Set<ObjectName>([
  'prtMarkerSuppliesDescription',
  'prtMarkerSuppliesType',
  'prtMarkerSuppliesClass',
  'prtMarkerSuppliesColorantIndex',
  'prtMarkerSuppliesSupplyUnit',
  'prtMarkerSuppliesMaxCapacity',
  'prtMarkerSuppliesLevel',
  'prtMarkerColorantValue',
  'prtMarkerCounterUnit',
  'prtMarkerLifeCount',
  'prtInputName',
  'prtInputCapacityUnit',
  'prtInputMaxCapacity',
  'prtInputCurrentLevel',
  'prtInputStatus',
  'prtInputMediaName',
  'prtAlertSeverityLevel',
  'prtAlertGroup',
  'prtAlertCode',
  'prtAlertDescription',
]);

interface ReadTable {
  /** The column that a reading is of; `also`: another one that names rows. */
  readonly reading: ObjectName;
  readonly also?: ObjectName;
  claims(cells: Cells, row: string): Claim[];
}

const tables: readonly ReadTable[] = [
  { reading: 'prtMarkerSuppliesLevel', also: 'prtMarkerSuppliesDescription', claims: supplyClaims },
  { reading: 'prtMarkerColorantValue', claims: colorantClaims },
  { reading: 'prtInputCurrentLevel', claims: trayClaims },
  { reading: 'prtMarkerLifeCount', claims: counterClaims },
  { reading: 'prtAlertCode', claims: alertClaims },
];
