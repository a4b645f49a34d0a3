import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { writeBackup } from '../backup/backup-file.ts';
import type { Command } from '../command.ts';

/** `quietport backup FILE` */
export const command: Command = {
  text:
    'Copies everything in the data folder into one file, also while quietport serve runs: the inventory with its evidence and history, ' +
    'consent, the journal of changes, users, alerts. Credentials stay sealed in it, and their key is not in it: keep that ' +
    'apart. The copy is checked before it gets its name.',
  arguments: [{ name: '<file>', text: 'the file to write', completes: 'file' }],
  options: [{ flags: '--replace', text: 'write over a file that is there' }],
  outputs: ['table', 'json'],
  examples: [{ line: 'quietport backup monday.quietport', text: 'a copy of the running store' }],
  async run(context, [file = ''], options) {
    const path = resolve(file);
    const { at, devices, observations, version } = await writeBackup(
      context.settings.data,
      path,
      options.flag('replace'),
    );
    const { size: bytes } = await stat(path);
    if (context.output === 'json') {
      const document = { path, bytes, at: new Date(at).toISOString(), version, devices, observations };
      context.printDocument({ schema: 'quietport/backup@1', ...document });
    } else context.print(`${path}: ${devices} devices, ${observations} observations, ${bytes} bytes`);
    const { keyFile } = context.settings;
    context.say(`The key to the credentials in it is not in it: ${keyFile}, or where yours is.`);
    return 0;
  },
};
