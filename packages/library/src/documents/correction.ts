import type { Correction, Device } from '@quietport/core';
import type { Corrected } from '../corrections/correct.ts';
import { deviceDocument, iso } from './device.ts';

/** A correction as `quietport/correction@1`, with the devices as they are now. */
export function correctionDocument({ correction: { id, at, ...said }, devices }: Corrected, undone: boolean): object {
  return {
    schema: 'quietport/correction@1',
    id,
    at: iso(at),
    ...said,
    undone,
    devices: devices.map(deviceDocument),
  };
}

/** Those that hold of a device as `quietport/corrections@1`, the latest first. */
export function correctionsDocument({ id }: Device, corrections: readonly Correction[]): object {
  const rows = corrections.map(({ id: own, at, ...said }) => ({ id: own, at: iso(at), ...said }));
  return { schema: 'quietport/corrections@1', device: id, corrections: rows.reverse() };
}
