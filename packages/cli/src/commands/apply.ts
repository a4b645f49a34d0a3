import { applyDocument, plan } from '@quietport/library';
import type { Command } from '../command.ts';
import { readBytes } from '../look/read-file.ts';
import { carryOutPlan } from '../manage/carry-out-plan.ts';
import { readDesired } from '../manage/desired-file.ts';
import { settingOptions } from '../shared-options.ts';

/** `quietport apply FILE` */
export const command: Command = {
  text:
    'Changes devices to what a file says, after it has shown the plan and asked; without a terminal it wants --yes. Who is ' +
    'there is read again before each change, and another device is left alone (exit 6). What was there before is written ' +
    'down first, so that quietport undo can put it back, whatever happens in between.',
  arguments: [{ name: '<file>', text: 'the desired state in YAML; - reads standard input', completes: 'file' }],
  options: [{ flags: '--yes', text: 'do not ask' }, settingOptions.iOwnThis],
  outputs: ['table', 'json'],
  examples: [
    { line: 'quietport apply printers.yaml', text: 'shows the plan and asks' },
    { line: 'quietport apply printers.yaml --yes -o json', text: 'for scripts' },
  ],
  async run(context, [path = ''], options) {
    const desired = readDesired(new TextDecoder().decode(await readBytes(context, path)), path);
    return carryOutPlan(context, options.flag('yes'), {
      plan: (world) => plan(desired, world),
      question: 'Change this?',
      document: applyDocument,
    });
  },
};
