import { identify, identifyActions, identifyDocument } from '@quietport/library';
import type { Command } from '../command.ts';
import { withManageWorld } from '../manage/manage-world.ts';
import { settingOptions } from '../shared-options.ts';

/** `quietport identify ID` */
export const command: Command = {
  text:
    'Makes one device show which one it is: by its display, a light, a sound or words. The device is asked again who it ' +
    'is first; where another one is there now, nothing is sent to it, and the exit code is 6.',
  arguments: [{ name: '<id>', text: 'an id or its beginning, a name, serial, MAC, address or device URI' }],
  options: [
    {
      flags: '--action <how>',
      text: 'how; the device chooses where none is named',
      choices: identifyActions,
      list: true,
    },
    settingOptions.iOwnThis,
  ],
  outputs: ['table', 'json'],
  examples: [
    { line: 'quietport identify till', text: 'which of them is it?' },
    { line: 'quietport identify till --action flash,sound', text: 'by light and sound' },
  ],
  async run(context, [id = ''], options) {
    const actions = identifyActions.filter((action) => options.list('action').includes(action));
    const { device, protocol, address } = await withManageWorld(context, (world) => identify(id, actions, world));
    if (context.output === 'json') context.printDocument(identifyDocument(device.id, protocol, address));
    else context.print(`${device.id} at ${address} was asked by ${protocol} to show itself`);
    return 0;
  },
};
