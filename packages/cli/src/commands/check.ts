import { checkWords, Fault, performanceData } from '@quietport/core';
import { status } from '@quietport/library';
import type { Command } from '../command.ts';
import { modelOf } from '../look/device-columns.ts';
import { findRequest } from '../look/find-request.ts';
import { readFleetNote } from '../look/fleet-note.ts';
import { markOptions, marksOf } from '../look/marks.ts';
import { withHouse } from '../look/open-house.ts';
import { settingOptions } from '../shared-options.ts';

/** `quietport check ID` */
export const command: Command = {
  text:
    'Says in the form of monitoring plugins whether a device needs somebody: one line with performance data, exit 0 for OK, ' +
    '1 for a warning, 2 for critical, 3 for unknown. Performance data holds numbers that the device told, and no others. ' +
    'A receptacle warns by its level only where the device names the mark.',
  arguments: [{ name: '<id>', text: 'an id or its beginning, a name, serial, MAC, address or device URI' }],
  options: [
    { flags: '--look', text: 'ask the device again first, at the addresses where it was heard' },
    ...markOptions,
    settingOptions.rate,
    settingOptions.iOwnThis,
  ],
  outputs: [],
  examples: [
    { line: 'quietport check 10.0.0.5 --look', text: 'for a service of Icinga or Nagios' },
    { line: 'quietport check 10.0.0.5 --warning 20 --critical 5', text: 'with marks of your own' },
  ],
  // to monitoring a wrong id or option is no critical device
  failure: (text) => ({ line: `QUIETPORT UNKNOWN - ${text}`, exit: checkWords.indexOf('unknown') }),
  async run(context, [id = ''], options) {
    const marks = marksOf(options);
    const asked = options.flag('look') ? await findRequest(context, [], options) : undefined;
    const fleet = asked === undefined ? undefined : await readFleetNote(context.settings.data);
    return await withHouse(context, async (house) => {
      const look = asked === undefined ? {} : { look: fleet === undefined ? asked : { ...asked, fleet } };
      const { devices } = await status({ ids: [id], marks, ...look }, house, context.signal);
      const [first] = devices;
      if (first === undefined) throw new Fault('device/not-found', { id });
      const { device, checked } = first;
      const said = [
        `${modelOf(device) ?? device.id} ${device.state.word}`,
        ...checked.complaints.map(({ text }) => text),
      ];
      const numbers = performanceData(device, marks);
      // a bar would begin the performance data
      const line = said.join('; ').replaceAll('|', '/');
      context.print(`QUIETPORT ${checked.word.toUpperCase()} - ${line}${numbers === '' ? '' : ` | ${numbers}`}`);
      return checkWords.indexOf(checked.word);
    });
  },
};
