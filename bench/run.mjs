// node bench/run.mjs [codecs] [console] [console-events] [emulated] [fusion] [ncdp2-finder] [poll] [ports] [serve] [sweep] [--small] [--runs N]
// Measures, in one run with its peers where they are installed. One JSON file and one page of tables come out.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../tools/steps/root.mjs';

const { values, positionals } = parseArgs({
  options: { small: { type: 'boolean', default: false }, runs: { type: 'string', default: '5' } },
  allowPositionals: true,
});

// each bench is loaded when it is run: the product must be built by then
const BENCHES = {
  codecs: () => import('./codecs.mjs').then((bench) => bench.codecs),
  console: () => import('./console.mjs').then((bench) => bench.consoleBench),
  'console-events': () => import('./console-events.mjs').then((bench) => bench.consoleEvents),
  emulated: () => import('./emulated.mjs').then((bench) => bench.emulated),
  fusion: () => import('./fusion.mjs').then((bench) => bench.fusion),
  'ncdp2-finder': () => import('./ncdp2-finder.mjs').then((bench) => bench.ncdp2Finder),
  ncdp2: () => import('./ncdp2-server.mjs').then((bench) => bench.ncdp2),
  poll: () => import('./poll.mjs').then((bench) => bench.poll),
  ports: () => import('./ports.mjs').then((bench) => bench.ports),
  serve: () => import('./serve.mjs').then((bench) => bench.serve),
  sweep: () => import('./sweep.mjs').then((bench) => bench.sweep),
};

const wanted = positionals.length === 0 ? Object.keys(BENCHES) : positionals;
const unknown = wanted.filter((name) => BENCHES[name] === undefined);
if (unknown.length > 0) throw new Error(`There is no bench ${unknown.join(', ')}: ${Object.keys(BENCHES).join(', ')}.`);

const results = [];
for (const name of wanted) {
  const bench = await BENCHES[name]();
  const result = await bench({ small: values.small, runs: values.small ? 1 : Number(values.runs) });
  results.push(result);
  console.log(`\n${name}${values.small ? ', once and small: these figures judge nothing' : ''}\n`);
  if (result.rows.length > 0) console.log(result.markdown);
  for (const line of result.missing) console.log(`not run: ${line}`);
  for (const line of result.broken ?? []) {
    console.log(`broken: ${line}`);
    process.exitCode = 1;
  }
}

const folder = join(ROOT, '.cache', 'bench');
const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`;
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, 'results.json'),
  `${JSON.stringify({ at: new Date().toISOString(), machine, small: values.small, results }, undefined, 1)}\n`,
);
writeFileSync(
  join(folder, 'results.md'),
  `${machine}\n\n${results.map(({ name, markdown }) => `## ${name}\n\n${markdown}\n`).join('\n')}`,
);
console.log(`\nwritten: ${join('.cache', 'bench', 'results.json')} and results.md`);
