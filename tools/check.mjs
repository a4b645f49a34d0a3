// npm run check: format, lint, types, promises, dependency rules, dead code, unit tests, worlds, conformance.
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { nodeStep, vitestStep } from './steps/kinds.mjs';
import { add, closingLine, judged, runSteps } from './steps/outcome.mjs';

/** Runs every check and gives the counts. */
export async function check() {
  // The compiler goes first and alone: it is the first fence, and the typed lint reads the types it writes.
  const compiled = await runSteps([nodeStep('build, each workspace in its air', COMPILER, ['-b', 'tsconfig.json'])]);
  const checked = await runSteps(STEPS, Math.min(2, availableParallelism()));
  return add(compiled, checked);
}

const COMPILER = 'node_modules/typescript7/bin/tsc';

const STEPS = [
  vitestStep('unit tests, worlds, conformance', 'vitest.config.ts'),
  nodeStep('format and lint', 'node_modules/@biomejs/biome/bin/biome', ['ci', '--colors=off', '.']),
  nodeStep('types, tests included', COMPILER, ['-p', 'tsconfig.tests.json']),
  nodeStep('promises', 'node_modules/oxlint/bin/oxlint', [
    '--type-aware',
    '--deny-warnings',
    '--tsconfig=tsconfig.tests.json',
    '--ignore-pattern=packages/web',
    '.',
  ]),
  nodeStep('promises of the console', 'node_modules/oxlint/bin/oxlint', [
    '--type-aware',
    '--deny-warnings',
    '--tsconfig=packages/web/tsconfig.json',
    'packages/web',
  ]),
  nodeStep('dependency rules', 'tools/rules.mjs'),
  nodeStep('dead code', 'node_modules/knip/bin/knip.js', ['--no-progress', '--no-config-hints']),
];

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const counts = judged(await check());
  console.log(closingLine(counts));
  process.exitCode = counts.failed > 0 ? 1 : 0;
}
