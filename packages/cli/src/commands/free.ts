import { basename, resolve } from 'node:path';
import { Fault, type Transport } from '@quietport/core';
import { type FreeAnswer, type FreePort, type FreeRequest, free, freeDocument } from '@quietport/library/numbers';
import { openNetwork } from '@quietport/node';
import { openHost } from '@quietport/node/listeners';
import type { Command, Context } from '../command.ts';
import { knownDevices } from '../look/known-devices.ts';
import type { Options } from '../options.ts';
import type { Column } from '../output/columns.ts';
import { printRows } from '../output/rows.ts';
import { wrap } from '../output/wrap.ts';

const freeColumns: readonly Column<FreePort>[] = [
  { key: 'port', title: 'PORT', value: ({ port }) => port, whole: true, right: true },
  {
    key: 'beside',
    title: 'BESIDE IT',
    value: ({ reasons }) => reasons.find(({ rule }) => rule === 'neighbours')?.text ?? 'assigned neighbours',
  },
  { key: 'reasons', title: 'REASONS', value: ({ reasons }) => reasons.map(({ text }) => text).join('; '), wide: true },
];

/** `quietport free [COUNT]` */
export const command: Command = {
  text:
    'Suggests ports to take that collide with nothing: unassigned in the registry on every transport, outside the client ' +
    'ranges of this and the usual systems, not refused by browsers, not popular, held by nothing here, on no device of ' +
    'the inventory, and bound just now on both address families. The same project gets the same numbers as long as ' +
    'nothing takes them: its name picks where to begin. With --near the closest come first. Exits 1 when there is none.',
  arguments: [{ name: '[count]', text: 'how many, 3 if not given' }],
  options: [
    { flags: '--from <port>', text: 'the lowest number, 1024 if not given', check: checkPort('--from') },
    { flags: '--to <port>', text: 'the highest number, 32767 if not given', check: checkPort('--to') },
    {
      flags: '--transport <transport>',
      text: 'for tcp, udp or both (both if not given)',
      choices: ['tcp', 'udp', 'both'],
    },
    { flags: '--near <port>', text: 'the closest to this number', check: checkPort('--near') },
    { flags: '--project <name>', text: 'what picks the numbers, the name of this folder if not given' },
  ],
  outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name'],
  columns: freeColumns,
  examples: [
    { line: 'quietport free', text: 'three numbers, and why these' },
    { line: 'quietport free 1 --near 8080 -o name', text: 'one like 8080, for a script' },
    { line: 'quietport free --from 20000 --to 20999 --transport udp', text: 'from a range' },
  ],
  async run(context, [count], options) {
    const request = requestOf(count, options);
    const sources = {
      host: await openHost(),
      network: openNetwork(limitsOf(context)),
      devices: await knownDevices(context),
    };
    const answer = await free(request, sources, context.signal);
    await printRows<FreePort>(context, answer.suggestions, freeColumns, {
      name: ({ port }) => String(port),
      record: ({ port, reasons }) => ({ port, transports: request.transports, reasons }),
      document: () => freeDocument(answer),
    });
    if (context.output === 'table') printReasons(context, answer);
    tell(context, answer);
    return answer.suggestions.length > 0 ? 0 : 1;
  },
};

/** What holds for each of them, once. */
function printReasons(context: Context, { suggestions }: FreeAnswer): void {
  const [first] = suggestions;
  if (first === undefined) return;
  context.print('');
  context.print(suggestions.length === 1 ? 'It is' : 'Each of them is');
  for (const { rule, text } of first.reasons) {
    if (rule === 'neighbours') continue;
    const [head = '', ...rest] = wrap(text, context.screen().columns - 4);
    context.print(`  - ${head}`);
    for (const line of rest) context.print(`    ${line}`);
  }
}

function tell(context: Context, { request, suggestions, passedOver, gaps }: FreeAnswer): void {
  for (const gap of gaps) context.detail(gap);
  if (suggestions.length === request.count) {
    context.say('Unassigned is not owned: a product that ships with a number should register it.');
    return;
  }
  const range = `${request.from} to ${request.to}`;
  const only = suggestions.length === 0 ? 'No number' : `Only ${suggestions.length} of the numbers`;
  context.say(
    `${only} from ${range} passes. Passed over: ${passedOver.map(({ text, ports }) => `${ports} ${text}`).join('; ')}.`,
  );
}

function requestOf(count: string | undefined, options: Options): FreeRequest {
  const near = options.text('near');
  const from = Number(options.text('from') ?? 1024);
  const to = Number(options.text('to') ?? Math.max(from, 32_767));
  if (to < from)
    throw new Fault('usage/bad-value', { option: '--to', value: to, expected: `Give a number from ${from} up.` });
  const transport = options.text('transport') ?? 'both';
  const transports: readonly Transport[] =
    transport === 'both' ? ['tcp', 'udp'] : [transport === 'udp' ? 'udp' : 'tcp'];
  return {
    count: countOf(count ?? '3'),
    from,
    to,
    transports,
    project: options.text('project') ?? basename(resolve('.')),
    ...(near === undefined ? {} : { near: Number(near) }),
  };
}

function countOf(text: string): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= most) return count;
  throw new Fault('usage/bad-value', { option: 'count', value: text, expected: `Give a number from 1 to ${most}.` });
}

function checkPort(option: string): (value: string) => void {
  return (value) => {
    if (/^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535) return;
    throw new Fault('usage/bad-value', { option, value, expected: 'Give a port, 1 to 65535.' });
  };
}

function limitsOf({ settings }: Context): { readonly allowedInterfaces?: readonly string[] } {
  return settings.interfaces === undefined ? {} : { allowedInterfaces: settings.interfaces };
}

const most = 1000;
