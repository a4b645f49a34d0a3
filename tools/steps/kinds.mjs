// The two kinds of step: a command that counts as one, and a run of tests of which each counts.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { ROOT } from './root.mjs';

/** A command of our own or of node_modules, run with this Node. It counts as one. */
export const nodeStep = (name, script, args = [], options = {}) => ({
  name,
  run: async () => {
    const { code, output } = await run(process.execPath, [script, ...args], options);
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, text: output };
  },
});

/** A run of tests. Each test counts, and a run that fell over without naming a test counts as one failure. */
export const vitestStep = (name, config, args = [], options = {}) => ({
  name,
  run: async () => {
    const report = join(ROOT, '.cache', `${name.replace(/\W+/g, '-')}.json`);
    mkdirSync(join(ROOT, '.cache'), { recursive: true });
    rmSync(report, { force: true });
    const { alone = false, ...rest } = options;
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
    const vitest = [process.execPath, VITEST, 'run', '--config', config, ...reporters, ...args];
    const [command, ...words] = alone ? [...ALONE, ...vitest] : vitest;
    const { code, output } = await run(command, words, { env: { ...process.env, NO_COLOR: '1' }, ...rest });
    const found = readReport(report);
    return { ...countTests(found, code), again: secondTries(found), text: output };
  },
});

/** What vitest's JSON report says, made honest by its exit code. */
export function countTests(report, code) {
  const counts = {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
  const silent = code !== 0 && counts.failed === 0;
  return silent ? { ...counts, failed: 1 } : counts;
}

/** The tests that passed at the second try alone, each with how the first one ended: a flake is passed, and is not hidden. */
export function secondTries(report) {
  return (report?.testResults ?? [])
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
    .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0].split('\n')[0]}`);
}

export function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

// a loopback of its own: two runs that both want the virtual fleet's addresses go side by side
const ALONE = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
const VITEST = 'node_modules/vitest/vitest.mjs';
