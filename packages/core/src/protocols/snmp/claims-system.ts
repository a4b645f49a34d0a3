import { isWithin } from '../../formats/oid.ts';
import { type Claim, derived, told } from '../../model/claim.ts';
import { type Row, serialClaims, textOf } from './claims-identity.ts';
import { enterpriseOf } from './enterprises.ts';
import { oidOf } from './object-names.ts';
import { readSysDescr } from './sys-descr.ts';

/** The system group: name and place in plain words, maker and model by what texts and numbers are known to mean. */
export function systemClaims(rows: readonly Row[]): Claim[] {
  const descr = find(rows, 'sysDescr');
  const object = find(rows, 'sysObjectID');
  return [
    ...(descr === undefined ? [] : descrClaims(descr)),
    ...(object === undefined ? [] : objectClaims(object, descr)),
    ...rows.flatMap((row) => {
      if (row.oid === SYS_NAME) return nameClaims(row);
      return row.oid === SYS_LOCATION ? told('location', textOf(row.value), row.path) : [];
    }),
  ];
}

function find(rows: readonly Row[], name: 'sysDescr' | 'sysObjectID'): Row | undefined {
  return rows.find(({ oid }) => oid === oidOf(name, '0'));
}

function descrClaims({ value, path }: Row): Claim[] {
  const reading = readSysDescr(textOf(value));
  if (reading === undefined) return [];
  return [
    ...derived('make', reading.make, path),
    ...derived('kind', reading.kind ?? '', path),
    ...derived('model', reading.model ?? '', path),
    ...derived('firmware', reading.firmware ?? '', path),
    ...(reading.serial === undefined ? [] : serialClaims(reading.serial, path)),
  ];
}

function objectClaims({ value, path }: Row, descr: Row | undefined): Claim[] {
  if (value.type !== 'ObjectIdentifier') return [];
  const enterprise = enterpriseOf(value.value);
  if (enterprise === undefined) return [];
  const named = descr && readSysDescr(textOf(descr.value));
  // a brand is named more exactly by its own words than by the number of the company that built it
  const outspoken = enterprise.shared === true && named !== undefined && named.imitated !== true;
  return [
    ...(outspoken ? [] : derived('make', enterprise.make, path)),
    ...(isWithin(EPSON_SCANNER, value.value) ? derived('kind', 'scanner', path) : []),
    ...(isWithin(EPSON_PROJECTOR, value.value) ? derived('kind', 'projector', path) : []),
  ];
}

function nameClaims({ value, path }: Row): Claim[] {
  const name = textOf(value);
  const hostname = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9-]+)*$/i.test(name);
  return [
    ...told('name', name, path),
    // as it leaves the factory: the last three bytes of the MAC behind the maker (fingerprints of two sources)
    ...(/^EPSON[0-9A-F]{6}$/.test(name) ? derived('make', 'EPSON', path) : []),
    ...(hostname ? [{ is: 'hostname' as const, value: name, path }] : []),
  ];
}

const SYS_NAME = oidOf('sysName', '0');
const SYS_LOCATION = oidOf('sysLocation', '0');
// 22 is a length, the arcs behind it spell "Network Interface Unit"
const EPSON_SCANNER = '1.3.6.1.4.1.1248.1.1.2.1.3.22';
const EPSON_PROJECTOR = '1.3.6.1.4.1.1248.4.1';
