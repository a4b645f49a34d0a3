// How a step ends, and how steps are added up: `N passed, N failed`, and `, N skipped` where there are any.

export const inCi = () => process.env.CI === 'true';

export const nothing = { passed: 0, failed: 0, skipped: 0 };

export const add = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** With CI=true nothing is skipped: what could not run has failed. */
export const judged = (counts, ci = inCi()) =>
  ci ? { ...counts, failed: counts.failed + counts.skipped, skipped: 0 } : counts;

export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/**
 * Runs steps, at most `width` at a time, each `{ name, run(): Promise<{ passed, failed, skipped, text? }> }`.
 * Says how each ended and how long it took; what a failing one printed follows its line.
 */
export async function runSteps(steps, width = 1) {
  let total = nothing;
  const waiting = [...steps];
  const worker = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const began = process.hrtime.bigint();
      const outcome = await step.run();
      const seconds = Number(process.hrtime.bigint() - began) / 1e9;
      total = add(total, outcome);
      report(step.name, outcome, seconds);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return total;
}

function report(name, outcome, seconds) {
  const word = outcome.failed > 0 ? 'FAILED ' : outcome.skipped > 0 && outcome.passed === 0 ? 'skipped' : 'ok     ';
  const counts = outcome.passed + outcome.failed + outcome.skipped > 1 ? `  (${closingLine(outcome)})` : '';
  console.log(`${word} ${name.padEnd(34)} ${seconds.toFixed(1).padStart(6)} s${counts}`);
  for (const test of outcome.again ?? []) console.log(`        passed at the second try: ${test}`);
  if (outcome.text && (outcome.failed > 0 || outcome.skipped > 0)) console.log(indented(outcome.text));
}

const indented = (text) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `        ${line}`)
    .join('\n');
