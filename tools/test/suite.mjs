// Everything `npm test` runs after the set-up, in one table.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../build.mjs';
import { check } from '../check.mjs';
import { node24Step } from '../node24.mjs';
import { ensurePeers, isRoot } from '../setup/debian.mjs';
import { ensurePackages, SetupError } from '../setup/packages.mjs';
import { run } from '../steps/command.mjs';
import { nodeStep, vitestStep } from '../steps/kinds.mjs';
import { add, closingLine, inCi, judged, runSteps } from '../steps/outcome.mjs';
import { ROOT } from '../steps/root.mjs';

/** A step runs where its folder or file exists; what it needs of the machine is asked for first. */
const STEPS = [
  { ...vitestStep('peers', 'vitest.peers.config.ts'), where: 'tests/peers', needs: ['namespaces', 'programs'] },
  { ...node24Step, where: 'tests/conformance/store-node24.ts', needs: [] },
  { ...nodeStep('examples', 'examples/run.mjs'), where: 'examples/run.mjs', needs: [] },
  { ...nodeStep('fuzz, one minute', 'fuzz/run.mjs', ['--seconds', '60']), where: 'fuzz/run.mjs', needs: [] },
  { ...nodeStep('bench, once and small', 'bench/run.mjs', ['--small']), where: 'bench/run.mjs', needs: [] },
];

/**
 * The faces on loopback: the console in a browser, and the rest. They go side by side where the first can have a loopback of
 * its own, one after the other elsewhere.
 */
const faces = (alone) => [
  vitestStep('faces, in a browser', FACES, [CONSOLE], { alone }),
  vitestStep('faces, the rest', FACES, ['--exclude', `${CONSOLE}*`]),
];
const FACES = 'vitest.e2e.config.ts';
const CONSOLE = 'tests/e2e/console';

export async function main() {
  try {
    await ensurePackages();
    const code = await build();
    if (code !== 0)
      throw new SetupError(`The build failed with exit code ${code}; what the compiler said stands above.`);
    const lacking = { namespaces: await namespacesLacking(), programs: programsLacking(await ensurePeers()) };
    const checked = await check();
    const tested = await runSteps(STEPS.filter(({ where }) => existsSync(join(ROOT, where))).map(unless(lacking)));
    const alone = lacking.namespaces === '' && lacking.programs === '';
    const met = await runSteps(faces(alone), alone ? 2 : 1);
    finish([tested, met].reduce(add, checked));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    finish({ passed: 0, failed: 1, skipped: 0 });
  }
}

function finish(counts) {
  if (inCi() && counts.skipped > 0) console.log('With CI=true a skipped step has failed.');
  const verdict = judged(counts);
  console.log(closingLine(verdict));
  process.exitCode = verdict.failed > 0 ? 1 : 0;
}

/** A step whose needs are not met is named, with the reason, and counted as skipped. */
const unless = (lacking) => (step) => {
  const reasons = step.needs.map((need) => lacking[need]).filter((reason) => reason !== '');
  if (reasons.length === 0) return step;
  return { name: step.name, run: async () => ({ passed: 0, failed: 0, skipped: 1, text: reasons.join('\n') }) };
};

/** Why no network namespace can be made here, or an empty sentence. */
async function namespacesLacking() {
  if (process.platform !== 'linux') return 'network namespaces exist on Linux only';
  if (!isRoot()) return 'network namespaces need root: run npm test as root to include this';
  const { code, output } = await run('unshare', ['--net', 'true']);
  return code === 0 ? '' : `this root may not make network namespaces: ${output.trim()}`;
}

const programsLacking = ({ missing, why }) =>
  missing.length === 0 ? '' : `these Debian packages are missing (${why}): ${missing.join(' ')}`;
