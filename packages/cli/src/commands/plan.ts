import { plan, planDocument } from '@quietport/library';
import type { Command } from '../command.ts';
import { readBytes } from '../look/read-file.ts';
import { readDesired } from '../manage/desired-file.ts';
import { exitOf, withManageWorld } from '../manage/manage-world.ts';
import { printPlan } from '../manage/print-plan.ts';
import { settingOptions } from '../shared-options.ts';

/** `quietport plan FILE` */
export const command: Command = {
  text:
    'Shows what would have to be changed for devices to be as a file says: name, location, contact, info and geo-location, ' +
    'for each device or for groups of them. The devices are logged in to and check it; nothing is changed. quietport apply ' +
    'does it.',
  arguments: [{ name: '<file>', text: 'the desired state in YAML; - reads standard input', completes: 'file' }],
  options: [settingOptions.iOwnThis],
  outputs: ['table', 'json'],
  examples: [{ line: 'quietport plan printers.yaml', text: 'what differs' }],
  async run(context, [path = ''], _options) {
    const desired = readDesired(new TextDecoder().decode(await readBytes(context, path)), path);
    const rows = await withManageWorld(context, (world) => plan(desired, world));
    if (context.output === 'json') context.printDocument(planDocument(rows));
    else printPlan(context.print, rows);
    return exitOf(rows);
  },
};
