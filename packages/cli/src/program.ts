import { Fault } from '@quietport/core/fault';
import type { Command, CommandEntry } from './command.ts';
import { makeContext } from './context.ts';
import { reportFailure } from './failure.ts';
import type { Options } from './options.ts';
import { chooseColumns } from './output/columns.ts';
import type { OutputFormat } from './output/format.ts';
import { findWish, namedOutput, parseArguments } from './parse.ts';
import { type Configured, configure } from './settings/settings.ts';
import type { World } from './world.ts';

/** Runs the command that the arguments name, and gives the exit code of the process. */
export async function runProgram(world: World, entries: readonly CommandEntry[]): Promise<number> {
  const form = { output: namedOutput(world.args), verbose: world.args.some((arg) => /^(-v|--verbose)$/.test(arg)) };
  try {
    const wish = findWish(world.args, entries);
    if (wish.is === 'version') return await printVersion(world);
    if (wish.is === 'help') return await printHelp(world, entries, wish.entry);
    const { command } = await wish.entry.load();
    const { args, options } = parseArguments(world.args, wish.entry, command);
    form.verbose = options.flag('verbose');
    const configured = await configure(options, world.environment);
    const output = outputOf(command, options, configured);
    form.output = output;
    checkShared(command, options);
    const context = makeContext(world, {
      configured,
      output,
      columns: options.has('columns') ? options.list('columns') : undefined,
      headers: !options.flag('no-headers'),
      interfaces: options.list('interface'),
      failOn: options.list('fail-on'),
      quiet: options.flag('quiet'),
      verbose: form.verbose,
      signal: world.interrupts.signal,
      commands: entries,
    });
    const code = await command.run(context, args, options);
    return world.interrupts.interrupted() ? interruptedCode : code;
  } catch (error) {
    if (world.interrupts.interrupted()) return interruptedCode;
    // nobody reads any more: what an ending stream made of the command is no failure of it
    if (world.interrupts.signal.aborted && !(error instanceof Fault)) return 0;
    return reportFailure(world, error, form);
  }
}

/** The form of the result: what the option says must be possible; what a setting says is a wish. */
function outputOf(command: Command, options: Options, configured: Configured): OutputFormat {
  const named = options.flag('json') ? 'json' : options.text('output');
  const wished = named ?? configured.settings.output;
  const found = command.outputs.find((output) => output === wished);
  if (found !== undefined) return found;
  if (named === undefined) return command.outputs[0] ?? 'table';
  const expected =
    command.outputs.length === 0
      ? 'This command has one form only.'
      : `Here it is one of ${command.outputs.join(', ')}.`;
  throw new Fault('usage/bad-value', { option: '--output', value: named, expected });
}

/** Refuses shared options that mean nothing here, before anything is sent anywhere. */
function checkShared(command: Command, options: Options): void {
  if (options.has('columns')) {
    const columns = options.list('columns');
    if (command.columns === undefined)
      throw new Fault('usage/bad-value', {
        option: '--columns',
        value: columns.join(','),
        expected: 'This command has no list.',
      });
    chooseColumns(command.columns, columns, false);
  }
  const { failOn = [] } = command;
  const wrong = options.list('fail-on').find((word) => !failOn.includes(word));
  if (wrong === undefined) return;
  const expected = failOn.length === 0 ? 'This command has nothing to fail on.' : `Give one of ${failOn.join(', ')}.`;
  throw new Fault('usage/bad-value', { option: '--fail-on', value: wrong, expected });
}

async function printVersion(world: World): Promise<number> {
  const { version } = await import('./version.ts');
  world.stdout.write(`quietport ${version()}\n`);
  return 0;
}

async function printHelp(
  world: World,
  entries: readonly CommandEntry[],
  entry: CommandEntry | undefined,
): Promise<number> {
  const { commandHelp, programHelp } = await import('./help.ts');
  const width = Math.min(80, world.stdout.columns ?? 80);
  world.stdout.write(
    entry === undefined ? programHelp(entries, width) : commandHelp(entry, (await entry.load()).command, width),
  );
  return 0;
}

const interruptedCode = 130;
