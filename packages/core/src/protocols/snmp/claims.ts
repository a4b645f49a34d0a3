import { deviceIdText, parseDeviceId } from '../../formats/ieee1284.ts';
import { isWithin } from '../../formats/oid.ts';
import type { SnmpMessage } from '../../formats/snmp-message.ts';
import { isAbsent, type SnmpValue } from '../../formats/snmp-varbind.ts';
import { type Claim, derived, told } from '../../model/claim.ts';
import { formatMac } from '../../net/mac-address.ts';
import { brotherCounters, brotherSupplies } from './brother-records.ts';
import { deviceTableClaims } from './claims-devices.ts';
import { deviceIdClaims, type Row, serialClaims, textOf } from './claims-identity.ts';
import { isReading, readingClaims } from './claims-readings.ts';
import { systemClaims } from './claims-system.ts';
import { valuePath } from './describe-pdu.ts';
import { objectAt } from './object-names.ts';
import { privateObject } from './private-objects.ts';

/**
 * What one response lets us say. It looks at nothing but that packet. `columns` are those that a walk asked for: a column
 * that is over runs into the next one, whose cells would look like rows of which half is missing.
 * `charset`: what the device said earlier that its names are in.
 */
export function claimsOf(message: Pick<SnmpMessage, 'pdu'>, columns?: readonly string[], charset?: number): Claim[] {
  return claimsOfRows(rowsOf(message, columns), charset);
}

/** The same of the rows of one response. `tells`: where it is known before what objects there are to read. */
export function claimsOfRows(rows: readonly Row[], charset?: number, tells: Tells = ANYTHING): Claim[] {
  const claims = rowClaimsOf(rows, tells);
  claims.push(...readingClaimsOf(rows, charset, tells));
  return claims;
}

/** All but the readings. */
export function rowClaimsOf(rows: readonly Row[], tells: Tells): Claim[] {
  const claims: Claim[] = [];
  if (tells.system) claims.push(...systemClaims(rows));
  if (tells.devices) claims.push(...deviceTableClaims(rows));
  for (const row of rows) claims.push(...singleClaims(row, rows));
  return claims;
}

export function readingClaimsOf(rows: readonly Row[], charset: number | undefined, tells: Tells): readonly Claim[] {
  return tells.readings ? readingClaims(rows, charset) : NOTHING;
}

/** Which kinds of objects some rows have. */
export interface Tells {
  readonly system: boolean;
  readonly devices: boolean;
  readonly readings: boolean;
}

/** What rows with these objects can tell of at all. */
export function tellsOf(places: readonly Pick<Row, 'object'>[]): Tells {
  const some = (prefix: string) => places.some(({ object }) => object?.startsWith(prefix) === true);
  return { system: some('sys'), devices: some('hr'), readings: places.some(({ object }) => isReading(object)) };
}

const ANYTHING: Tells = { system: true, devices: true, readings: true };
const NOTHING: readonly Claim[] = [];

function rowsOf({ pdu }: Pick<SnmpMessage, 'pdu'>, columns?: readonly string[]): Row[] {
  // a response with an error repeats the question
  if (pdu.is !== 'Response' || pdu.errorStatus !== 0) return [];
  const beyond = (oid: string, index: number) =>
    columns !== undefined && !isWithin(columns[index % columns.length]!, oid);
  const rows: Row[] = [];
  for (const [index, { oid, value }] of pdu.varbinds.entries()) {
    if (isAbsent(value) || beyond(oid, index)) continue;
    rows.push({ ...placeOf(index, oid), value });
  }
  return rows;
}

/** What the place of a varbind says of it, whatever its value is. */
export function placeOf(index: number, oid: string): Omit<Row, 'value'> {
  const path = valuePath(index, oid);
  const known = objectAt(oid);
  // an object by itself has no row: what is below it has
  const below = known !== undefined && known.instance !== '';
  return below ? { oid, path, object: known.name, instance: known.instance } : { oid, path };
}

function singleClaims(row: Row, rows: readonly Row[]): readonly Claim[] {
  const { oid, value, path, object } = row;
  switch (object) {
    case 'prtGeneralSerialNumber':
      return [...printerRow(path), ...serialClaims(textOf(value), path)];
    case 'prtGeneralPrinterName':
      return [...printerRow(path), ...told('name', textOf(value), path)];
    case 'prtMarkerSuppliesDescription':
    case 'prtMarkerLifeCount':
      return printerRow(path);
    case 'ppmPrinterIEEE1284DeviceId':
      return deviceIdOf(value, path);
    case 'ifPhysAddress':
      return macClaims(row, rows);
    case 'ipAdEntAddr':
      return addressClaims(value, path);
  }
  // an object of a standard is none of a maker's
  const known = object === undefined ? privateObject(oid) : undefined;
  if (known === undefined || value.type !== 'OctetString') return NOTHING;
  const text = deviceIdText(value.value);
  switch (known.reads) {
    case 'device-id':
      return deviceIdOf(value, path);
    case 'mac':
      return value.value.length === 6 && value.value.some((octet) => octet !== 0)
        ? [{ is: 'mac', value: formatMac(value.value), path }]
        : [];
    case 'serial':
      return serialClaims(text, path);
    case 'supplies':
      return brotherSupplies(value.value, deviceIdBeside(rows), path);
    case 'counters':
      return brotherCounters(value.value, path);
    default:
      return told(known.reads, text, path);
  }
}

/** The text of the device ID that a packet holds as well. */
function deviceIdBeside(rows: readonly Row[]): string {
  const row = rows.find(({ oid }) => privateObject(oid)?.reads === 'device-id');
  return row?.value.type === 'OctetString' ? deviceIdText(row.value.value) : '';
}

// Only a printer has rows of the Printer-MIB, but it does not say so in plain words
function printerRow(path: string): Claim[] {
  return derived('kind', 'printer', path);
}

function deviceIdOf(value: SnmpValue, path: string): Claim[] {
  return value.type === 'OctetString' ? deviceIdClaims(parseDeviceId(deviceIdText(value.value)), path) : [];
}

function macClaims({ instance, value, path }: Row, rows: readonly Row[]): Claim[] {
  if (value.type !== 'OctetString' || value.value.length !== 6 || value.value.every((octet) => octet === 0)) return [];
  const type = rows.find((row) => row.object === 'ifType' && row.instance === instance)?.value.value;
  return type === LOOPBACK ? [] : [{ is: 'mac', value: formatMac(value.value), path }];
}

function addressClaims(value: SnmpValue, path: string): Claim[] {
  if (value.type !== 'IpAddress' || /^(127|0)\./.test(value.value)) return [];
  return [{ is: 'address', value: value.value, path }];
}

/** IANAifType softwareLoopback. */
const LOOPBACK = 24;
