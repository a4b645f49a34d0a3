import type { Device } from '@quietport/core';
import { Fault } from '@quietport/core/fault';
import {
  deviceDocument,
  type FindRequest,
  type Found,
  find,
  findDocument,
  fleetNames,
  type House,
} from '@quietport/library';
import type { Command, Context } from '../command.ts';
import { announcePlan } from '../look/announce-plan.ts';
import { deviceColumns } from '../look/device-columns.ts';
import { findRequest } from '../look/find-request.ts';
import { readFleetNote } from '../look/fleet-note.ts';
import { printLedger } from '../look/ledger.ts';
import { withHouse, withNamedInterfaces } from '../look/open-house.ts';
import { overFleet } from '../look/over-fleet.ts';
import { watch } from '../look/watch.ts';
import { type LiveForms, openLiveTable } from '../output/live.ts';
import { printRows } from '../output/rows.ts';
import { settingOptions } from '../shared-options.ts';

/** `quietport find [TARGET…]` */
export const command: Command = {
  text:
    'Discovers devices. Without a target it asks the local segments by broadcast and multicast; with targets it asks ' +
    'them by unicast. It reads only: no print port gets a byte. What it hears goes into the inventory. Exits 1 when ' +
    'nobody answered, 3 when it could not look.',
  arguments: [
    { name: '[target...]', text: '10.0.0.0/24, 10.0.0.1-20, an address, a host name, or a file with one a line' },
  ],
  options: [
    { flags: '--watch', text: 'keep looking once a minute, listen in between, and show what changes' },
    { flags: '--passive', text: 'ask nothing, only listen (for --timeout, 10 s if not given)' },
    { flags: '--sweep-only', text: 'tell who answers, and ask them nothing more' },
    { flags: '--ledger', text: 'show every packet that left, by port and probe' },
    { flags: '--methods <protocols>', text: 'use these protocols only, with commas between', list: true },
    { flags: '--print-ports', text: 'knock on print ports too: connect and close, never a byte' },
    {
      flags: '--fleet <name>',
      text: 'look at a virtual fleet on loopback, started for this call',
      choices: fleetNames,
    },
    settingOptions.rate,
    settingOptions.exclude,
    settingOptions.iOwnThis,
  ],
  outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name'],
  columns: deviceColumns,
  examples: [
    { line: 'quietport find', text: 'the segments of this machine' },
    { line: 'quietport find 10.0.4.0/24 --ledger', text: 'a network behind a router, with every packet accounted for' },
    { line: 'quietport find --watch --fleet demo', text: 'a virtual fleet to try things on' },
  ],
  async run(context, targets, options) {
    const asked = await findRequest(context, targets, options);
    const fleet = await readFleetNote(context.settings.data);
    const request = fleet === undefined ? asked : { ...asked, fleet };
    const name = options.text('fleet');
    if (name !== undefined && targets.length > 0)
      throw new Fault('usage/bad-arguments', {
        detail: 'A virtual fleet and targets are two things',
        next: 'Leave out --fleet to look at the targets.',
      });
    const watching = options.flag('watch');
    if (name === undefined)
      return withNamedInterfaces(context, (house) =>
        watching ? watch(context, request, house, name) : look(request, house),
      );
    if (watching) return withHouse(context, (house) => watch(context, request, house, name));
    return overFleet(name, request, look);

    async function look(request: FindRequest, house: House): Promise<number> {
      const live = context.screen().terminal && ['table', 'wide'].includes(context.output);
      const table = live
        ? await openLiveTable<Device>(
            context,
            deviceColumns,
            forms(() => found),
          )
        : undefined;
      const found: Found = await find(request, house, context.signal, {
        planned: (plan) => announcePlan(context, plan),
        // concluding again and again costs seconds in a large look: only for who watches
        ...(table === undefined
          ? {}
          : { devices: (sofar) => table.show(sofar, ['looking · Ctrl-C: end with what was found']) }),
      });
      if (table === undefined)
        await printRows<Device>(
          context,
          found.devices,
          deviceColumns,
          forms(() => found),
        );
      else await table.end(found.devices);
      await tell(context, found, options.flag('ledger'));
      return found.devices.length > 0 ? 0 : 1;
    }
  },
};

function forms(found: () => Found): LiveForms<Device> {
  return {
    key: (device) => device.id,
    name: (device) => device.id,
    record: deviceDocument,
    document: () => findDocument(found()),
  };
}

/** What stands beside the result: troubles, the ledger, how many answered. */
async function tell(context: Context, found: Found, ledger: boolean): Promise<void> {
  for (const trouble of found.troubles) context.say(trouble);
  for (const { text } of found.conflicts.slice(0, MOST_CONFLICTS)) context.say(text);
  if (found.conflicts.length > MOST_CONFLICTS)
    context.say(`${found.conflicts.length - MOST_CONFLICTS} more contradictions: -o json lists them`);
  for (const line of heardOnlyLines(found)) context.say(line);
  if (ledger && context.output !== 'json') await printLedger(context, found);
  const { asked, answered } = found.coverage;
  const hosts = asked > 0 ? `, ${count(asked, 'address', 'addresses')} asked` : '';
  context.say(`${count(found.devices.length, 'device')} from ${count(answered, 'address', 'addresses')}${hosts}`);
  if (found.devices.length === 0)
    context.say('Nobody answered. quietport doctor says whether this machine can hear at all.');
}

/** What was heard and is no device of the list. */
function heardOnlyLines({ announced, unpublished }: Found): readonly string[] {
  const lines = [
    ...announced.map(({ address, make, model, uuid, protocol, leaves }) => {
      const what = [make, model].filter((word) => word !== null).join(' ') || (uuid ?? 'a device');
      if (leaves) return `said goodbye, as far as anybody can tell: ${what} at ${address} (${protocol})`;
      return `announced, not found: ${what} by ${address} (${protocol}); nobody who was asked has confirmed it`;
    }),
    ...unpublished.map(
      ({ address, messages }) =>
        `${address} speaks an unpublished protocol: ${count(messages, 'message')} kept as evidence, none answered`,
    ),
  ];
  const more = lines.length - MOST_HEARD_ONLY;
  return more > 0 ? [...lines.slice(0, MOST_HEARD_ONLY), `${more} more: -o json lists them`] : lines;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

const MOST_CONFLICTS = 5;
const MOST_HEARD_ONLY = 10;
