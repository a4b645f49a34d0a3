import type { VerdictWord } from '@quietport/core';
import {
  type Inspected,
  type InspectedPort,
  inspect,
  inspectDocument,
  inspectedPortDocument,
} from '@quietport/library';
import type { Command, Context } from '../command.ts';
import { announceKeys } from '../look/announce-keys.ts';
import { modelOf } from '../look/device-columns.ts';
import { line, printFacts } from '../look/facts.ts';
import { hostRequest } from '../look/host-request.ts';
import { printLedger } from '../look/ledger.ts';
import { withNamedInterfaces } from '../look/open-house.ts';
import type { Column } from '../output/columns.ts';
import { paint, type Style } from '../output/paint.ts';
import { printRows } from '../output/rows.ts';
import { settingOptions } from '../shared-options.ts';

const portName = ({ endpoint }: InspectedPort) => `${endpoint.port}/${endpoint.transport}`;

const columns: readonly Column<InspectedPort>[] = [
  { key: 'port', title: 'PORT', value: portName, whole: true },
  { key: 'state', title: 'STATE', value: ({ state }) => state, whole: true, style: stateStyle },
  { key: 'service', title: 'SERVICE', value: ({ service }) => service, whole: true },
  { key: 'usually', title: 'USUALLY', value: ({ explanation }) => explanation?.holder },
  { key: 'told', title: 'TOLD', value: ({ told }) => told },
  { key: 'evidence', title: 'EVIDENCE', value: ({ evidence }) => evidence.join(' '), wide: true },
  { key: 'address', title: 'ADDRESS', value: ({ endpoint }) => endpoint.address, wide: true },
];

/** `quietport inspect HOST` */
export const command: Command = {
  text:
    'Asks one host everything, port by port, and judges what it tells: expected, plausible, unexpected, look-into-it or ' +
    'unknown, with numbered reasons and one next step. It reads only: no print port gets a byte. Exits 1 when nobody ' +
    'answered, 3 when it could not look.',
  arguments: [{ name: '<host>', text: 'an address or a host name' }],
  options: [
    { flags: '--ledger', text: 'show every packet that left, by port and probe' },
    { flags: '--print-ports', text: 'knock on print ports too: connect and close, never a byte' },
    settingOptions.rate,
    settingOptions.iOwnThis,
  ],
  outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name'],
  columns,
  failOn: ['look-into-it', 'unexpected', 'unknown'],
  examples: [
    { line: 'quietport inspect 10.0.0.5', text: 'what is behind this address' },
    { line: 'quietport inspect printer.local --print-ports -o json', text: 'all of it, for a program' },
  ],
  async run(context, [host = ''], options) {
    const request = await hostRequest(context, host, options.flag('print-ports'));
    return withNamedInterfaces(context, async (house) => {
      const inspected = await inspect(request, house, context.signal, (plan) => {
        context.say(`asking ${plan.order.addresses.join(', ')}: about ${plan.seconds} s`);
        announceKeys(context, plan);
      });
      await print(context, inspected, options.flag('ledger'));
      return inspected.answered && !context.failOn.includes(inspected.verdict.word) ? 0 : 1;
    });
  },
};

async function print(context: Context, inspected: Inspected, ledger: boolean): Promise<void> {
  const forPeople = context.output === 'table' || context.output === 'wide';
  if (forPeople) printHead(context, inspected);
  await printRows<InspectedPort>(context, inspected.ports, columns, {
    name: portName,
    record: inspectedPortDocument,
    document: () => inspectDocument(inspected),
  });
  if (forPeople) printVerdict(context, inspected);
  for (const trouble of inspected.troubles) context.say(trouble);
  if (ledger && context.output !== 'json') await printLedger(context, inspected);
}

function printHead(context: Context, { host, addresses, device }: Inspected): void {
  const what = (device && modelOf(device)) ?? 'unknown device';
  context.print(paint('bold', what), device === undefined ? '' : `  ${device.kind}, ${device.state.word}`);
  context.print(line('host'), addresses.includes(host) ? host : `${host}  ${addresses.join(' ')}`);
  if (device !== undefined) {
    context.print(line('id'), device.id);
    printFacts(context, device);
  }
  context.print('');
}

function printVerdict(context: Context, { verdict, ports }: Inspected): void {
  if (ports.length > 0) context.print('');
  context.print(line('verdict'), paint(verdictStyles[verdict.word], verdict.word));
  for (const [i, { rule, text, evidence }] of verdict.reasons.entries()) {
    context.print(line(String(i + 1).padStart(11)), text, paint('dim', `  (${rule})`));
    context.detail(`              ${evidence.join(', ')}`);
  }
  context.print(line('next'), verdict.next);
}

function stateStyle({ state }: InspectedPort): Style | undefined {
  return state === 'answered' ? 'green' : 'dim';
}

const verdictStyles: Readonly<Record<VerdictWord, Style>> = {
  expected: 'green',
  plausible: 'cyan',
  unexpected: 'red',
  'look-into-it': 'yellow',
  unknown: 'dim',
};
