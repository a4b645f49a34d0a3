import { Fault } from '@quietport/core';
import {
  credentialRecord,
  credentialsDocument,
  listCredentials,
  type ShownCredential,
  testCredential,
  testedDocument,
} from '@quietport/library';
import type { Command } from '../command.ts';
import { credentialColumns } from '../credentials/credential-columns.ts';
import { add, change, type Desk, remove, show, wrong } from '../credentials/keep.ts';
import { pin, pins, unpin } from '../credentials/pin.ts';
import { auths, kinds, privacies } from '../credentials/read-secret.ts';
import { hostRequest } from '../look/host-request.ts';
import { withHouse } from '../look/open-house.ts';
import { vaultOf } from '../look/open-vault.ts';
import { printRows } from '../output/rows.ts';
import { settingOptions } from '../shared-options.ts';

/** Each action, and the arguments that it wants behind its own name. */
const actions: Readonly<
  Record<string, { readonly wants: readonly string[]; run(desk: Desk, first: string, second: string): Promise<number> }>
> = {
  list: { wants: [], run: list },
  add: { wants: ['name'], run: add },
  show: { wants: ['name'], run: show },
  change: { wants: ['name'], run: change },
  remove: { wants: ['name'], run: remove },
  test: { wants: ['name', 'target'], run: test },
  pin: { wants: ['device'], run: pin },
  unpin: { wants: ['device'], run: unpin },
  pins: { wants: [], run: pins },
};

/** `quietport credentials [ACTION] [NAME] [TARGET]` */
export const command: Command = {
  text:
    'Keeps named keys to devices, sealed in the data folder: SNMP communities, SNMP version 3 users and logins. The ' +
    'secret itself is typed without being shown, or comes on standard input or from a file, one a line; never on the ' +
    'command line. A key is tried inside its scope only, what worked at a device is tried first there, and no device is ' +
    'shown more than three new keys in an hour. pin remembers the certificate of a device, and a look then reports ' +
    'another one. test exits 1 when the device says no, or says nothing to the key, and 3 when nobody is there.',
  arguments: [
    {
      name: '[action]',
      text: 'what to do; list is the usual one',
      choices: Object.keys(actions),
    },
    { name: '[name]', text: 'the name of the credentials, or for pin and unpin the device' },
    { name: '[target]', text: 'for test: a device of the inventory, or the address or name of a host' },
  ],
  options: [
    { flags: '--kind <kind>', text: 'what it opens', choices: kinds },
    { flags: '--scope <places>', text: 'prefixes, ranges, addresses, devices, or everywhere', list: true },
    { flags: '--order <number>', text: 'lower ones are tried first', check: checkOrder },
    { flags: '--user <name>', text: 'the name of the SNMP user or the login' },
    { flags: '--auth <protocol>', text: "how the SNMP user's messages are signed", choices: auths },
    { flags: '--privacy <protocol>', text: 'how they are encrypted', choices: privacies },
    { flags: '--context <name>', text: 'the SNMP context, if it is not the default one' },
    { flags: '--from <file>', text: 'read the secrets from this file, one a line', completes: 'file' },
    { flags: '--secret', text: 'with change: give the secret anew' },
    { flags: '--fingerprint <hex>', text: 'with pin: the SHA-256 of the certificate' },
    settingOptions.iOwnThis,
  ],
  outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name'],
  columns: credentialColumns,
  examples: [
    { line: 'quietport credentials add office --kind snmp-community --scope 10.0.4.0/24', text: 'asks for it' },
    { line: 'quietport credentials change office --secret < new-secret.txt', text: 'a new secret, piped in' },
    { line: 'quietport credentials test office 10.0.4.7', text: 'does this device open to it?' },
    { line: 'quietport credentials pin 10.0.4.7', text: 'remember the certificate that it shows now' },
  ],
  async run(context, [action = 'list', first, second], options) {
    const { wants, run } = actions[action]!;
    const given = [first, second].filter((word) => word !== undefined);
    const missing = wants[given.length];
    if (missing !== undefined) throw wrong(`The argument <${missing}> is missing`, HELP);
    if (given.length > wants.length) throw wrong(`${action} takes ${wants.length} arguments and no more`, HELP);
    return withHouse(context, (house) =>
      run({ context, options, vault: vaultOf(context), house }, first ?? '', second ?? ''),
    );
  },
};

async function list({ context, vault }: Desk): Promise<number> {
  const rows = await listCredentials(vault);
  await printRows<ShownCredential>(context, rows, credentialColumns, {
    name: ({ name }) => name,
    record: credentialRecord,
    document: credentialsDocument,
  });
  if (rows.length === 0) context.say('There are no credentials. quietport credentials add NAME keeps some.');
  return 0;
}

async function test({ context, vault, house }: Desk, name: string, target: string): Promise<number> {
  const { host: _, ...how } = await hostRequest(context, target, false);
  const tested = await testCredential({ ...how, name, target }, vault, house, context.signal, (plan) =>
    context.say(`asking ${plan.order.addresses[0] ?? target}: about ${plan.seconds} s`),
  );
  if (context.output === 'json') context.printDocument(testedDocument(tested));
  else context.print(tested.text);
  if (tested.outcome === 'worked') return 0;
  return tested.outcome === 'refused' || tested.answered ? 1 : 3;
}

function checkOrder(text: string): void {
  if (/^\d{1,6}$/.test(text)) return;
  throw new Fault('usage/bad-value', { option: '--order', value: text, expected: 'Give a whole number from 0 on.' });
}

const HELP = 'quietport help credentials shows what it takes.';
