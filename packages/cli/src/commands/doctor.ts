import { writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { Fault } from '@quietport/core';
import {
  bundleDocument,
  type Check,
  type CheckState,
  demandDomain,
  doctor,
  doctorDocument,
  openHouse,
} from '@quietport/library';
import type { Command } from '../command.ts';
import { vaultOf } from '../look/open-vault.ts';
import { printSights } from '../look/print-sights.ts';
import { printZone } from '../look/print-zone.ts';
import type { Column } from '../output/columns.ts';
import { paint, type Style } from '../output/paint.ts';
import { printRows } from '../output/rows.ts';
import { version } from '../version.ts';

const columns: readonly Column<Check>[] = [
  { key: 'check', title: 'CHECK', value: ({ check }) => check, whole: true },
  { key: 'state', title: 'STATE', value: ({ state }) => state, whole: true },
  { key: 'text', title: 'TEXT', value: ({ text }) => text },
  { key: 'action', title: 'ACTION', value: ({ action }) => action },
];

/** `quietport doctor` */
export const command: Command = {
  text:
    'Checks whether this vantage point can see at all: interfaces, multicast, routes, VPN, container, permissions, ' +
    'firewall, who holds our ports, and whether the credentials open; each with one sentence and one action. It sends a few bytes to a group of its ' +
    'own, no further than the link. Then, for each segment and network behind a router, which protocol sees what from here. ' +
    'Exits 3 when it is blind. With --zone it sends nothing and prints what the inventory holds as unicast DNS-SD (RFC ' +
    '6763), to be pasted into the zone of a DNS server: so clients behind a router find it.',
  arguments: [],
  options: [
    {
      flags: '--bundle <file>',
      text: 'write all of it, redacted, for a bug report (quietport-report.json if no file is named)',
      completes: 'file',
      alone: 'quietport-report.json',
    },
    { flags: '--zone <domain>', text: 'the inventory as DNS-SD records for that domain', check: demandDomain },
  ],
  outputs: ['table', 'json', 'ndjson', 'csv'],
  columns,
  examples: [
    { line: 'quietport doctor', text: 'why is nothing found?' },
    { line: 'sudo quietport doctor --bundle report.json', text: 'with the rules of the firewall, for a bug report' },
    { line: 'quietport doctor --zone office.example.com', text: 'for the DNS server, to be found behind routers' },
  ],
  async run(context, _args, options) {
    const domain = options.text('zone');
    if (domain !== undefined) return printZone(context, domain);
    // nothing is remembered: a check of the vantage point is no evidence of a device
    const house = openHouse({ allowedInterfaces: context.settings.interfaces });
    const request = { interfaces: context.interfaces, vault: vaultOf(context) };
    const diagnosis = await doctor(request, house, context.signal);
    const file = options.text('bundle');
    if (file !== undefined) {
      const about = {
        version: version(),
        node: process.version,
        at: house.clock.now(),
        names: [hostname(), userInfo().username],
      };
      const text = `${JSON.stringify(bundleDocument(diagnosis, about), null, 2)}\n`;
      await writeFile(file, text, { mode: 0o600 }).catch((error: Error) => {
        throw new Fault('file/cannot-write', { path: file, detail: error.message }, error);
      });
      context.say(`wrote ${file}: names of this machine and its user, MACs and public addresses are cut out`);
    }
    if (context.output === 'table') {
      for (const { check, state, text, action } of diagnosis.checks) {
        context.print(paint(styles[state], state.padEnd(8)), paint('bold', check.padEnd(12)), text);
        if (state !== 'ok') context.print(' '.repeat(20), paint('dim', action));
      }
      printSights(context, diagnosis.sights);
    } else {
      await printRows(context, diagnosis.checks, columns, {
        name: ({ check }) => check,
        record: (check) => check,
        document: () => doctorDocument(diagnosis),
      });
    }
    if (diagnosis.blind) context.say('Nothing can be heard from here, whatever is out there.');
    return diagnosis.blind ? 3 : 0;
  },
};

const styles: Readonly<Record<CheckState, Style>> = {
  ok: 'green',
  warning: 'yellow',
  problem: 'red',
  unknown: 'dim',
};
