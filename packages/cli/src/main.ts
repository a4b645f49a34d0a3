import { commands } from './commands/index.ts';
import { processWorld } from './process-world.ts';
import { runProgram } from './program.ts';

process.exitCode = await runProgram(processWorld(), commands);
