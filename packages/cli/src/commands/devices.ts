import type { Device } from '@quietport/core';
import { byAddress, deviceDocument } from '@quietport/library';
import type { Command } from '../command.ts';
import { deviceColumns } from '../look/device-columns.ts';
import { withHouse } from '../look/open-house.ts';
import { printRows } from '../output/rows.ts';

/** `quietport devices` */
export const command: Command = {
  text: 'Lists the inventory: every device that was ever heard from here, as all the evidence together shows it.',
  arguments: [],
  options: [{ flags: '--ignored', text: 'those that are ignored, and no others' }],
  outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name'],
  columns: deviceColumns,
  examples: [
    { line: 'quietport devices', text: 'the inventory' },
    { line: 'quietport devices -o csv > devices.csv', text: 'for a spreadsheet' },
  ],
  async run(context, _, options) {
    return withHouse(context, async ({ store }) => {
      const all = await store.devices.all();
      const ignored = options.flag('ignored');
      const devices = byAddress(all.filter((device) => (device.ignored === true) === ignored));
      await printRows<Device>(context, devices, deviceColumns, {
        name: (device) => device.id,
        record: deviceDocument,
        document: (rows) => ({ schema: 'quietport/devices@1', devices: rows.map(deviceDocument) }),
      });
      if (ignored && devices.length === 0) context.say('No device is ignored.');
      else if (all.length === 0) context.say('The inventory is empty. quietport find looks for devices.');
      return 0;
    });
  },
};
