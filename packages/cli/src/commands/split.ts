import { splitDevice } from '@quietport/library';
import type { Command } from '../command.ts';
import { correct } from '../correct/print-corrected.ts';

/** `quietport split` */
export const command: Command = {
  text:
    'Says that what is heard at one address of a device is another device, whatever their keys say: two printers that bear ' +
    'one serial number. No later look undoes it.',
  arguments: [
    { name: '<id>', text: 'an id or its beginning, a name, serial, MAC, address or device URI' },
    { name: '<address>', text: 'an address at which the other device is heard' },
  ],
  options: [],
  outputs: ['table', 'json'],
  examples: [{ line: 'quietport split hfagtaeq 10.0.0.6', text: '10.0.0.6 is a device of its own' }],
  async run(context, [id = '', address = '']) {
    return correct(context, false, (desk) => splitDevice(id, address, desk));
  },
};
