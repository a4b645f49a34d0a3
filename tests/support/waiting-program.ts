import type { Command, CommandEntry } from '../../packages/cli/src/command.ts';
import { processWorld } from '../../packages/cli/src/process-world.ts';
import { runProgram } from '../../packages/cli/src/program.ts';

/** The program with two commands that wait for an interrupt: one ends then, the other only says that it heard it. */
const waiting = (obeys: boolean): Command => ({
  text: 'Waits.',
  arguments: [],
  options: [],
  outputs: [],
  examples: [],
  run: (context) =>
    new Promise((resolve) => {
      const alive = setInterval(() => {}, 1000);
      context.signal.addEventListener('abort', () => {
        context.print(obeys ? 'left' : 'heard');
        if (!obeys) return;
        clearInterval(alive);
        resolve(0);
      });
      context.print('ready');
    }),
});

const entries: readonly CommandEntry[] = (['polite', 'deaf'] as const).map((name) => ({
  name,
  group: 'Look',
  summary: 'waits',
  load: async () => ({ command: waiting(name === 'polite') }),
}));

process.exitCode = await runProgram(processWorld(), entries);
