// node tools/node24.mjs: the store's suite under Node 24, on the SQLite that is inside of it. That Node comes from npm
// into .cache/node24 and is no dependency of the project.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './steps/command.mjs';
import { countTests, readReport } from './steps/kinds.mjs';
import { closingLine, judged, runSteps } from './steps/outcome.mjs';
import { ROOT } from './steps/root.mjs';

/** Counts each test; where no Node 24 can be had, it is one skip that says why. */
export const node24Step = {
  name: 'store on Node 24, node:sqlite',
  run: async () => {
    const lacking = await fetchNode();
    if (lacking !== '') return { passed: 0, failed: 0, skipped: 1, text: lacking };
    const report = join(ROOT, '.cache', 'vitest-node24.json');
    const { code, output } = await run(NODE, [...VITEST, `--outputFile.json=${report}`], {
      env: { ...process.env, NO_COLOR: '1' },
    });
    return { ...countTests(readReport(report), code), text: output };
  },
};

/** Why there is no Node 24 here, or an empty sentence. */
async function fetchNode() {
  if (existsSync(NODE)) return '';
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', HOME, PACKAGE];
  const { code, output } = await run('npm', args, { timeout: PATIENCE_MS });
  if (code === 0 && existsSync(NODE)) return '';
  return `Not run: npm could not fetch ${PACKAGE} (exit code ${code}).\n${output.trim().split('\n').slice(0, 3).join('\n')}`;
}

const VERSION = '24.21.0';
const SYSTEM = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const PACKAGE = `${SYSTEM}@${VERSION}`;
const HOME = join(ROOT, '.cache', 'node24');
const NODE = join(HOME, 'node_modules', SYSTEM, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const PATIENCE_MS = 180_000;
const VITEST = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config=vitest.node24.config.ts',
  '--reporter=verbose',
  '--reporter=json',
];

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const told = process.argv.includes('--verbose');
  const step = {
    ...node24Step,
    run: async () => {
      const outcome = await node24Step.run();
      if (told) console.log(outcome.text);
      return outcome;
    },
  };
  const counts = judged(await runSteps([step]));
  console.log(closingLine(counts));
  process.exitCode = counts.failed > 0 ? 1 : 0;
}
