import type { CompletedCommand, CompletedOption, Offer } from './words.ts';

/** A script for zsh, written from its documentation and never run in one: `source` it, or put it as `_quietport` into a folder of `$fpath`. */
export function zshScript(commands: readonly CompletedCommand[], root: readonly CompletedOption[]): string {
  return `#compdef quietport
# zsh completion of quietport, made by: quietport completion zsh
_quietport() {
  local -a commands
  local curcontext="$curcontext" state line
  typeset -A opt_args
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n')}
  )
  _arguments -C \\
${root
  .flatMap(optionSpecs)
  .map((spec) => `    ${spec} \\`)
  .join('\n')}
    '1: :->command' \\
    '*:: :->rest'
  case $state in
    command) _describe -t commands 'command' commands ;;
    rest)
      case $words[1] in
${commands.map(commandCase).join('\n')}
      esac ;;
  esac
}
_quietport_interfaces() {
  local -a names
  names=(/sys/class/net/*(N:t))
  compadd -a names
}
if [[ $funcstack[1] == _quietport ]]; then _quietport "$@"; else compdef _quietport quietport; fi
`;
}

function commandCase(command: CompletedCommand): string {
  const places = command.arguments.map((offer, i) => {
    const repeated = command.repeats && i === command.arguments.length - 1;
    return quoted(`${repeated ? '*' : i + 1}: :${action(offer)}`);
  });
  return `        ${command.name}) _arguments -s ${[...command.options.flatMap(optionSpecs), ...places].join(' ')} ;;`;
}

function optionSpecs(option: CompletedOption): string[] {
  const value = option.takesValue ? `: :${action(option)}` : '';
  return option.names.map((name) => quoted(`*${name}[${option.text.replace(/[[\]:]/g, '\\$&')}]${value}`));
}

function action({ words, completes }: Offer): string {
  if (completes === 'file') return '_files';
  if (completes === 'directory') return '_files -/';
  if (completes === 'interface') return '_quietport_interfaces';
  return words.length === 0 ? ' ' : `(${words.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
