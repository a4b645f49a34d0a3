import { mergeDevices } from '@quietport/library';
import type { Command } from '../command.ts';
import { correct } from '../correct/print-corrected.ts';

/** `quietport merge` */
export const command: Command = {
  text:
    'Says that devices of the inventory are one, whatever they tell: a printer that is on the wire and on wireless under two ' +
    'MACs. Their evidence stands together from now on, both ids stay valid, and no later look undoes it.',
  arguments: [
    { name: '<id>', text: 'an id or its beginning, a name, serial, MAC, address or device URI' },
    { name: '<other...>', text: 'the others' },
  ],
  options: [],
  outputs: ['table', 'json'],
  examples: [{ line: 'quietport merge 10.0.0.5 10.0.0.6', text: 'one printer at two addresses' }],
  async run(context, ids) {
    return correct(context, false, (desk) => mergeDevices(ids, desk));
  },
};
