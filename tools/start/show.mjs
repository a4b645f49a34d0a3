// The set-up of npm start, and the program with our terminal in its hands.
import { spawn } from 'node:child_process';
import { build } from '../build.mjs';
import { ensurePackages, SetupError } from '../setup/packages.mjs';
import { exitCode } from '../steps/command.mjs';
import { ROOT } from '../steps/root.mjs';

/** What `npm start` ends in. It shows a virtual fleet on loopback; nothing goes to a real network before a person consents. */
const SHOW = ['packages/cli/bin/quietport.js', 'serve'];

export async function main() {
  try {
    await ensurePackages();
    const code = await build();
    if (code !== 0)
      throw new SetupError(`The build failed with exit code ${code}; what the compiler said stands above.`);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
    return;
  }
  process.exitCode = await show();
}

/** Runs the program until it ends, and passes signals on to it. */
function show() {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...SHOW, ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' });
    // Ctrl-C on a terminal reaches the program by itself, and a second one would ask it to hurry. An interrupt that was
    // sent to us alone looks the same from here, so the program is told when it has not ended by then.
    const patienceMs = process.stdin.isTTY ? 2000 : 0;
    process.on('SIGINT', () => setTimeout(() => child.kill('SIGINT'), patienceMs).unref());
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      console.error(`The program could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code, signal) => resolve(exitCode(code, signal)));
  });
}
