// npm run build: TypeScript 7 builds every workspace, files that are no TypeScript follow where a package asks, and the
// command line is put together into one program, and the console into the files that it serves.
//
// A package asks in its package.json: "quietport": { "assets": ["tables"] } copies src/tables to dist/tables.
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInherited } from './steps/command.mjs';
import { ROOT } from './steps/root.mjs';

/** Builds what is not up to date; the compiler knows what that is. Gives the exit code. */
export async function build() {
  const code = await runInherited(process.execPath, [COMPILER, '-b', 'tsconfig.json']);
  if (code !== 0) return code;
  copyAssets();
  // loaded when there is something to bundle: after a failed installation the compiler's own words come first
  const { bundleProgram } = await import('./steps/bundle.mjs');
  const { buildConsole } = await import('./steps/console.mjs');
  const [built] = await Promise.all([buildConsole(), bundleProgram()]);
  return built;
}

function copyAssets() {
  const packages = join(ROOT, 'packages');
  for (const name of readdirSync(packages)) {
    const manifest = JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8'));
    for (const asset of manifest.quietport?.assets ?? []) {
      cpSync(join(packages, name, 'src', asset), join(packages, name, 'dist', asset), { recursive: true });
    }
  }
}

// By path: TypeScript 6 (for the tools) and 7 both bring a command called tsc.
const COMPILER = 'node_modules/typescript7/bin/tsc';

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = await build();
