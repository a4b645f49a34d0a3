import { parseArgs } from 'node:util';
import { Fault } from '@quietport/core/fault';
import type { ArgumentSpec, Command, CommandEntry, OptionSpec } from './command.ts';
import { Options } from './options.ts';
import { type Flags, parseFlags, sharedOptions } from './shared-options.ts';
import { nearest } from './suggest.ts';

export interface Parsed {
  readonly args: readonly string[];
  readonly options: Options;
}

/** The arguments of one command, its own name among them. Everything that does not fit its table is a `Fault`. */
export function parseArguments(args: readonly string[], entry: CommandEntry, command: Command): Parsed {
  const known = [...sharedOptions, ...command.options].map(
    (spec): KnownOption => ({ spec, flags: parseFlags(spec.flags) }),
  );
  const { tokens } = parseArgs({
    args: args.map((arg, i) => completed(arg, args[i + 1], known)),
    options: Object.fromEntries(known.map(({ flags }) => [flags.long, kindOf(flags)])),
    // not strict: what is wrong is said below, in our own words
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, unknown>();
  const words: string[] = [];
  let before = -1;
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    // `port -1` asks about a number that is none: no option begins with a digit
    if (/^-\d/.test(token.rawName)) {
      if (token.index !== before) words.push(args[token.index]!);
      before = token.index;
      continue;
    }
    const option = known.find(({ flags }) => flags.long === token.name);
    if (option === undefined) throw unknownOption(token.rawName, entry, known);
    const text = textOf(token, option, entry);
    const { long } = option.flags;
    values.set(long, text === undefined ? true : readValue(text, option, values.get(long)));
  }
  return { args: checkedArguments(words.slice(1), entry, command.arguments), options: new Options(values) };
}

/** An option that may stand alone, with the value that it then has. */
function completed(arg: string, next: string | undefined, known: readonly KnownOption[]): string {
  if (next !== undefined && !/^-./.test(next)) return arg;
  const option = known.find(({ flags }) => arg === `--${flags.long}`);
  return option?.spec.alone === undefined ? arg : `${arg}=${option.spec.alone}`;
}

interface KnownOption {
  readonly spec: OptionSpec;
  readonly flags: Flags;
}

function kindOf({ short, value }: Flags): { type: 'string' | 'boolean'; short?: string } {
  const type = value === undefined ? 'boolean' : 'string';
  return short === undefined ? { type } : { type, short };
}

/** The text behind an option, `undefined` for a flag. */
function textOf(
  token: { rawName: string; value?: string | undefined; inlineValue?: boolean | undefined },
  { flags }: KnownOption,
  entry: CommandEntry,
): string | undefined {
  const { value } = token;
  if (flags.value === undefined) {
    if (value !== undefined)
      throw new Fault('usage/bad-arguments', {
        detail: `The option ${token.rawName} takes no value`,
        next: lookAt(entry),
      });
    return undefined;
  }
  // `--depth --watch`: the value was forgotten; a lone `-` is a value
  if (value === undefined || (token.inlineValue !== true && /^-./.test(value)))
    throw new Fault('usage/bad-arguments', {
      detail: `The option ${token.rawName} wants a value <${flags.value}>`,
      next: lookAt(entry),
    });
  return value;
}

function readValue(text: string, { spec, flags }: KnownOption, before: unknown): string | readonly string[] {
  const check = (value: string): string => {
    const named = spec.choices === undefined ? value : chosen(value, spec.choices, `--${flags.long}`);
    spec.check?.(named);
    return named;
  };
  if (spec.list !== true) return check(text);
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const expected = 'Give at least one value, with commas between several.';
  if (parts.length === 0) throw new Fault('usage/bad-value', { option: `--${flags.long}`, value: text, expected });
  return [...(Array.isArray(before) ? before : []), ...parts.map(check)];
}

function checkedArguments(
  words: readonly string[],
  entry: CommandEntry,
  specs: readonly ArgumentSpec[],
): readonly string[] {
  const last = specs.at(-1);
  if (words.length > specs.length && last?.name.includes('...') !== true)
    throw new Fault('usage/bad-arguments', {
      detail: 'There are more arguments than the command takes',
      next: lookAt(entry),
    });
  for (const [i, spec] of specs.entries())
    if (spec.name.startsWith('<') && words[i] === undefined)
      throw new Fault('usage/bad-arguments', { detail: `The argument ${spec.name} is missing`, next: lookAt(entry) });
  return words.map((word, i) => {
    const spec = specs[i] ?? last;
    return spec?.choices === undefined ? word : chosen(word, spec.choices, `The argument ${spec.name}`);
  });
}

/** One of them, however it is capitalised: `PowerShell`, `Always`. */
function chosen(value: string, choices: readonly string[], option: string): string {
  const choice =
    choices.find((one) => one === value) ?? choices.find((one) => one.toLowerCase() === value.toLowerCase());
  if (choice !== undefined) return choice;
  throw new Fault('usage/bad-value', { option, value, expected: `Give one of ${choices.join(', ')}.` });
}

function unknownOption(option: string, entry: CommandEntry, known: readonly KnownOption[]): Fault {
  const meant = nearest(
    option,
    known.map(({ flags }) => `--${flags.long}`),
  );
  return new Fault('usage/unknown-option', {
    option,
    next: meant === undefined ? lookAt(entry) : `Did you mean ${meant}?`,
  });
}

function lookAt(entry: CommandEntry): string {
  return `quietport help ${entry.name} shows what it takes.`;
}
