import { ignoreDevice } from '@quietport/library';
import type { Command } from '../command.ts';
import { correct } from '../correct/print-corrected.ts';

/** `quietport ignore` */
export const command: Command = {
  text: 'Keeps a device out of lists and alerts: it is heard as before, and is there when it is asked for by name.',
  arguments: [{ name: '<id>', text: 'an id or its beginning, a name, serial, MAC, address or device URI' }],
  options: [{ flags: '--undo', text: 'take it back in' }],
  outputs: ['table', 'json'],
  examples: [
    { line: 'quietport ignore 10.0.0.9', text: "the neighbour's printer" },
    { line: 'quietport devices --ignored', text: 'which ones are ignored' },
  ],
  async run(context, [id = ''], options) {
    const undo = options.flag('undo');
    return correct(context, undo, (desk) => ignoreDevice(id, !undo, desk));
  },
};
