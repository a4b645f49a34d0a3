// npm run test:shared: the tests that read ../shared, the recordings and facts beside the checkout.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { vitestStep } from './steps/kinds.mjs';
import { closingLine, judged, runSteps } from './steps/outcome.mjs';
import { ROOT } from './steps/root.mjs';

const step = vitestStep('tests that read ../shared', 'vitest.shared.config.ts');
const absent = {
  name: step.name,
  run: async () => ({ passed: 0, failed: 0, skipped: 1, text: '../shared is not there' }),
};

const there = existsSync(join(ROOT, '..', 'shared'));
const counts = judged(await runSteps([there ? step : absent]));
console.log(closingLine(counts));
process.exitCode = counts.failed > 0 ? 1 : 0;
