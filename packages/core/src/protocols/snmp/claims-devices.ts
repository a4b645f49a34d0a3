import { parseDeviceId } from '../../formats/ieee1284.ts';
import { isWithin } from '../../formats/oid.ts';
import type { SnmpValue } from '../../formats/snmp-varbind.ts';
import { type Claim, derived, told } from '../../model/claim.ts';
import { deviceIdClaims, type Row, textOf } from './claims-identity.ts';
import { makeInFront } from './enterprises.ts';
import { type ObjectName, oidOf } from './object-names.ts';
import { judgeState } from './printer-state.ts';

/** hrDeviceTable and hrPrinterTable: the printer among the devices of a host, its model and what it is doing. */
export function deviceTableClaims(rows: readonly Row[]): Claim[] {
  const types = column(rows, 'hrDeviceType');
  const printer = types.find(({ value }) => value.value === oidOf('hrDevicePrinter'));
  const status = column(rows, 'hrPrinterStatus')[0];
  const claims: Claim[] =
    printer !== undefined
      ? told('kind', 'printer', printer.path)
      : // the table of printers has no row for anything else (RFC 2790, section 4.5)
        types.length === 0 && status !== undefined
        ? derived('kind', 'printer', status.path)
        : [];
  const descr = column(rows, 'hrDeviceDescr').find(({ index }) =>
    // agents that publish descriptions without types put the printer first
    types.length === 0 ? index === '1' : index === printer?.index,
  );
  if (descr !== undefined) claims.push(...descrClaims(descr, printer !== undefined));
  for (const id of column(rows, 'hrDeviceID')) claims.push(...idClaims(id));
  return [...claims, ...stateClaims(rows)];
}

interface Cell {
  readonly index: string;
  readonly value: SnmpValue;
  readonly path: string;
}

function column(rows: readonly Row[], name: ObjectName): Cell[] {
  const cells: Cell[] = [];
  for (const { object, instance = '', value, path } of rows)
    if (object === name) cells.push({ index: instance, value, path });
  return cells;
}

function descrClaims({ value, path }: Cell, certain: boolean): Claim[] {
  const text = textOf(value);
  const id = parseDeviceId(text);
  // Genicom puts a whole device ID here
  if (id.make !== undefined || id.model !== undefined) return deviceIdClaims(id, path);
  // Lexmark and Dell write model, serial number and firmware in one line: "Lexmark C522 9421TTV LS.FA.P129"
  const line = /^(?<model>(?:Lexmark|Dell) .+?) (?<serial>[0-9A-Z]{7,}) (?<firmware>\w+\.\w+\.\w+)$/.exec(text)?.groups;
  if (line !== undefined)
    return [...derived('model', line['model'] ?? '', path), ...derived('firmware', line['firmware'] ?? '', path)];
  return [...derived('make', makeInFront(text) ?? '', path), ...(certain ? told : derived)('model', text, path)];
}

// 1248.1.2.1.<n>.<n ASCII codes> is the printing (or scanning) unit of an Epson and spells its model; an older card
// writes "Emulate" in front
function idClaims({ value, path }: Cell): Claim[] {
  if (value.type !== 'ObjectIdentifier' || !isWithin(EPSON_UNIT, value.value)) return [];
  const arcs = value.value
    .slice(EPSON_UNIT.length + 1)
    .split('.')
    .map(Number);
  const [length = 0, ...codes] = arcs;
  if (codes.length !== length || codes.some((code) => code < 0x20 || code > 0x7e)) return [];
  return derived('model', String.fromCharCode(...codes).replace(/^Emulate/, ''), path);
}

function stateClaims(rows: readonly Row[]): Claim[] {
  const states: Claim[] = [];
  const errors = column(rows, 'hrPrinterDetectedErrorState');
  const printers = column(rows, 'hrPrinterStatus');
  const devices = column(rows, 'hrDeviceStatus');
  for (const { index, path } of printers.length > 0 ? printers : errors) {
    const state = judgeState({
      deviceStatus: numberAt(devices, index),
      printerStatus: numberAt(printers, index),
      errors: octetsAt(errors, index),
    });
    if (state !== undefined) states.push({ is: 'state', word: state.word, reasons: state.reasons, path });
  }
  // a host with several printers has no one state
  return states.length === 1 ? states : [];
}

function cell(cells: readonly Cell[], index: string): SnmpValue | undefined {
  return cells.find((one) => one.index === index)?.value;
}

function numberAt(cells: readonly Cell[], index: string): number | undefined {
  const value = cell(cells, index);
  return value?.type === 'Integer32' ? value.value : undefined;
}

function octetsAt(cells: readonly Cell[], index: string): Uint8Array | undefined {
  const value = cell(cells, index);
  return value?.type === 'OctetString' ? value.value : undefined;
}

const EPSON_UNIT = '1.3.6.1.4.1.1248.1.2.1';
