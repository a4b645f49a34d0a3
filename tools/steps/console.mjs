// The console: vite puts packages/web together into packages/cli/console, which the program serves. Where nothing that goes
// into it has changed since, nothing is done.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { ROOT } from './root.mjs';

/** Makes the console where it is not up to date. Gives the exit code. */
export async function buildConsole() {
  const build = markOf(INPUTS.flatMap(filesOf));
  const note = join(CONSOLE, 'build.json');
  if (existsSync(note) && readFileSync(note, 'utf8') === noteOf(build)) return 0;
  const env = { ...process.env, CONSOLE_BUILD: build };
  const { code, output } = await run(process.execPath, [VITE, 'build', '--logLevel', 'warn'], { cwd: WEB, env });
  if (output.trim() !== '') process.stderr.write(output);
  if (code !== 0) return code;
  writeFileSync(note, noteOf(build));
  sweep();
  return 0;
}

/** One mark for all that goes in: names and bytes. */
function markOf(files) {
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 16);
}

const noteOf = (build) => `${JSON.stringify({ build })}\n`;

function filesOf(path) {
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  return readdirSync(join(ROOT, path)).flatMap((name) => filesOf(`${path}/${name}`));
}

/** Files of earlier builds go after an hour: a page that is still open may ask for its own. */
function sweep() {
  const assets = join(CONSOLE, 'assets');
  const kept = readFileSync(join(CONSOLE, '.vite', 'manifest.json'), 'utf8');
  for (const name of readdirSync(assets)) {
    const path = join(assets, name);
    if (!kept.includes(`assets/${name}`) && Date.now() - statSync(path).mtimeMs > HOUR_MS)
      rmSync(path, { force: true });
  }
}

const WEB = join(ROOT, 'packages', 'web');
const CONSOLE = join(ROOT, 'packages', 'cli', 'console');
const VITE = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
// of the other workspaces the console takes types alone; what it is made with stands in the lock file
const INPUTS = [
  'package-lock.json',
  'packages/web/package.json',
  'packages/web/index.html',
  'packages/web/vite.config.mjs',
  'packages/web/public',
  'packages/web/src',
];
const HOUR_MS = 3_600_000;
