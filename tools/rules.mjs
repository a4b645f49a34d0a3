// The dependency rules (.dependency-cruiser.cjs) over one tree: node tools/rules.mjs [--json] [--config FILE] [ROOT]
//
// dependency-cruiser without a TypeScript that it can use sees no module at all and reports success. So the files are
// counted here, and a file that was not seen is a failure of its own.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cruise } from 'dependency-cruiser';

const FOLDERS = ['packages', 'tests', 'fuzz', 'bench', 'examples'];
const BESIDE_SOURCE = new Set(['node_modules', 'dist', '.cache']);

const { values, positionals } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    config: { type: 'string', default: fileURLToPath(new URL('../.dependency-cruiser.cjs', import.meta.url)) },
  },
  allowPositionals: true,
});
const root = resolve(positionals[0] ?? fileURLToPath(new URL('..', import.meta.url)));
const { forbidden, options } = createRequire(import.meta.url)(resolve(values.config));

process.chdir(root);
const files = FOLDERS.flatMap((folder) => sourceFiles(folder)).sort();
const { enhancedResolveOptions, ...cruiseOptions } = options;
const { output } = await cruise(
  files,
  { ...cruiseOptions, ruleSet: { forbidden }, validate: true, baseDir: root },
  enhancedResolveOptions,
);
const seen = new Set(output.modules.map((module) => module.source));
const unseen = files.filter((file) => !seen.has(file));
const violations = output.summary.violations.map((v) => ({ rule: v.rule.name, from: v.from, to: v.to }));

if (values.json) {
  console.log(JSON.stringify({ files: files.length, unseen, violations }));
} else {
  for (const { rule, from, to } of violations) {
    const why = forbidden.find((r) => r.name === rule)?.comment;
    console.log(`${rule}: ${from} → ${to}${why ? `\n    ${why}` : ''}`);
  }
  for (const file of unseen) console.log(`not seen by dependency-cruiser: ${file}`);
  console.log(`${files.length} files, ${unseen.length} of them not seen, ${violations.length} violations`);
}
process.exitCode = violations.length > 0 || unseen.length > 0 || files.length === 0 ? 1 : 0;

function sourceFiles(folder) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries.flatMap((entry) => {
    if (BESIDE_SOURCE.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return /\.tsx?$/.test(entry.name) && !/\.d\.ts$/.test(entry.name) ? [path] : [];
  });
}
