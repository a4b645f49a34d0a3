import type { Answering, VirtualDevice } from '../../contracts/virtual-device.ts';
import { ScanSession } from './session.ts';

/**
 * The device side: enough for SANE's epson2 and epsonds to list the scanner. Quirk `scan.language` leaves one of the two
 * languages: `esci` or `esci2`; without it both are understood.
 */
export function answers(device: VirtualDevice): readonly Answering[] {
  const { model, firmware, serial } = device;
  const only = device.quirks['scan.language'];
  const languages = { esci: only !== 'esci2', esci2: only !== 'esci' };
  return [{ on: 'tcp', port: 1865, open: () => new ScanSession({ model, firmware, serial }, languages) }];
}
