import { resolve } from 'node:path';
import { prepareRestore } from '../backup/restore-backup.ts';
import type { Command } from '../command.ts';
import { askConsent } from '../manage/ask-consent.ts';

/** `quietport restore FILE` */
export const command: Command = {
  text:
    'Puts a backup in the place of what is in the data folder. The file is checked first; what is there now is put aside in a ' +
    'folder of its own and never removed. It asks; without a terminal it wants --yes. Nothing else may use the folder meanwhile.',
  arguments: [{ name: '<file>', text: 'a file that quietport backup wrote', completes: 'file' }],
  options: [{ flags: '--yes', text: 'do not ask' }],
  outputs: ['table', 'json'],
  examples: [{ line: 'quietport restore monday.quietport', text: 'the inventory of Monday' }],
  async run(context, [file = ''], options) {
    const { data } = context.settings;
    const restore = await prepareRestore(data, resolve(file));
    const { note, present } = restore;
    try {
      context.say(
        `${file}: of ${new Date(note.at).toISOString()}, ${note.devices} devices, ${note.observations} observations`,
      );
      if (!options.flag('yes') && !(await askConsent(context, questionFor(data, present)))) {
        context.ask('Nothing was changed.');
        return context.signal.aborted ? 130 : 1;
      }
      const before = (await restore.carryOut()) ?? null;
      const { at, ...rest } = note;
      const document = { schema: 'quietport/restore@1', data, before, at: new Date(at).toISOString(), ...rest };
      if (context.output === 'json') context.printDocument(document);
      else context.print(`${data} is as it was then.${before === null ? '' : ` What was there now is in ${before}`}`);
      return 0;
    } finally {
      await restore.drop();
    }
  },
};

function questionFor(data: string, present: readonly string[]): string {
  return present.length === 0
    ? `Put this into ${data}?`
    : `Put this in the place of what is in ${data} (${present.length} files, put aside)?`;
}
