import { parseHex } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import type { VirtualDevice, VirtualSupply } from '../../contracts/virtual-device.ts';
import type { SnmpValue, Varbind } from '../../formats/snmp-varbind.ts';
import { parseIpv4 } from '../../net/ip-address.ts';
import { enterpriseOfMake } from './enterprises.ts';
import { type ObjectName, oidOf } from './object-names.ts';
import { errorOctets } from './printer-state.ts';

/** The tree of a device that has no recording: what its fields say, in the objects that real devices have. */
export function deviceMib(device: VirtualDevice): Varbind[] {
  const printer = prints.has(device.kind);
  return [
    ...systemGroup(device),
    ...interfaces(device),
    ...(device.kind === 'projector' ? [] : hostResources(device, printer)),
    ...(printer ? [...printerGroup(device), ...device.supplies.flatMap(supplyRow)] : []),
    ...(isEpson(device) && printer ? epsonGroup(device) : []),
  ];
}

function systemGroup(device: VirtualDevice): Varbind[] {
  const scanner = device.kind === 'scanner';
  const projector = device.kind === 'projector';
  const epson = isEpson(device);
  const number = enterpriseOfMake(device.make)?.number;
  const sysObjectID = epson
    ? `${EPSON}.${projector ? '4.1' : `1.1.2.1.3.${spelled(scanner ? 'Network Interface Unit' : 'EEPS2')}`}`
    : number === undefined
      ? '0.0'
      : `1.3.6.1.4.1.${number}.1`;
  const epsonDescr = projector
    ? 'EPSON Network Projector'
    : scanner
      ? 'EPSON 10/100/1000 Ethernet USB Ext. Scan Server'
      : 'EPSON Built-in 11b/g/n Print Server';
  return [
    row('sysDescr', '0', text(epson ? epsonDescr : fullName(device))),
    row('sysObjectID', '0', { type: 'ObjectIdentifier', value: sysObjectID }),
    row('sysUpTime', '0', { type: 'TimeTicks', value: 8_640_000 }),
    row('sysContact', '0', text('')),
    row('sysName', '0', text(device.hostname)),
    row('sysLocation', '0', text(device.location)),
    row('sysServices', '0', integer(72)),
  ];
}

function interfaces(device: VirtualDevice): Varbind[] {
  const mac = parseHex(device.mac);
  const ip = parseIpv4(device.address) === undefined ? undefined : device.address;
  return [
    row('ifNumber', '0', integer(2)),
    row('ifDescr', '1', text('eth0')),
    row('ifDescr', '2', text('lo')),
    row('ifType', '1', integer(6)),
    row('ifType', '2', integer(24)),
    row('ifPhysAddress', '1', octets(mac ?? new Uint8Array(0))),
    row('ifPhysAddress', '2', text('')),
    ...(ip === undefined
      ? []
      : [row('ipAdEntAddr', ip, { type: 'IpAddress', value: ip }), row('ipAdEntIfIndex', ip, integer(1))]),
  ];
}

function hostResources(device: VirtualDevice, printer: boolean): Varbind[] {
  const type = oidOf(printer ? 'hrDevicePrinter' : 'hrDeviceOther');
  const id = isEpson(device) ? `${EPSON}.1.2.1.${spelled(device.model)}` : '0.0';
  const warned = device.stateReasons.length > 0;
  const [deviceStatus, printerStatus] = {
    idle: [warned ? 3 : 2, 3],
    processing: [warned ? 3 : 2, 4],
    stopped: [5, 1],
    asleep: [2, 1],
  }[device.state];
  return [
    row('hrDeviceIndex', '1', integer(1)),
    row('hrDeviceType', '1', { type: 'ObjectIdentifier', value: type }),
    row('hrDeviceDescr', '1', text(fullName(device))),
    row('hrDeviceID', '1', { type: 'ObjectIdentifier', value: id }),
    row('hrDeviceStatus', '1', integer(deviceStatus!)),
    row('hrDeviceErrors', '1', { type: 'Counter32', value: 0 }),
    ...(printer
      ? [
          row('hrPrinterStatus', '1', integer(printerStatus!)),
          row(
            'hrPrinterDetectedErrorState',
            '1',
            octets(errorOctets(device.state === 'asleep' ? [] : device.stateReasons)),
          ),
        ]
      : []),
  ];
}

function printerGroup(device: VirtualDevice): Varbind[] {
  return [
    row('prtGeneralConfigChanges', '1', { type: 'Counter32', value: 1 }),
    row('prtGeneralPrinterName', '1', text(device.name)),
    row('prtGeneralSerialNumber', '1', text(device.serial)),
    row('prtMarkerCounterUnit', '1.1', integer(7)),
    row('prtMarkerLifeCount', '1.1', { type: 'Counter32', value: device.impressions }),
    ...(device.deviceId === '' ? [] : [row('ppmPrinterIEEE1284DeviceId', '1', text(device.deviceId))]),
  ];
}

function supplyRow(supply: VirtualSupply, position: number): Varbind[] {
  const [type, filled] = supplyTypes[supply.kind];
  const index = `1.${position + 1}`;
  return [
    row('prtMarkerSuppliesColorantIndex', index, integer(filled ? 0 : position + 1)),
    row('prtMarkerSuppliesClass', index, integer(filled ? 4 : 3)),
    row('prtMarkerSuppliesType', index, integer(type)),
    row('prtMarkerSuppliesDescription', index, text(supply.name)),
    row('prtMarkerSuppliesSupplyUnit', index, integer(19)),
    row('prtMarkerSuppliesMaxCapacity', index, integer(100)),
    row('prtMarkerSuppliesLevel', index, integer(supply.level)),
    ...(filled ? [] : [row('prtMarkerColorantValue', index, text(supply.colorant))]),
  ];
}

function epsonGroup(device: VirtualDevice): Varbind[] {
  return [
    { oid: `${EPSON}.1.1.3.1.1.5.0`, value: octets(parseHex(device.mac) ?? new Uint8Array(0)) },
    { oid: `${EPSON}.1.2.2.1.1.1.1.1`, value: text(device.deviceId) },
    { oid: `${EPSON}.1.2.2.1.1.1.2.1`, value: text(device.model) },
    { oid: `${EPSON}.1.2.2.1.1.1.5.1`, value: text(device.serial) },
  ];
}

function isEpson(device: VirtualDevice): boolean {
  return device.make.toLowerCase() === 'epson';
}

function fullName({ make, model }: VirtualDevice): string {
  return model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`.trim();
}

/** Epson's way to put a text into an OID: its length, then its characters. */
function spelled(name: string): string {
  return [name.length, ...encodeText(name)].join('.');
}

function row(name: ObjectName, instance: string, value: SnmpValue): Varbind {
  return { oid: oidOf(name, instance), value };
}

function text(value: string): SnmpValue {
  return octets(encodeText(value));
}

function octets(value: Uint8Array): SnmpValue {
  return { type: 'OctetString', value };
}

function integer(value: number): SnmpValue {
  return { type: 'Integer32', value };
}

const EPSON = '1.3.6.1.4.1.1248';
const prints: ReadonlySet<string> = new Set(['printer', 'mfp', 'pos-printer', 'label-printer']);
// prtMarkerSuppliesType, and whether it is a receptacle that gets filled
const supplyTypes: Readonly<Record<VirtualSupply['kind'], readonly [number, boolean]>> = {
  ink: [6, false],
  toner: [3, false],
  'waste-ink': [8, true],
  'waste-toner': [4, true],
  drum: [9, false],
  ribbon: [7, false],
};
