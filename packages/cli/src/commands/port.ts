import {
  answerPort,
  isAged,
  lookUpPort,
  type PortAnswer,
  type PortLookup,
  type PortPart,
  type PortSources,
  portParts,
  withPractice,
} from '@quietport/library/port';
import { systemClock } from '@quietport/node/clock';
import type { Command, Context, ExitCode } from '../command.ts';
import { PortPage } from '../look/port-page.ts';
import type { Options } from '../options.ts';
import { settingOptions } from '../shared-options.ts';

/** `quietport port N[/T] | A-B | NAME[/T]` */
export const command: Command = {
  text:
    'Says what a port is: what the registry says, what usually sits there, who holds it on this machine, which devices ' +
    'have it, and whether that is normal. Nothing is sent without --probe. Exits 0 on every question that is one, 1 when ' +
    'the name or the transport is not registered, 2 when it is no question.',
  arguments: [
    { name: '<port>', text: 'a number, a range or a service name, with /tcp, /udp, /sctp or /dccp if you like' },
  ],
  options: [
    {
      flags: '--only <parts>',
      text: 'these parts of the answer, with commas between',
      list: true,
      choices: portParts,
    },
    { flags: '--probe <host>', text: 'ask this host about the port, and send nothing else' },
    { flags: '--print-ports', text: 'with --probe: knock on a print port too, connect and close, never a byte' },
    settingOptions.iOwnThis,
  ],
  outputs: ['table', 'json'],
  failOn: ['look-into-it', 'unexpected', 'unknown'],
  examples: [
    { line: 'quietport port 3259', text: 'the page behind a number' },
    { line: 'quietport port snmp/udp --only registry -o json', text: 'offline, for a program' },
    { line: 'quietport port 631 --probe 10.0.0.5', text: 'what answers there' },
  ],
  run: (context, [text = ''], options) => showPort(context, text, options, look),
};

/** Answers one question. `find` looks where it takes time: what needs no look is printed before it is called. */
export async function showPort(context: Context, text: string, options: Options, find: typeof look): Promise<ExitCode> {
  const named = options.list('only') as readonly PortPart[];
  const parts = named.length === 0 ? portParts : portParts.filter((part) => named.includes(part));
  const said = lookUpPort(text);
  const lookup = parts.every((part) => part === 'registry') && !options.has('probe') ? said : await withPractice(said);
  const forPeople = context.output !== 'json';
  const aged = isAged(lookup.snapshot, systemClock.now());
  const page = forPeople ? new PortPage(context) : undefined;
  if (page !== undefined) printTables(page, lookup, parts, aged);
  const answer: PortAnswer = lookup.outcome === 'invalid' ? lookup : await find(context, lookup, parts, options);
  if (page !== undefined) printFound(page, answer, parts);
  else {
    const { portDocument } = await import('@quietport/library/port-document');
    context.printDocument(portDocument(answer, parts, aged));
  }
  return exits[lookup.outcome] ?? (context.failOn.some((word) => word === answer.verdict?.word) ? 1 : 0);
}

/** The registry at once; owners and devices when they are known. */
function printTables(page: PortPage, lookup: PortLookup, parts: readonly PortPart[], aged: boolean): void {
  page.head(lookup);
  if (lookup.outcome === 'invalid') return;
  if (parts.includes('registry')) page.registry(lookup, aged);
  if (parts.includes('practice') && lookup.spans.length > 0) page.practice(lookup);
}

function printFound(page: PortPage, answer: PortAnswer, parts: readonly PortPart[]): void {
  if (answer.outcome === 'invalid') return;
  if (answer.spans.length > 0) {
    if (parts.includes('here')) page.here(answer.here);
    if (parts.includes('network') || answer.network !== undefined) page.network(answer.network);
  }
  page.notKnown(answer);
  page.verdict(answer);
}

async function look(
  context: Context,
  lookup: PortLookup,
  parts: readonly PortPart[],
  options: Options,
): Promise<PortAnswer> {
  const host = options.text('probe');
  if (host === undefined && !parts.includes('here') && !parts.includes('network')) return lookup;
  const { portSources } = await import('../look/port-sources.ts');
  const sources: PortSources = await portSources(context, lookup, parts, options);
  return answerPort(lookup, sources, context.signal);
}

const exits: Readonly<Record<string, number>> = { 'not-found': 1, 'no-row': 1, invalid: 2 };
