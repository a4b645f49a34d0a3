import type { Options } from './options.ts';
import type { ColumnName } from './output/columns.ts';
import type { OutputFormat } from './output/format.ts';
import type { Part } from './output/paint.ts';
import type { Configured, Settings } from './settings/settings.ts';

/** What the shell may offer behind an option or in place of an argument. */
export type Completes = 'file' | 'directory' | 'interface';

/** Exit codes: see `docs/commands.md`. */
export type ExitCode = number;

export interface OptionSpec {
  /** As people write it: `--watch`, `-i, --interface <name>`. */
  readonly flags: string;
  readonly text: string;
  readonly choices?: readonly string[];
  /** May stand several times, and takes several values between commas. */
  readonly list?: boolean;
  readonly completes?: Completes;
  /** The value where the option stands without one: at the end, or before another option. */
  readonly alone?: string;
  /** For values that are no choice: throws a `Fault` where the text is wrong. */
  readonly check?: (value: string) => void;
}

export interface ArgumentSpec {
  /** `<host>` must be there, `[fact]` may, `[target...]` may several times. */
  readonly name: string;
  readonly text: string;
  readonly choices?: readonly string[];
  readonly completes?: Completes;
}

export interface Example {
  readonly line: string;
  readonly text: string;
}

/**
 * All that the program knows of one command: it parses, helps, completes and documents from this. The file of a command
 * exports it as `command`, and `commands/index.ts` has one line for it. It is loaded when it is the one that is run.
 */
export interface Command {
  /** What it does, in a few sentences, for `--help`. */
  readonly text: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  /** The forms of its result, the usual one first. Empty where it has one form only. */
  readonly outputs: readonly OutputFormat[];
  /** The columns of its list, for `--columns`. */
  readonly columns?: readonly ColumnName[];
  /** What `--fail-on` may name. */
  readonly failOn?: readonly string[];
  readonly examples: readonly Example[];
  /** How a failure is told where others read the result: a line on standard output, and the exit code. */
  readonly failure?: (text: string) => { readonly line: string; readonly exit: ExitCode };
  /** Ends early when `context.signal` fires, having printed what it has; the program then exits 130. */
  run(context: Context, args: readonly string[], options: Options): Promise<ExitCode>;
}

export const groups = ['Look', 'Understand', 'Manage', 'This program'] as const;

/** One line of the list of commands. */
export interface CommandEntry {
  readonly name: string;
  readonly group: (typeof groups)[number];
  /** One line for the list in `--help`. */
  readonly summary: string;
  load(): Promise<{ readonly command: Command }>;
}

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** True where standard output is a terminal. */
  readonly terminal: boolean;
}

/** What a command is handed. Results go to standard output by `print`, talk to standard error by `say`. */
export interface Context {
  readonly settings: Settings;
  readonly configured: Configured;
  readonly output: OutputFormat;
  /** `--columns`, checked. */
  readonly columns: readonly string[] | undefined;
  readonly headers: boolean;
  /** True where standard output takes colours. */
  readonly coloured: boolean;
  /** `-i`: the interfaces that were named. */
  readonly interfaces: readonly string[];
  readonly failOn: readonly string[];
  /** Fires when the user interrupts, or when nobody reads the output any more. */
  readonly signal: AbortSignal;
  screen(): Screen;
  /** One line of the result. Every control in it is shown escaped; colours come as `paint('bold', text)`. */
  print(...parts: readonly Part[]): void;
  /** `-o json`. */
  printDocument(document: object): void;
  /** One line of talk, kept back by `-q`. */
  say(...parts: readonly Part[]): void;
  /** One line to a person who is asked something: `-q` does not keep it back. */
  ask(...parts: readonly Part[]): void;
  /** One line of talk that `-v` asks for. */
  detail(...parts: readonly Part[]): void;
  /** Text for standard output as it is: ours, never a device's. */
  write(text: string): void;
  /** True where a person can be asked. */
  readonly canAsk: boolean;
  /** True where standard input is a terminal: to read all of it would wait for a person. */
  readonly inputIsTerminal: boolean;
  /** All of standard input. */
  readInput(): Promise<Uint8Array>;
  /** Hands over each key that is pressed, where a person can be asked, until the returned function is called. */
  onKey(listener: (key: string) => void): () => void;
  /** Every command of the program. */
  readonly commands: readonly CommandEntry[];
}
