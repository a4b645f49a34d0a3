import { Fault } from '@quietport/core/fault';
import type { CommandEntry } from './command.ts';
import { type FailureForm, runCommand } from './run-command.ts';
import { findWish, namedOutput } from './wish.ts';
import type { World } from './world.ts';

/** Runs the command that the arguments name, and gives the exit code of the process. Loads only what that one needs. */
export async function runProgram(world: World, entries: readonly CommandEntry[]): Promise<number> {
  const form: FailureForm = {
    output: namedOutput(world.args),
    verbose: world.args.some((arg) => /^(-v|--verbose)$/.test(arg)),
  };
  const { interrupts } = world;
  try {
    const wish = findWish(world.args, entries);
    if (wish.is === 'version') return await printVersion(world);
    if (wish.is === 'help') return await printHelp(world, entries, wish.entry);
    const code = await runCommand(world, entries, wish.entry, form);
    return interrupts.interrupted() ? interruptedCode : code;
  } catch (error) {
    if (interrupts.interrupted()) return interruptedCode;
    // nobody reads any more: what an ending stream made of the command is no failure of it
    if (interrupts.signal.aborted && !(error instanceof Fault)) return 0;
    const { reportFailure } = await import('./failure.ts');
    return reportFailure(world, error, form);
  }
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
  const width = Math.min(80, world.stdout.columns || 80);
  world.stdout.write(
    entry === undefined ? programHelp(entries, width) : commandHelp(entry, (await entry.load()).command, width),
  );
  return 0;
}

const interruptedCode = 130;
