import { type Command, type CommandEntry, groups } from './command.ts';
import { formsOf } from './output/single.ts';
import { wrap } from './output/wrap.ts';
import { parseFlags, sharedOptions } from './shared-options.ts';

/** `quietport --help` */
export function programHelp(entries: readonly CommandEntry[], width: number): string {
  const longest = Math.max(...entries.map((entry) => entry.name.length));
  const blocks = groups
    .map((group) => ({ group, of: entries.filter((entry) => entry.group === group) }))
    .filter(({ of }) => of.length > 0)
    .map(({ group, of }) =>
      section(
        group,
        of.map((entry) => [entry.name.padEnd(longest), entry.summary]),
        width,
      ),
    );
  return page([
    'Usage: quietport COMMAND [options]',
    wrap('What is that port, which device is behind it, how is it doing: with proof.', width).join('\n'),
    ...blocks,
    section(
      'Options of every command',
      [
        ...optionLines(sharedOptions),
        ['-h, --help', 'help, also quietport help COMMAND'],
        ['-V, --version', 'the version'],
      ],
      width,
    ),
    section('Examples', examples, width),
  ]);
}

/** `quietport help COMMAND` */
export function commandHelp(entry: CommandEntry, command: Command, width: number): string {
  return page([
    `Usage: ${usageOf(entry, command)}`,
    wrap(command.text, width).join('\n'),
    section(
      'Arguments',
      command.arguments.map(({ name, text, choices }) => [name, withChoices(text, choices)]),
      width,
    ),
    section('Options', [...optionLines(command.options), ...formLines(command)], width),
    section(
      'Examples',
      command.examples.map(({ line, text }) => [line, text]),
      width,
    ),
    'Options of every command: quietport --help',
  ]);
}

/** `quietport find [target...] [options]` */
export function usageOf(entry: CommandEntry, command: Command): string {
  return ['quietport', entry.name, ...command.arguments.map(({ name }) => name), '[options]'].join(' ');
}

/** What the shared options mean for this command: its forms, its columns, what it can fail on. */
export function formLines(command: Command): [string, string][] {
  const lines: [string, string][] = [];
  if (command.outputs.length > 0) lines.push(['-o, --output <form>', formsOf(command.outputs).join(', ')]);
  if (command.columns !== undefined)
    lines.push(['    --columns <names>', command.columns.map(({ key }) => key).join(', ')]);
  if (command.failOn !== undefined) lines.push(['    --fail-on <what>', command.failOn.join(', ')]);
  return lines;
}

export function optionLines(options: Command['options']): [string, string][] {
  return options.map(({ flags, text, choices }) => [
    parseFlags(flags).short === undefined ? `    ${flags}` : flags,
    withChoices(text, choices),
  ]);
}

function withChoices(text: string, choices: readonly string[] | undefined): string {
  return choices === undefined || choices.every((choice) => text.includes(choice))
    ? text
    : `${text}: ${choices.join(', ')}`;
}

function section(title: string, lines: readonly (readonly [string, string])[], width: number): string {
  if (lines.length === 0) return '';
  const left = Math.min(30, Math.max(...lines.map(([term]) => term.length)));
  const rows = lines.flatMap(([term, text]) => {
    const [first = '', ...rest] = wrap(text, width - left - 4);
    const head =
      term.length > left ? [`  ${term}`, `  ${' '.repeat(left)}  ${first}`] : [`  ${term.padEnd(left)}  ${first}`];
    return [...head, ...rest.map((line) => `  ${' '.repeat(left)}  ${line}`)];
  });
  return [`${title}:`, ...rows].join('\n');
}

function page(blocks: readonly string[]): string {
  return `${blocks
    .filter((block) => block !== '')
    .join('\n\n')
    .replace(/ +$/gm, '')}\n`;
}

const examples: readonly (readonly [string, string])[] = [
  ['quietport find', 'devices on the networks of this machine'],
  ['quietport find 10.0.0.0/24 -o json', 'one network, for a program'],
];
