import { Fault } from '@quietport/core/fault';
import type { CommandEntry } from './command.ts';
import { parseFlags, sharedOptions } from './shared-options.ts';
import { nearest } from './suggest.ts';

/** What the arguments ask for, as far as it is known before the command is loaded. */
export type Wish =
  | { readonly is: 'version' }
  | { readonly is: 'help'; readonly entry?: CommandEntry }
  | { readonly is: 'run'; readonly entry: CommandEntry };

/** Finds the command among the arguments: only that one is loaded. */
export function findWish(args: readonly string[], entries: readonly CommandEntry[]): Wish {
  const { words, flags } = scan(args);
  const [first, second] = words;
  const entryOf = (name: string): CommandEntry => {
    const entry = entries.find((each) => each.name === name);
    if (entry === undefined) throw unknownCommand(name, entries);
    return entry;
  };
  if (first === 'help') return second === undefined ? { is: 'help' } : { is: 'help', entry: entryOf(second) };
  if (first !== undefined) {
    const entry = entryOf(first);
    return flags.has('-h') || flags.has('--help') ? { is: 'help', entry } : { is: 'run', entry };
  }
  if (flags.has('-V') || flags.has('--version')) return { is: 'version' };
  refuseUnknown(flags);
  return { is: 'help' };
}

/** The form that the arguments name, for a failure that comes before they are parsed. */
export function namedOutput(args: readonly string[]): string | undefined {
  const ours = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (ours.includes('--json')) return 'json';
  for (const [i, arg] of ours.entries()) {
    if (arg === '-o' || arg === '--output') return ours[i + 1];
    const match = /^(?:-o|--output=)(.+)$/.exec(arg);
    if (match !== null) return match[1];
  }
  return undefined;
}

/** The words that are no option and no option's value, and the options. */
function scan(args: readonly string[]): { words: string[]; flags: Set<string> } {
  const words: string[] = [];
  const flags = new Set<string>();
  for (let i = 0; i < args.length && args[i] !== '--'; i++) {
    const arg = args[i]!;
    if (!arg.startsWith('-') || arg === '-') words.push(arg);
    else {
      flags.add(arg);
      if (takesNext.has(arg)) i++;
    }
  }
  return { words, flags };
}

function unknownCommand(name: string, entries: readonly CommandEntry[]): Fault {
  const meant = nearest(
    name,
    entries.map((entry) => entry.name),
  );
  return new Fault('usage/unknown-command', {
    command: name,
    next: meant === undefined ? 'quietport --help lists the commands.' : `Did you mean "quietport ${meant}"?`,
  });
}

function refuseUnknown(flags: ReadonlySet<string>): void {
  const known = [
    ...sharedOptions.map((spec) => parseFlags(spec.flags)),
    { short: 'h', long: 'help' },
    { short: 'V', long: 'version' },
  ];
  for (const flag of flags) {
    const name = flag.split('=')[0]!;
    if (known.some(({ short, long }) => name === `--${long}` || name.slice(0, 2) === `-${short}`)) continue;
    const meant = nearest(
      name,
      known.map(({ long }) => `--${long}`),
    );
    throw new Fault('usage/unknown-option', {
      option: name,
      next: meant === undefined ? 'quietport --help lists them.' : `Did you mean ${meant}?`,
    });
  }
}

const takesNext = new Set(
  sharedOptions
    .map((spec) => parseFlags(spec.flags))
    .filter(({ value }) => value !== undefined)
    .flatMap(({ short, long }) => [`--${long}`, ...(short === undefined ? [] : [`-${short}`])]),
);
