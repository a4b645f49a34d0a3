// The last step of a build: the command line and all that it leans on, put together into packages/cli/program. A program
// of several hundred modules spends most of a short command on finding and reading them. What it is made of stays in the
// dist of each package, for those who import the libraries.
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { build } from 'esbuild';
import { putFile, registryFile } from './registry-file.mjs';
import { ROOT } from './root.mjs';

/** Makes the program of what the compiler wrote. Each command is a piece that is loaded when it is the one that runs. */
export async function bundleProgram() {
  await mkdir(PROGRAM, { recursive: true });
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: {
      quietport: 'packages/cli/dist/main.js',
    },
    outdir: PROGRAM,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: EXTERNAL,
    plugins: [registryFile(PROGRAM), plainBuiltins],
    // names stay: they stand in the traces that people send
    minifySyntax: true,
    minifyWhitespace: true,
    charset: 'utf8',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  // the pieces first, what names them last
  const inOrder = outputFiles.toSorted((a, b) => Number(isEntry(a.path)) - Number(isEntry(b.path)));
  for (const { path, text } of inOrder) await putFile(path, text.includes(NO_REQUIRE) ? `${REQUIRE}${text}` : text);
  await putFile(join(PROGRAM, 'LICENSES.txt'), await licencesOf(metafile));
  await sweep(new Set(outputFiles.map(({ path }) => basename(path))));
}

const isEntry = (path) => basename(path) === 'quietport.js';

/**
 * Node's own modules without an `import`: that would read every one of their exports, and `node:fs` has some that load all
 * streams when they are read.
 */
const plainBuiltins = {
  name: 'plain-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'builtin', sideEffects: false } : undefined,
    );
    onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/** Whose code is inside, and on which terms. */
async function licencesOf(metafile) {
  const inside = Object.keys(metafile.inputs).flatMap(
    (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
  );
  const texts = [];
  for (const name of [...new Set(inside)].sort()) {
    const folder = join(ROOT, 'node_modules', name);
    const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? `Licence: ${license}\n` : await readFile(join(folder, file), 'utf8');
    texts.push(`${name} ${version}\n\n${text.trim()}\n`);
  }
  return `${HEAD}\n\n${texts.join(`\n${'-'.repeat(72)}\n\n`)}`;
}

/** Pieces of earlier builds go after an hour: a program that still runs may ask for its own. */
async function sweep(kept) {
  for (const name of await readdir(PROGRAM)) {
    const path = join(PROGRAM, name);
    if (!name.endsWith('.js') || kept.has(name)) continue;
    if (Date.now() - (await stat(path)).mtimeMs > HOUR_MS) await rm(path, { force: true });
  }
}

const PROGRAM = join(ROOT, 'packages', 'cli', 'program');
// stay what npm installed: native and a wish; CommonJS, of which a bundle gives no named exports to import()
export const EXTERNAL = ['@photostructure/sqlite', 'yaml'];
const HEAD = `This program (${relative(ROOT, PROGRAM)}) contains the following packages.`;
// packages in the older form of modules ask for Node's own by `require`, which the piece with this helper lacks
const NO_REQUIRE = 'Dynamic require of';
const REQUIRE = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);\n";
const HOUR_MS = 3_600_000;
