import type { VirtualDevice } from '../../packages/core/src/contracts/virtual-device.ts';

/** A whole Epson MFP for the tests of a room's device side, with `more` in place of its own. */
export function sampleDevice(more: Partial<VirtualDevice> = {}): VirtualDevice {
  return {
    id: 'sample',
    kind: 'mfp',
    make: 'EPSON',
    model: 'ET-4850 Series',
    serial: 'X8DE001742',
    uuid: 'cfe92100-67c4-11d4-a45f-64eb8c102001',
    mac: '64:eb:8c:10:20:01',
    firmware: '05.22.XG23P7',
    name: 'Office',
    hostname: 'EPSON102001',
    location: 'Second floor',
    deviceId: 'MFG:EPSON;MDL:ET-4850 Series;CLS:PRINTER;SN:X8DE001742;',
    address: '192.0.2.9',
    prefixLength: 24,
    gateway: '192.0.2.1',
    state: 'idle',
    stateReasons: [],
    supplies: [],
    impressions: 0,
    speaks: [],
    quirks: {},
    recordings: {},
    port: (standard) => standard,
    ...more,
  };
}
