import type { CompletedCommand, CompletedOption, Offer } from './words.ts';

/** A script for fish, written from its documentation: it was never run in one. */
export function fishScript(commands: readonly CompletedCommand[], root: readonly CompletedOption[]): string {
  const lines = [
    '# fish completion of quietport, made by: quietport completion fish',
    'complete -c quietport -f',
    ...root.map((option) => `complete -c quietport -n __fish_use_subcommand ${optionWords(option)}`),
    ...commands.map(
      ({ name, summary }) => `complete -c quietport -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ),
    ...commands.flatMap(commandLines),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines(command: CompletedCommand): string[] {
  const seen = `complete -c quietport -n '__fish_seen_subcommand_from ${command.name}'`;
  return [
    ...command.options.map((option) => `${seen} ${optionWords(option)}`),
    ...command.arguments
      .map(offered)
      .filter((offer) => offer !== '')
      .map((offer) => `${seen} ${offer}`),
  ];
}

function optionWords(option: CompletedOption): string {
  const names = option.names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const value = option.takesValue ? ['-r', offered(option)] : [];
  return [...names, ...value, `-d ${quoted(option.text)}`].filter((word) => word !== '').join(' ');
}

function offered({ words, completes }: Offer): string {
  if (completes === 'file') return '-F';
  if (completes === 'directory') return "-a '(__fish_complete_directories)'";
  if (completes === 'interface') return "-a '(command ls /sys/class/net 2>/dev/null)'";
  return words.length === 0 ? '' : `-a ${quoted(words.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
