import type { VirtualDevice } from '@quietport/core';
import { type DeviceRow, makeDevice } from './make-device.ts';

/** The address block of the fault laboratory on loopback, apart from the other fleets. */
export const FAULTS_PREFIX = '127.77.48.0/21';

const black = (level: number) => [
  { name: 'Black Toner', kind: 'toner' as const, colorant: 'black', rgb: '#000000', level },
];

const printer = (id: string, host: number, row: Partial<DeviceRow>): DeviceRow => ({
  id,
  kind: 'printer',
  make: 'EPSON',
  model: 'WF-M5899 Series',
  serial: `X9FL${String(host).padStart(6, '0')}`,
  mac: `64:eb:8c:f0:00:${host.toString(16).padStart(2, '0')}`,
  address: `127.77.48.${host}`,
  speaks: ['enpc', 'snmp', 'ipp', 'dns-sd'],
  supplies: black(50),
  impressions: 1000 + host,
  ...row,
});

/**
 * Devices that break what a looker takes for granted, one fault each. What each must lead to stands in
 * `docs/how-to/fault-laboratory.md`, and tests hold the program to it.
 */
const rows: readonly DeviceRow[] = [
  // two boards that lost their MAC: nobody may take them for one device
  printer('zero-mac-1', 11, { mac: '00:00:00:00:00:00', uuid: 'cfe92100-67c4-11d4-a45f-000000000000' }),
  printer('zero-mac-2', 12, { mac: '00:00:00:00:00:00', uuid: 'cfe92100-67c4-11d4-a45f-000000000000' }),
  // a cloned disk: one UUID, two printers
  printer('twin-1', 13, { uuid: '7a5b2c40-93d1-4e07-b2aa-4c0ffee7b1d5' }),
  printer('twin-2', 14, { uuid: '7a5b2c40-93d1-4e07-b2aa-4c0ffee7b1d5' }),
  // Wi-Fi Direct: an address of its own that nobody can reach
  printer('phantom', 15, { quirks: { 'enpc.claimed-address': '192.168.223.1' } }),
  // one device at two addresses: wired and wireless
  printer('two-homes-1', 16, { serial: 'X9FL000016', mac: '64:eb:8c:f0:00:10' }),
  printer('two-homes-2', 17, {
    serial: 'X9FL000016',
    mac: '64:eb:8c:f0:00:11',
    uuid: 'cfe92100-67c4-11d4-a45f-64eb8cf00010',
  }),
  // the same serial number on two models: a copy, or a liar
  printer('original', 18, { serial: 'X9FL000018' }),
  printer('clone', 19, { serial: 'X9FL000018', model: 'WF-C5790 Series' }),
  printer('endless-walk', 20, { quirks: { 'snmp.walk': 'endless' } }),
  printer('looping-walk', 21, { quirks: { 'snmp.walk': 'loop' } }),
  printer('backward-walk', 22, { quirks: { 'snmp.walk': 'backwards' } }),
  printer('one-connection', 23, { speaks: ['enpc', 'snmp', 'raw'], quirks: { 'raw.connections': '1' } }),
  printer('version-3', 24, {
    speaks: ['enpc', 'snmp'],
    quirks: { 'snmp.version': '3', 'snmp.context': 'printer' },
    secrets: [
      {
        for: 'snmp-user',
        user: 'monitor',
        auth: { protocol: 'sha256', passphrase: 'quiet-laboratory' },
        privacy: { protocol: 'aes128', passphrase: 'quiet-laboratory' },
        context: 'printer',
      },
    ],
  }),
  printer('slow-ipp', 25, { quirks: { 'ipp.delay-ms': '30000' } }),
  printer('broken-tls', 26, { speaks: ['enpc', 'snmp', 'tls'], quirks: { 'tls.broken': 'yes' } }),
  printer('sleeper', 27, { state: 'asleep', stateReasons: ['hibernate'] }),
  printer('flapper', 28, { quirks: { 'fleet.flaps': '60' } }),
  // answers ENPC like a receipt printer and is no Epson
  printer('liar', 29, {
    kind: 'pos-printer',
    make: '',
    model: 'POS-80',
    serial: '',
    mac: '00:0c:15:f0:00:1d',
    hostname: 'POS80',
    deviceId: '',
    speaks: ['enpc', 'raw'],
    supplies: [],
  }),
  // every five minutes they take each other's address
  printer('swaps-1', 30, { quirks: { 'fleet.swaps': 'swaps-2' } }),
  printer('swaps-2', 31, { quirks: { 'fleet.swaps': 'swaps-1' } }),
];

/** Five hundred that all answer at once. */
const crowd: readonly DeviceRow[] = Array.from({ length: 500 }, (_, i) => {
  const tail = [50 + Math.floor(i / 250), 1 + (i % 250)] as const;
  return {
    id: `crowd-${String(i + 1).padStart(3, '0')}`,
    kind: 'pos-printer',
    make: 'EPSON',
    model: 'TM-m30II',
    serial: '',
    mac: `64:eb:8c:f1:${tail.map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`,
    address: `127.77.${tail.join('.')}`,
    speaks: ['enpc'],
  } as const;
});

/** `emulate --fleet faults`. */
export const faultsFleet: readonly VirtualDevice[] = [...rows, ...crowd].map(makeDevice);
