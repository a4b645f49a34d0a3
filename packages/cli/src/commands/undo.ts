import { isCorrectionId, planUndo, undoCorrection, undoDocument } from '@quietport/library';
import type { Command } from '../command.ts';
import { correct } from '../correct/print-corrected.ts';
import { carryOutPlan } from '../manage/carry-out-plan.ts';
import { settingOptions } from '../shared-options.ts';

/** `quietport undo [RUN]` */
export const command: Command = {
  text:
    'Puts back what quietport apply changed: the last order, or the one whose run it printed. It shows what it will do and ' +
    'asks; without a terminal it wants --yes. What somebody has changed since is left as it is, and said (exit 6). It ' +
    'also works after a change that was cut off in the middle. A correction of the inventory (merge, split, name, ignore) is taken back by ' +
    'the id that it printed, and touches no device.',
  arguments: [{ name: '[run]', text: 'the run that apply printed, or the id of a correction; the last run if absent' }],
  options: [{ flags: '--yes', text: 'do not ask' }, settingOptions.iOwnThis],
  outputs: ['table', 'json'],
  examples: [{ line: 'quietport undo', text: 'as it was before the last apply' }],
  async run(context, [run], options) {
    if (run !== undefined && isCorrectionId(run)) return correct(context, true, (desk) => undoCorrection(run, desk));
    return carryOutPlan(context, options.flag('yes'), {
      plan: (world, journal) => planUndo(run, journal, world),
      question: 'Put this back?',
      document: undoDocument,
    });
  },
};
