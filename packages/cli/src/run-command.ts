import { Fault } from '@quietport/core/fault';
import type { Command, CommandEntry } from './command.ts';
import { makeContext } from './context.ts';
import type { Options } from './options.ts';
import { chooseColumns } from './output/columns.ts';
import type { OutputFormat } from './output/format.ts';
import { formsOf, ownForm } from './output/single.ts';
import { parseArguments } from './parse.ts';
import { type Configured, configure } from './settings/settings.ts';
import type { World } from './world.ts';

/** How a failure of this call is to be told: better known with every step. */
export interface FailureForm {
  /** The form of results that was asked for: for json the failure is a document, too. */
  output: string | undefined;
  verbose: boolean;
  /** The command's own way to tell a failure, if it has one. */
  failure?: Command['failure'];
}

/** Runs one command: arguments, settings, context, and the command itself. */
export async function runCommand(
  world: World,
  entries: readonly CommandEntry[],
  entry: CommandEntry,
  form: FailureForm,
): Promise<number> {
  const { command } = await entry.load();
  form.failure = command.failure;
  const { args, options } = parseArguments(world.args, entry, command);
  form.verbose = options.flag('verbose');
  const configured = await configure(options, world.environment);
  const output = outputOf(command, options, configured);
  form.output = output;
  checkShared(command, options);
  const context = makeContext(world, {
    configured,
    output: ownForm(command.outputs, output),
    form: output,
    columns: options.has('columns') ? options.list('columns') : undefined,
    headers: !options.flag('no-headers'),
    interfaces: options.list('interface'),
    failOn: options.list('fail-on'),
    quiet: options.flag('quiet'),
    verbose: form.verbose,
    signal: world.interrupts.signal,
    commands: entries,
  });
  return command.run(context, args, options);
}

/** The form of the result: what the option says must be possible; what a setting says is a wish. */
function outputOf(command: Command, options: Options, configured: Configured): OutputFormat {
  const named = options.flag('json') ? 'json' : options.text('output');
  const wished = named ?? configured.settings.output;
  const forms = named === undefined ? command.outputs : formsOf(command.outputs);
  const found = forms.find((output) => output === wished);
  if (found !== undefined) return found;
  if (named === undefined) return forms[0] ?? 'table';
  const expected = forms.length === 0 ? 'This command has one form only.' : `Here it is one of ${forms.join(', ')}.`;
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
