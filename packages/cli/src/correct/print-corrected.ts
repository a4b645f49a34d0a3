import { type Corrected, type CorrectionDesk, correctionDocument } from '@quietport/library';
import { systemClock, systemDice } from '@quietport/node';
import type { Context } from '../command.ts';
import { modelOf, reached } from '../look/device-columns.ts';
import { withHouse } from '../look/open-house.ts';

/** Makes or takes back one correction, and shows the devices that it concerns as they are now. */
export async function correct(
  context: Context,
  undone: boolean,
  work: (desk: CorrectionDesk) => Promise<Corrected>,
): Promise<number> {
  const corrected = await withHouse(context, ({ store }) => work({ store, clock: systemClock, dice: systemDice }));
  if (context.output === 'json') {
    context.printDocument(correctionDocument(corrected, undone));
    return 0;
  }
  for (const device of corrected.devices) {
    const { name } = device.facts;
    const words = [name?.value, modelOf(device), reached(device).join(' '), device.ignored ? 'ignored' : undefined];
    context.print(`${device.id}  ${words.filter((word) => word !== undefined && word !== '').join('  ')}`);
  }
  if (!undone) context.say(`quietport undo ${corrected.correction.id} takes it back.`);
  return 0;
}
