import { Fault, MADE_PACKETS, PcapngWriter, type TapTool, type Transport, tapTools } from '@quietport/core';
import {
  chooseInterfaces,
  dossierDocument,
  messageRecord,
  type Observed,
  type ObservedMessage,
  type ObserveRequest,
  observationDocument,
  observe,
} from '@quietport/library';
import { lostDatagrams, openNetwork, systemTaps } from '@quietport/node';
import { openHost } from '@quietport/node/listeners';
import type { Command, Context } from '../command.ts';
import { openCaptureWriter } from '../look/capture-writer.ts';
import { hintLines, messageLines } from '../look/observed-lines.ts';
import { withHouse } from '../look/open-house.ts';
import { writeNewFile } from '../look/write-new-file.ts';
import type { Options } from '../options.ts';
import { formatDocument, formatRecord } from '../output/json.ts';

/** `quietport observe PORT` */
export const command: Command = {
  text:
    'Records whatever speaks on a port, and answers nothing. It takes the port on UDP and TCP, without reuse: who holds it ' +
    'keeps it. A TCP connection is noted and closed unread; --accept reads it until the other side stops. --passive takes ' +
    'nothing and sees by dumpcap or tcpdump what passes, as far as the system permits. Bytes, times and peers go into the ' +
    'evidence. What the bytes remind of is a hint, with its reason, and never a fact. Exits 1 when nothing was heard, 3 ' +
    'when it could not listen, 4 without permission, 6 when somebody holds the port.',
  arguments: [{ name: '<port>', text: 'a number, with /tcp or /udp if you like' }],
  options: [
    { flags: '--accept', text: 'read TCP connections until the other side stops; not a byte is written' },
    { flags: '--passive', text: 'see what passes by dumpcap or tcpdump, and take nothing' },
    { flags: '--tool <name>', text: 'with --passive: this tool', choices: tapTools },
    { flags: '--group <address>', text: 'join this multicast group, which the network is told of', list: true },
    { flags: '--count <number>', text: 'end after so many messages' },
    { flags: '--write <file>', text: 'write what is heard as pcapng, packet by packet', completes: 'file' },
    { flags: '--export <file>', text: 'write a redacted dossier that can be published', completes: 'file' },
    { flags: '--replace', text: 'write over files that are there' },
  ],
  outputs: ['table', 'wide', 'json', 'ndjson'],
  examples: [
    { line: 'quietport observe 3259 --timeout 10m', text: 'who speaks to the unpublished port of Epson' },
    { line: 'quietport observe 3259/tcp --accept --write 3259.pcapng', text: 'with all that clients say first' },
    {
      line: 'quietport observe 3259 --passive --export dossier.json',
      text: 'what others say to each other, to be published',
    },
  ],
  async run(context, [text = ''], options) {
    const request = requestOf(context, text, options);
    const passive = request.passive === true;
    const narrowed = passive ? undefined : await narrow(context);
    const file = options.text('write');
    const replace = options.flag('replace');
    const comment = passive ? undefined : MADE_PACKETS;
    const writer = file === undefined ? undefined : openCaptureWriter(file, replace, new PcapngWriter(), comment);
    try {
      return await withHouse(
        context,
        async (house) => {
          const tools = { taps: systemTaps, host: await openHost(), lostDatagrams };
          const observed = await observe(request, house, tools, context.signal, {
            ready: (where) => context.say(`${passive ? 'watching' : 'listening on'} ${where.join(', ')}`),
            heard: (message) => showLive(context, message),
            packet: (packet) => writer?.write(packet),
          });
          show(context, observed);
          const dossier = options.text('export');
          if (dossier !== undefined) {
            const document = await dossierDocument(observed, house);
            await writeNewFile(dossier, `${formatDocument(document)}\n`, replace);
            context.say(`${dossier}: redacted; look through it before you publish it`);
          }
          if (observed.endedBy === 'interrupt') return 130;
          return observed.messages.length > 0 ? 0 : 1;
        },
        narrowed ?? context.settings.interfaces,
      );
    } finally {
      writer?.close();
    }
  },
};

function requestOf(context: Context, text: string, options: Options): ObserveRequest {
  const match = /^(\d{1,5})(?:\/(tcp|udp))?$/i.exec(text);
  const port = Number(match?.[1]);
  if (match === null || port < 1 || port > 65_535)
    throw new Fault('usage/bad-value', {
      option: '<port>',
      value: text,
      expected: 'Give one port, like 3259 or 3259/udp.',
    });
  const counted = options.text('count');
  if (counted !== undefined && !/^[1-9]\d{0,6}$/.test(counted))
    throw new Fault('usage/bad-value', {
      option: '--count',
      value: counted,
      expected: 'Give a whole number above zero.',
    });
  const passive = options.flag('passive');
  const [tool, groups] = [options.text('tool'), options.list('group')];
  const only = passive
    ? options.flag('accept')
      ? '--accept'
      : groups.length > 0
        ? '--group'
        : undefined
    : tool === undefined
      ? undefined
      : '--tool';
  if (only !== undefined) {
    const next = passive ? `Leave out --passive, or ${only}.` : 'Add --passive.';
    throw new Fault('usage/bad-arguments', {
      detail: `${only} ${passive ? 'takes sockets' : 'sees what passes'}`,
      next,
    });
  }
  const transport = match[2]?.toLowerCase() as Transport | undefined;
  const { timeoutMs } = context.settings;
  return {
    ...{ port, passive, groups, accept: options.flag('accept'), interfaces: context.interfaces },
    ...(transport === undefined ? {} : { transport }),
    ...(tool === undefined ? {} : { tool: tool as TapTool }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(counted === undefined ? {} : { count: Number(counted) }),
  };
}

/** Sockets hear by the named interfaces alone. */
async function narrow({ interfaces, settings }: Context): Promise<readonly string[] | undefined> {
  if (interfaces.length === 0) return undefined;
  return chooseInterfaces(await openNetwork().interfaces(), interfaces, settings.interfaces).interfaces.map(
    ({ name }) => name,
  );
}

function showLive(context: Context, message: ObservedMessage): void {
  if (context.output === 'ndjson') context.write(`${formatRecord(messageRecord(message))}\n`);
  if (context.output !== 'table' && context.output !== 'wide') return;
  for (const line of messageLines(message, context.output === 'wide' ? WIDE : NARROW)) context.print(...line);
}

function show(context: Context, observed: Observed): void {
  const { messages, hints, notes } = observed;
  if (context.output === 'json') context.printDocument(observationDocument(observed));
  else if (context.output === 'ndjson')
    for (const hint of hints)
      context.write(`${formatRecord({ hint: { ...hint, messages: hint.messages.map((place) => place + 1) } })}\n`);
  else if (hints.length > 0) {
    context.print('');
    context.print('Hints, which are no facts:');
    for (const hint of hints) for (const line of hintLines(hint)) context.print(...line);
  }
  for (const note of notes) context.say(note);
  const peers = new Set(messages.map(({ from }) => from.address)).size;
  const said = messages.filter(({ bytes, what }) => bytes.length > 0 || what === 'datagram').length;
  const connections = messages.filter(({ what }) => what === 'connect').length;
  context.say(`${plural(said, 'message')} and ${plural(connections, 'connection')} of ${plural(peers, 'host')}`);
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

const NARROW = 32;
const WIDE = 4096;
