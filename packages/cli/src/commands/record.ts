import { record, recordingDocument, redactRecording } from '@quietport/library';
import type { Command } from '../command.ts';
import { hostRequest } from '../look/host-request.ts';
import { withHouse } from '../look/open-house.ts';
import { writeNewFile } from '../look/write-new-file.ts';
import { formatDocument } from '../output/json.ts';
import { settingOptions } from '../shared-options.ts';

/** `quietport record ID` */
export const command: Command = {
  text:
    'Asks one device of the inventory everything that any protocol asks, and writes down every word of it with its times: ' +
    'a file that quietport emulate makes a device of. Serial numbers, names, places, users, MACs and addresses are in ' +
    'disguise, the same one wherever they stand, as long as they were; a maker and a model stay. It reads only.',
  arguments: [{ name: '<id>', text: 'an id or its beginning, a name, serial, MAC, address or device URI' }],
  options: [
    { flags: '--to <file>', text: 'the file to write; standard output if absent', completes: 'file' },
    { flags: '--replace', text: 'write over a file that is there' },
    { flags: '--keep-names', text: 'leave every value as it is: for yourself, not for others' },
    settingOptions.rate,
    settingOptions.iOwnThis,
  ],
  outputs: [],
  examples: [
    { line: 'quietport record 10.0.0.5 --to kitchen.json', text: 'a recording that can be given away' },
    { line: 'quietport emulate kitchen.json', text: 'the same device, on loopback' },
  ],
  async run(context, [id = ''], options) {
    const { host: _, ...how } = await hostRequest(context, '', false);
    return withHouse(context, async (house) => {
      const told = await record({ ...how, id }, house, context.signal, ({ order, seconds }) =>
        context.say(`asking ${order.addresses.join(', ')}: about ${seconds} s`),
      );
      const keep = options.flag('keep-names');
      const recording = keep
        ? told.recording
        : redactRecording(told.recording, told.device, house.catalogue, house.dice);
      const text = `${formatDocument(recordingDocument(recording))}\n`;
      const file = options.text('to');
      if (file === undefined) context.write(text);
      else await writeNewFile(file, text, options.flag('replace'));
      const rooms = Object.entries(recording.rooms).map(([room, rows]) => `${room} ${rows.length}`);
      context.say(
        `${file ?? 'recorded'}: ${rooms.join(', ')} exchanges${keep ? ', with every name in it' : ', redacted'}`,
      );
      return 0;
    });
  },
};
