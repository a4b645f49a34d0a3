import type { OptionSpec } from './command.ts';
import { colors, outputs } from './settings/rows.ts';

/** The options that every command takes, before or after its name. */
export const sharedOptions: readonly OptionSpec[] = [
  // each command has forms of its own: which, is checked where the command is known
  { flags: '-o, --output <form>', text: `form of the result, as far as the command has it: ${outputs.join(', ')}` },
  { flags: '--json', text: 'short for -o json' },
  { flags: '--columns <names>', text: 'columns of a list, with commas between', list: true },
  { flags: '--no-headers', text: 'a list without its first line' },
  { flags: '--color <when>', text: 'colours: auto, always or never', choices: colors },
  { flags: '-q, --quiet', text: 'results only, no talk on standard error' },
  { flags: '-v, --verbose', text: 'more talk on standard error' },
  {
    flags: '-i, --interface <name>',
    text: 'look at this interface only (repeatable)',
    list: true,
    completes: 'interface',
  },
  { flags: '--timeout <time>', text: 'end after 500ms, 5s, 2m' },
  { flags: '--config <file>', text: "settings file in place of the user's", completes: 'file' },
  { flags: '--data <folder>', text: 'folder of the inventory', completes: 'directory' },
  { flags: '--fail-on <what>', text: 'exit 1 when the result has it', list: true },
];

/** Options of several commands that set a setting of the same name: take them into `options` as they are. */
export const settingOptions = {
  rate: { flags: '--rate <packets>', text: 'packets a second, in all' },
  exclude: { flags: '--exclude <targets>', text: 'targets that are never asked (repeatable)', list: true },
  iOwnThis: { flags: '--i-own-this', text: 'look at public addresses too: the network is yours' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

export interface Flags {
  readonly short: string | undefined;
  /** Without dashes: `no-headers`. */
  readonly long: string;
  /** `<name>` of its value, or `undefined` for a flag. */
  readonly value: string | undefined;
}

/** `-i, --interface <name>` in its parts. */
export function parseFlags(flags: string): Flags {
  const match = /^(?:-(\w), )?--([\w-]+)(?: <([^>]+)>)?$/.exec(flags);
  if (match === null) throw new RangeError(`"${flags}" is not written like an option`);
  return { short: match[1], long: match[2]!, value: match[3] };
}
