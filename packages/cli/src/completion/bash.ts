import type { CompletedCommand, CompletedOption, Offer } from './words.ts';

/** A script for bash 4 and newer. Works without the package bash-completion. */
export function bashScript(commands: readonly CompletedCommand[], root: readonly CompletedOption[]): string {
  const valued = new Set(
    [...root, ...commands.flatMap((command) => command.options)]
      .filter((each) => each.takesValue)
      .flatMap((each) => each.names),
  );
  return `# bash completion of quietport, made by: quietport completion bash
_quietport() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command= place=0 i word
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in
      ${[...valued].join('|')}) ((i++)) ;;
      -*) ;;
      *) if [[ -z $command ]]; then command=$word; else ((place++)); fi ;;
    esac
  done
  case "$command $before" in
${commands.flatMap((command) => command.options.filter(({ takesValue }) => takesValue).map((option) => valueCase(command.name, option))).join('\n')}
  esac
  case $before in
    ${[...valued].join('|')}) return ;;
  esac
  if [[ $current == -* ]]; then
    case $command in
      '') _quietport_words '${flagsOf(root)}' ;;
${commands.map((command) => `      ${command.name}) _quietport_words '${flagsOf(command.options)}' ;;`).join('\n')}
    esac
    return
  fi
  case "$command $place" in
    ' '*) _quietport_words '${commands.map(({ name }) => name).join(' ')}' ;;
${commands.flatMap((command) => command.arguments.map((offer, place) => placeCase(command, offer, place))).join('\n')}
  esac
}
_quietport_words() { COMPREPLY=($(compgen -W "$1" -- "$current")); }
_quietport_paths() { compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen "$1" -- "$current")); }
_quietport_interfaces() { _quietport_words "$(command ls /sys/class/net 2>/dev/null)"; }
complete -F _quietport quietport
`;
}

function valueCase(command: string, option: CompletedOption): string {
  return `    ${option.names.map((name) => `'${command} ${name}'`).join('|')}) ${offered(option)}; return ;;`;
}

function placeCase(command: CompletedCommand, offer: Offer, place: number): string {
  const repeated = command.repeats && place === command.arguments.length - 1;
  return `    '${command.name} '${repeated ? '*' : place}) ${offered(offer)} ;;`;
}

function offered({ words, completes }: Offer): string {
  if (completes === 'file') return '_quietport_paths -f';
  if (completes === 'directory') return '_quietport_paths -d';
  if (completes === 'interface') return '_quietport_interfaces';
  return words.length === 0 ? ':' : `_quietport_words '${words.join(' ')}'`;
}

function flagsOf(options: readonly CompletedOption[]): string {
  return options.flatMap(({ names }) => names.slice(0, 1)).join(' ');
}
