import { Fault } from '@quietport/core/fault';
import { nameDevice } from '@quietport/library';
import type { Command } from '../command.ts';
import { correct } from '../correct/print-corrected.ts';

/** `quietport name` */
export const command: Command = {
  text: 'Gives a device a name of yours. No look changes it; what the device calls itself stays in the proof (quietport why ID name).',
  arguments: [
    { name: '<id>', text: 'an id or its beginning, a name, serial, MAC, address or device URI' },
    { name: '[name]', text: 'its name' },
  ],
  options: [{ flags: '--clear', text: 'take the given name away' }],
  outputs: ['table', 'json'],
  examples: [
    { line: "quietport name 10.0.0.5 'Front desk'", text: 'that is what it is called here' },
    { line: 'quietport name 10.0.0.5 --clear', text: 'as it calls itself' },
  ],
  async run(context, [id = '', name], options) {
    const clear = options.flag('clear');
    if (clear === (name !== undefined && name.trim() !== ''))
      throw new Fault('usage/bad-arguments', {
        detail: clear ? 'A name is given, and --clear takes it away' : 'No name is given',
        next: 'Give a name, or --clear.',
      });
    return correct(context, clear, (desk) => nameDevice(id, clear ? '' : (name ?? ''), desk));
  },
};
