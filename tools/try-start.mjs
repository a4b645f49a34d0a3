// Starts `npm start` without a terminal, waits until it names a found device, stops it and looks at how it ends.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { closingLine } from './steps/outcome.mjs';
import { ROOT } from './steps/root.mjs';

/** A line on standard output that names a device of the virtual fleet: it lives on loopback addresses. */
const FOUND = /\b127\.\d+\.\d+\.\d+\b/;
const FIND_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 20_000;
const ORDERLY = [0, 130];

const failure = await tryStart();
console.log(failure ? `FAILED  npm start: ${failure}` : 'ok      npm start finds devices and stops when asked');
console.log(closingLine({ passed: failure ? 0 : 1, failed: failure ? 1 : 0, skipped: 0 }));
process.exitCode = failure ? 1 : 0;

/** Why it is not as promised, or undefined. */
async function tryStart() {
  const child = spawn('npm', ['start'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  const found = new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      console.log(`        ${line}`);
      if (FOUND.test(line)) resolve('found');
    });
  });
  const first = await Promise.race([found, ended.then((how) => `ended with ${how}`), after(FIND_WITHIN_MS)]);
  if (first !== 'found') {
    end(child, 'SIGKILL');
    return first === 'late'
      ? `no device was named within ${FIND_WITHIN_MS / 1000} s`
      : `it ${first} before it named a device`;
  }
  child.kill('SIGINT');
  const how = await Promise.race([ended, after(STOP_WITHIN_MS)]);
  end(child, 'SIGKILL');
  if (how === 'late') return `it did not stop within ${STOP_WITHIN_MS / 1000} s of an interrupt`;
  return ORDERLY.includes(how) ? undefined : `interrupted, it ended with ${how}`;
}

/** Whatever is left of the group that we started. */
function end(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function after(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms, 'late').unref());
}
