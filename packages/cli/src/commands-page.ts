import type { Command } from './command.ts';
import { formLines, optionLines, usageOf } from './help.ts';
import type { Loaded } from './load-all.ts';
import { sharedOptions } from './shared-options.ts';

/** `docs/commands.md`: every command with its arguments, options and examples. */
export function commandsPage(loaded: readonly Loaded[], madeBy: string): string {
  const blocks = [
    `<!-- Generated: do not edit. Made by: ${madeBy} -->`,
    '# Commands',
    'Results go to standard output, talk and progress to standard error. The same stands in `quietport help COMMAND`.',
    table(
      ['command', 'does'],
      loaded.map(({ entry }) => [`[\`${entry.name}\`](#quietport-${entry.name})`, entry.summary]),
    ),
    '## Options of every command',
    table(['option', 'means'], optionLines(sharedOptions).map(coded)),
    'A setting comes from the option, else the `QUIETPORT_*` variable, else `$XDG_CONFIG_HOME/quietport/config.yaml`, else `/etc/quietport/config.yaml`. `quietport config` shows all of them. `NO_COLOR` turns colours off.',
    '## Exit codes',
    table(['code', 'means'], exitCodes),
    'With `-o json` a failure is a document on standard output: `{ "schema": "quietport/error@1", "error": { "code", "text", "next" } }`.',
    ...loaded.flatMap((each) => commandBlocks(each)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function commandBlocks({ entry, command }: Loaded): string[] {
  return [
    `## quietport ${entry.name}`,
    fenced([usageOf(entry, command)]),
    command.text,
    ...section(['argument', 'means'], argumentRows(command)),
    ...section(['option', 'means'], [...optionLines(command.options), ...formLines(command)].map(coded)),
    ...(command.examples.length === 0
      ? []
      : [fenced(command.examples.flatMap(({ line, text }) => [`# ${text}`, line]))]),
  ];
}

function argumentRows(command: Command): string[][] {
  return command.arguments.map(({ name, text, choices }) => [
    `\`${name}\``,
    choices === undefined ? text : `${text}: ${choices.join(', ')}`,
  ]);
}

function section(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [table(titles, rows)];
}

function coded([term, text]: readonly [string, string]): string[] {
  return [`\`${term.trim()}\``, text];
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}

function fenced(lines: readonly string[]): string {
  return ['```sh', ...lines, '```'].join('\n');
}

const exitCodes = [
  ['0', 'success'],
  ['1', 'the answer is no; or there are findings that `--fail-on` asked for'],
  ['2', 'usage: the arguments, the settings or a named thing are wrong'],
  ['3', 'could not observe'],
  ['4', 'not permitted'],
  ['5', 'the device refused, or is busy'],
  ['6', 'conflict'],
  ['70', 'a bug of this program'],
  ['130', 'interrupted; what was found until then is printed'],
] as const;
