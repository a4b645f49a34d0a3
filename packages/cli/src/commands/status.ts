import {
  type EscPosAsked,
  type FindRequest,
  type Status,
  status,
  statusDocument,
  statusRecord,
} from '@quietport/library';
import type { Command, Context } from '../command.ts';
import { announceKeys } from '../look/announce-keys.ts';
import { findRequest } from '../look/find-request.ts';
import { readFleetNote } from '../look/fleet-note.ts';
import { printLedger } from '../look/ledger.ts';
import { markOptions, marksOf } from '../look/marks.ts';
import { withHouse } from '../look/open-house.ts';
import { rowsOfStatus, type StatusRow, statusColumns } from '../look/status-rows.ts';
import type { Options } from '../options.ts';
import { formatRecord } from '../output/json.ts';
import { printRows } from '../output/rows.ts';
import { settingOptions } from '../shared-options.ts';

/** `quietport status [ID…]` */
export const command: Command = {
  text:
    'Shows how devices are: state, supplies, trays, counters and alerts, each with its source and age. It reads the ' +
    'inventory; --look and --poll ask the devices again first. Of devices that are named it says how long supplies last, ' +
    'where serve has watched them for a week or more. A level is what the device told: where it gives no number, none is shown.',
  arguments: [{ name: '[id...]', text: 'ids or their beginnings, names, serials, MACs, addresses or device URIs' }],
  options: [
    { flags: '--look', text: 'ask the devices again first, at the addresses where they were heard' },
    {
      flags: '--poll',
      text: 'ask the devices again first, by SNMP and only for what they told before: a few packets each; a look where that is not enough',
    },
    {
      flags: '--escpos',
      text: 'ask one POS printer over its print port, with questions that print nothing, after its identity was read again',
    },
    ...markOptions,
    settingOptions.rate,
    settingOptions.iOwnThis,
  ],
  outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name'],
  columns: statusColumns,
  failOn: ['warning', 'critical', 'unknown'],
  examples: [
    { line: 'quietport status', text: 'every device of the inventory' },
    { line: 'quietport status 10.0.0.5 --look', text: 'one device, asked anew' },
    { line: 'quietport status --poll', text: 'every device, with what it shows now' },
    { line: 'quietport status till --escpos', text: 'one receipt printer, asked over its print port' },
    { line: 'quietport status --fail-on critical', text: 'exits 1 where a device needs somebody' },
  ],
  async run(context, ids, options) {
    const marks = marksOf(options);
    const asking =
      options.flag('look') || options.flag('poll') || options.flag('escpos')
        ? await askingHow(context, options)
        : undefined;
    const look = options.flag('look') ? asking : undefined;
    const poll = options.flag('poll') && !options.flag('look') ? asking : undefined;
    const escpos = options.flag('escpos') ? asking : undefined;
    return withHouse(context, async (house) => {
      const told = await status(
        {
          ids,
          marks,
          ...(look === undefined ? {} : { look }),
          ...(poll === undefined ? {} : { poll }),
          ...(escpos === undefined ? {} : { escpos }),
        },
        house,
        context.signal,
        {
          planned: (plan) => {
            context.say(`asking ${plan.addresses} addresses: about ${plan.seconds} s`);
            announceKeys(context, plan);
          },
        },
      );
      await print(told);
      if (told.escpos !== undefined) await tellOrder(context, told.escpos);
      if (told.devices.length === 0) context.say('The inventory is empty. quietport find looks for devices.');
      if (told.escpos !== undefined && told.escpos.outcome !== 'answered')
        return told.escpos.outcome === 'refused' ? 5 : 3;
      return told.devices.some(({ checked }) => context.failOn.includes(checked.word)) ? 1 : 0;
    });

    async function print(told: Status): Promise<void> {
      // one device is one record, whatever it tells
      if (context.output === 'ndjson') {
        for (const row of told.devices) context.write(`${formatRecord(statusRecord(row))}\n`);
        return;
      }
      if (context.output === 'name') {
        for (const { device } of told.devices) context.print(device.id);
        return;
      }
      await printRows<StatusRow>(context, rowsOfStatus(told), statusColumns, {
        name: ({ device }) => device.id,
        record: () => ({}),
        document: () => statusDocument(told),
      });
    }
  },
};

async function askingHow(context: Context, options: Options): Promise<FindRequest> {
  const fleet = await readFleetNote(context.settings.data);
  return { ...(await findRequest(context, [], options)), ...(fleet === undefined ? {} : { fleet }) };
}

/** Every byte that went to a print port is accounted for, asked or not. */
async function tellOrder(context: Context, asked: EscPosAsked): Promise<void> {
  const { address, port, outcome } = asked;
  const came = outcome === 'answered' ? 'answered' : `gave no answer that could be read (${outcome})`;
  context.say(`The print port ${address}:${port} ${came}. What was sent:`);
  await printLedger(context, asked);
}
