import { Fault } from '@quietport/core/fault';
import { Argument, CommanderError, Option, Command as Parser } from 'commander';
import type { ArgumentSpec, Command, CommandEntry, OptionSpec } from './command.ts';
import { Options } from './options.ts';
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

export interface Parsed {
  readonly args: readonly string[];
  readonly options: Options;
}

/** The arguments of one command. Everything that does not fit its table is a `Fault`. */
export function parseArguments(args: readonly string[], entry: CommandEntry, command: Command): Parsed {
  const specs = [...sharedOptions, ...command.options];
  const parser = new Parser(entry.name).exitOverride().helpOption(false).helpCommand(false);
  parser.configureOutput({ writeErr: () => {}, writeOut: () => {} });
  for (const spec of specs) parser.addOption(optionOf(spec));
  for (const spec of command.arguments) parser.addArgument(argumentOf(spec));
  try {
    parser.parse(withoutName(args, entry.name), { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? faultOf(error, entry, specs) : error;
  }
  return {
    args: parser.processedArgs.flat().filter((arg): arg is string => typeof arg === 'string'),
    options: optionsOf(parser, specs),
  };
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

function withoutName(args: readonly string[], name: string): string[] {
  const { words } = scan(args);
  let i = 0;
  while (args[i] !== words[0] || (i > 0 && takesNext.has(args[i - 1]!))) i++;
  return args.filter((arg, at) => at !== i || arg !== name);
}

function optionOf(spec: OptionSpec): Option {
  const { long, value } = parseFlags(spec.flags);
  const option = new Option(spec.flags, spec.text);
  if (value === undefined) return option;
  const check = (text: string): string => {
    if (spec.choices !== undefined && !spec.choices.includes(text))
      throw new Fault('usage/bad-value', {
        option: `--${long}`,
        value: text,
        expected: `Give one of ${spec.choices.join(', ')}.`,
      });
    spec.check?.(text);
    return text;
  };
  if (spec.list !== true) return option.argParser((text: string) => check(text));
  return option.argParser((text: string, before: readonly string[] | undefined) => {
    const parts = text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    if (parts.length === 0)
      throw new Fault('usage/bad-value', {
        option: `--${long}`,
        value: text,
        expected: 'Give at least one value, with commas between several.',
      });
    return [...(before ?? []), ...parts.map(check)];
  });
}

function argumentOf(spec: ArgumentSpec): Argument {
  const argument = new Argument(spec.name, spec.text);
  const { choices } = spec;
  if (choices === undefined) return argument;
  return argument.argParser((text: string) => {
    if (!choices.includes(text))
      throw new Fault('usage/bad-value', {
        option: `The argument ${spec.name}`,
        value: text,
        expected: `Give one of ${choices.join(', ')}.`,
      });
    return text;
  });
}

function optionsOf(parser: Parser, specs: readonly OptionSpec[]): Options {
  const values = new Map<string, unknown>();
  for (const spec of specs) {
    const { long } = parseFlags(spec.flags);
    const name = optionOf(spec).attributeName();
    if (parser.getOptionValueSource(name) === 'cli')
      values.set(long, long.startsWith('no-') ? true : parser.getOptionValue(name));
  }
  return new Options(values);
}

function faultOf(error: CommanderError, entry: CommandEntry, specs: readonly OptionSpec[]): Fault {
  // the parser quotes the word it stumbled over: 'unknown option '--wach''
  const word = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const look = `quietport help ${entry.name} shows what it takes.`;
  if (error.code === 'commander.unknownOption') {
    const meant = nearest(
      word,
      specs.flatMap((spec) => spec.flags.split(' ')).filter((flag) => flag.startsWith('--')),
    );
    return new Fault('usage/unknown-option', {
      option: word,
      next: meant === undefined ? look : `Did you mean ${meant}?`,
    });
  }
  const detail = details[error.code]?.(word) ?? error.message.replace(/^error: /, '').replace(/\.$/, '');
  return new Fault('usage/bad-arguments', { detail, next: look }, error);
}

const details: Readonly<Record<string, (word: string) => string>> = {
  'commander.missingArgument': (word) => `The argument <${word}> is missing`,
  'commander.optionMissingArgument': (word) => `The option ${word} wants a value`,
  'commander.excessArguments': () => 'There are more arguments than the command takes',
};

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
