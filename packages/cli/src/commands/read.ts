import { type Device, Fault } from '@quietport/core';
import {
  type CaptureFile,
  deviceDocument,
  openHouse,
  type ReadCaptures,
  readCaptures,
  readDocument,
} from '@quietport/library';
import type { Command, Context } from '../command.ts';
import { deviceColumns } from '../look/device-columns.ts';
import { withHouse } from '../look/open-house.ts';
import { readBytes } from '../look/read-file.ts';
import { printRows } from '../output/rows.ts';

/** `quietport read FILE…` */
export const command: Command = {
  text:
    'Reads captures (pcapng and pcap) and shows the devices in them, as quietport find would have shown them. It sends ' +
    'nothing. Announcements, answers to anybody and whole HTTP exchanges count, each at the time of its packet; questions ' +
    'alone say nothing of who asks. What it hears is forgotten again, so that the captures of others do not mix with your ' +
    'inventory: --keep puts it there, and quietport why proves it. Exits 1 when no device is in them.',
  arguments: [{ name: '<file...>', text: 'capture files; - reads standard input', completes: 'file' }],
  options: [{ flags: '--keep', text: 'put what is heard into the inventory' }],
  outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name'],
  columns: deviceColumns,
  examples: [
    { line: 'quietport read office.pcapng', text: 'who was there when it was captured' },
    { line: 'tcpdump -i eth0 -w - -c 5000 | quietport read -', text: 'the next five thousand packets' },
    {
      line: 'quietport read office.pcapng --keep --data ./office',
      text: 'into an inventory of its own, for quietport why',
    },
  ],
  async run(context, paths, options) {
    const inputs = paths.filter((path) => path === '-').length;
    if (inputs > 1 || (inputs === 1 && context.inputIsTerminal)) {
      const detail = inputs > 1 ? 'Standard input can be read once' : 'Standard input is a terminal';
      throw new Fault('usage/bad-arguments', {
        detail,
        next: 'Pipe one capture into it, and give files by their names.',
      });
    }
    const files: CaptureFile[] = [];
    for (const path of paths)
      files.push({ name: path === '-' ? 'standard input' : path, bytes: await readBytes(context, path) });
    const read = options.flag('keep')
      ? await withHouse(context, (house) => readCaptures(files, house, context.signal))
      : await readCaptures(files, openHouse({ allowedInterfaces: [] }), context.signal);
    await printRows<Device>(context, read.devices, deviceColumns, {
      name: (device) => device.id,
      record: deviceDocument,
      document: () => readDocument(read),
    });
    tell(context, read);
    return read.devices.length > 0 ? 0 : 1;
  },
};

function tell(context: Context, { captures, coverage, conflicts, devices }: ReadCaptures): void {
  for (const line of coverage.notCovered) context.say(line);
  for (const { text } of conflicts.slice(0, MOST_CONFLICTS)) context.say(text);
  if (conflicts.length > MOST_CONFLICTS)
    context.say(`${conflicts.length - MOST_CONFLICTS} more contradictions: -o json lists them`);
  const packets = captures.reduce((sum, { heard }) => sum + heard.counts.packets, 0);
  context.say(`${count(devices.length, 'device')} in ${count(packets, 'packet')}`);
}

function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}

const MOST_CONFLICTS = 5;
