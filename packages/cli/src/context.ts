import type { CommandEntry, Context } from './command.ts';
import type { OutputFormat } from './output/format.ts';
import { type Part, paint, renderLine } from './output/paint.ts';
import { formatSingle } from './output/single.ts';
import type { Configured, Settings } from './settings/settings.ts';
import type { Stream, World } from './world.ts';

export interface Call {
  readonly configured: Configured;
  /** What the command itself makes. */
  readonly output: OutputFormat;
  /** What was asked for: another one where that is made of the command's document. */
  readonly form: OutputFormat;
  readonly columns: readonly string[] | undefined;
  readonly headers: boolean;
  readonly interfaces: readonly string[];
  readonly failOn: readonly string[];
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly signal: AbortSignal;
  readonly commands: readonly CommandEntry[];
}

export function makeContext(world: World, call: Call): Context {
  const { color } = call.configured.settings;
  const coloured = takesColour(world.stdout, color, world.environment);
  const write = (text: string): void => world.stdout.write(text);
  const talk = (parts: readonly Part[]): void => {
    const colouredTalk = takesColour(world.stderr, color, world.environment);
    world.stderr.write(`${renderLine(parts, colouredTalk)}\n`);
  };
  return {
    settings: call.configured.settings,
    configured: call.configured,
    output: call.output,
    columns: call.columns,
    headers: call.headers,
    coloured,
    interfaces: call.interfaces,
    failOn: call.failOn,
    signal: call.signal,
    // a getter: most commands ask nothing, and opening the streams costs milliseconds
    get canAsk() {
      return world.stderr.isTTY && world.stdin.isTTY;
    },
    get inputIsTerminal() {
      return world.stdin.isTTY;
    },
    screen: () => ({
      // a terminal that was given no size says 0
      columns: world.stdout.columns || 80,
      rows: world.stdout.rows || 24,
      terminal: world.stdout.isTTY,
    }),
    print: (...parts) => write(`${renderLine(parts, coloured)}\n`),
    printDocument: (document) => write(formatSingle(document, call.form, call.headers)),
    say: (...parts) => {
      if (!call.quiet) talk(parts);
    },
    ask: (...parts) => talk(parts),
    detail: (...parts) => {
      if (call.verbose) talk(parts.map((part) => (typeof part === 'object' ? part : paint('dim', part))));
    },
    write,
    readInput: () => world.stdin.read(),
    onKey: (listener) => world.stdin.onKey(listener),
    commands: call.commands,
  };
}

/** `auto` is a terminal that is not told otherwise (no-color.org: an explicit choice counts more than NO_COLOR). */
function takesColour(stream: Stream, color: Settings['color'], environment: World['environment']): boolean {
  if (color !== 'auto') return color === 'always';
  return stream.isTTY && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
}
