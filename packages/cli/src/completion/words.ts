import type { ArgumentSpec, Command, Completes, OptionSpec } from '../command.ts';
import type { Loaded } from '../load-all.ts';
import { formsOf } from '../output/single.ts';
import { outputs } from '../settings/rows.ts';
import { parseFlags, sharedOptions } from '../shared-options.ts';

/** What the shell can offer at one place. */
export interface Offer {
  readonly words: readonly string[];
  readonly completes: Completes | undefined;
}

export interface CompletedOption extends Offer {
  /** `--interface`, `-i` */
  readonly names: readonly string[];
  readonly text: string;
  readonly takesValue: boolean;
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** By place; the last one repeats where `repeats`. */
  readonly arguments: readonly Offer[];
  readonly repeats: boolean;
}

/** The table of commands as all four shells need it. */
export function completedCommands(loaded: readonly Loaded[]): readonly CompletedCommand[] {
  const commands = loaded.map(({ entry, command }) => ({
    name: entry.name,
    summary: entry.summary,
    options: [...sharedOptions.map((spec) => narrowed(spec, command)), ...command.options, help].map(completedOption),
    arguments: command.arguments.map(offerOf),
    repeats: command.arguments.at(-1)?.name.includes('...') ?? false,
  }));
  const names = { words: loaded.map(({ entry }) => entry.name), completes: undefined };
  return [
    ...commands,
    { name: 'help', summary: 'help for a command', options: [], arguments: [names], repeats: false },
  ];
}

/** Options that stand before any command. */
export function rootOptions(): readonly CompletedOption[] {
  const shared = sharedOptions.map((spec) => (isOutput(spec) ? { ...spec, choices: outputs } : spec));
  return [...shared, help, { flags: '-V, --version', text: 'the version' }].map(completedOption);
}

function narrowed(spec: OptionSpec, command: Command): OptionSpec {
  if (isOutput(spec)) return { ...spec, choices: formsOf(command.outputs) };
  const { long } = parseFlags(spec.flags);
  if (long === 'columns') return { ...spec, choices: (command.columns ?? []).map(({ key }) => key) };
  if (long === 'fail-on') return { ...spec, choices: command.failOn ?? [] };
  return spec;
}

function isOutput(spec: OptionSpec): boolean {
  return parseFlags(spec.flags).long === 'output';
}

function completedOption(spec: OptionSpec): CompletedOption {
  const { short, long, value } = parseFlags(spec.flags);
  const names = short === undefined ? [`--${long}`] : [`--${long}`, `-${short}`];
  return {
    names,
    text: spec.text,
    takesValue: value !== undefined,
    words: spec.choices ?? [],
    completes: spec.completes,
  };
}

function offerOf(spec: ArgumentSpec): Offer {
  return { words: spec.choices ?? [], completes: spec.completes };
}

const help: OptionSpec = { flags: '-h, --help', text: 'help' };
