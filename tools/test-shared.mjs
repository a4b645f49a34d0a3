// npm run test:shared: the tests that read ../shared, the recordings and facts beside the checkout.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nodeStep, vitestStep } from './steps/kinds.mjs';
import { closingLine, judged, runSteps } from './steps/outcome.mjs';
import { ROOT } from './steps/root.mjs';

const steps = [
  vitestStep('tests that read ../shared', 'vitest.shared.config.ts'),
  nodeStep('truth: every recording against what its bytes hold', '--import', ['tsx', 'tests/truth/main.ts'], {
    env: { ...process.env, QUIETPORT_INTERFACES: 'lo' },
  }),
];
const absent = ({ name }) => ({
  name,
  run: async () => ({ passed: 0, failed: 0, skipped: 1, text: '../shared is not there' }),
});

const there = existsSync(join(ROOT, '..', 'shared'));
const counts = judged(await runSteps(there ? steps : steps.map(absent)));
console.log(closingLine(counts));
process.exitCode = counts.failed > 0 ? 1 : 0;
