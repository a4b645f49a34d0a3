import { formatMac, parseHex, parseMac, type VirtualDevice } from '@quietport/core';

/** What a fleet's table says of one device; the rest follows from it or is empty. */
export type DeviceRow = Pick<
  VirtualDevice,
  'id' | 'kind' | 'make' | 'model' | 'serial' | 'mac' | 'address' | 'speaks'
> &
  Partial<VirtualDevice>;

/** A whole device of a table's row. Ports are the standard's until the device is served. */
export function makeDevice(row: DeviceRow): VirtualDevice {
  const tail = macTail(row.mac);
  return {
    uuid: `${uuidHead(row.make)}-${row.mac.replaceAll(':', '')}`,
    firmware: '1.00',
    name: `${row.make} ${row.model}`,
    hostname: `${hostPrefix(row.make)}${tail}`,
    location: '',
    deviceId: `MFG:${row.make};CMD:${row.make === 'EPSON' ? 'ESCPL2,BDC,D4,ESCPR1' : 'PCL,PJL'};MDL:${row.model};CLS:PRINTER;DES:${row.make} ${row.model};SN:${row.serial};`,
    prefixLength: 8,
    gateway: '0.0.0.0',
    state: 'idle',
    stateReasons: [],
    supplies: [],
    impressions: 0,
    quirks: {},
    recordings: {},
    port: (standard) => standard,
    ...row,
  };
}

function macTail(mac: string): string {
  const bytes = parseHex(parseMac(mac) ?? '') ?? new Uint8Array(6);
  return formatMac(bytes.subarray(3)).replaceAll(':', '').toUpperCase();
}

/** The fixed head of the UUIDs that some makers form from the MAC (ipp-attributes, identity). */
function uuidHead(make: string): string {
  if (make === 'EPSON') return 'cfe92100-67c4-11d4-a45f';
  if (make === 'Brother') return 'e3248000-80ce-11db-8000';
  return '7a5b2c40-93d1-4e07-b2aa';
}

function hostPrefix(make: string): string {
  return make === 'EPSON' ? 'EPSON' : make === 'Brother' ? 'BRW' : make.slice(0, 3).toUpperCase();
}
