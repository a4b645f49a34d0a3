import type { Handlers } from '@quietport/api';
import {
  type Corrected,
  type CorrectionDesk,
  correctionDocument,
  correctionsDocument,
  correctionsOn,
  findDevice,
  ignoreDevice,
  mergeDevices,
  nameDevice,
  splitDevice,
  undoCorrection,
} from '@quietport/library';
import { systemClock, systemDice } from '@quietport/node';
import type { ServedStation } from './station.ts';

export function correctionHandlers(
  station: ServedStation,
): Pick<Handlers, 'nameDevice' | 'ignoreDevice' | 'corrections' | 'mergeDevices' | 'splitDevice' | 'undoCorrection'> {
  const correct = async (undone: boolean, work: (desk: CorrectionDesk) => Promise<Corrected>) =>
    correctionDocument(await station.correct((store) => work({ store, clock: systemClock, dice: systemDice })), undone);
  return {
    nameDevice: ({ params: { id }, body: { name } }) =>
      correct(name.trim() === '', (desk) => nameDevice(id, name, desk)),
    ignoreDevice: ({ params: { id }, body: { ignored } }) =>
      correct(!ignored, (desk) => ignoreDevice(id, ignored, desk)),
    corrections: async ({ params: { id } }) => {
      const device = await findDevice(station.store, id);
      return correctionsDocument(device, await correctionsOn(device, station.store));
    },
    mergeDevices: ({ params: { id }, body: { others } }) =>
      correct(false, (desk) => mergeDevices([id, ...others], desk)),
    splitDevice: ({ params: { id }, body: { address } }) => correct(false, (desk) => splitDevice(id, address, desk)),
    undoCorrection: ({ params }) => correct(true, (desk) => undoCorrection(params.correction, desk)),
  };
}
