// npm ci when node_modules is missing or is not what package-lock.json says.
import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { runInherited } from '../steps/command.mjs';
import { ROOT } from '../steps/root.mjs';

/** A plain sentence about this machine, for people; no stack trace belongs to it. */
export class SetupError extends Error {}

/** Installs what package-lock.json names, when it is not there. Says what it does. */
export async function ensurePackages() {
  requireWritable(ROOT);
  const reason = whyInstall(readLock('package-lock.json'), readLock('node_modules/.package-lock.json'));
  if (reason === undefined) return;
  console.log(`Installing packages (npm ci): ${reason}.`);
  const code = await runInherited('npm', ['ci', '--no-audit', '--no-fund', ...cacheOptions()]);
  if (code !== 0) throw new SetupError(`npm ci failed with exit code ${code}; what it said stands above.`);
}

/**
 * Why an install is needed, or undefined. npm writes what it installed into node_modules/.package-lock.json;
 * entries are compared one by one, because file dates say nothing after a checkout.
 */
export function whyInstall(wanted, installed) {
  if (wanted === undefined) throw new SetupError('package-lock.json is missing: this is not a whole checkout.');
  if (installed === undefined) return 'there is no node_modules yet';
  for (const [path, entry] of Object.entries(wanted.packages)) {
    if (!path.includes('node_modules/')) continue;
    const there = installed.packages?.[path];
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    // Optional packages of other systems are in the lock and never on this disk.
    if (there === undefined && !entry.optional) return `${name} is not installed`;
    if (there !== undefined && there.version !== entry.version) return `${name} has another version`;
  }
  return undefined;
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Packages and the build are written into the checkout itself. */
function requireWritable(folder) {
  if (isWritable(folder)) return;
  throw new SetupError(
    `The user ${userInfo().username} cannot write to ${folder}, and packages and the build go there. ` +
      'Clone Quietport into a folder that you own and run the same command again.',
  );
}

/** npm keeps its cache in the home folder. Where that cannot be written, it goes into the checkout. */
function cacheOptions() {
  const cache = process.env.npm_config_cache ?? join(homedir(), '.npm');
  try {
    mkdirSync(cache, { recursive: true });
    accessSync(cache, constants.W_OK);
    return [];
  } catch {
    console.log(
      `npm's cache ${cache} cannot be written (is the home folder read-only?); using .cache/npm in this folder.`,
    );
    return ['--cache', join(ROOT, '.cache', 'npm')];
  }
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
