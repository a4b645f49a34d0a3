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
