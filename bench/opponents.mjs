// The npm packages we are measured against: installed beside the product, never among its dependencies.
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';
import { run } from '../tools/steps/command.mjs';
import { ROOT } from '../tools/steps/root.mjs';

const FOLDER = join(ROOT, '.cache', 'bench');

/** A `require` that finds the opponents, or the reason why there are none. */
export async function opponents() {
  const wanted = join(ROOT, 'bench', 'package.json');
  const installed = join(FOLDER, 'package.json');
  const same = existsSync(installed) && readFileSync(wanted, 'utf8') === readFileSync(installed, 'utf8');
  if (!same || !existsSync(join(FOLDER, 'node_modules'))) {
    mkdirSync(FOLDER, { recursive: true });
    copyFileSync(wanted, installed);
    const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--cache', join(ROOT, '.cache', 'npm')];
    const { code, output } = await run('npm', ['install', '--prefix', FOLDER, ...flags], { cwd: FOLDER });
    if (code !== 0) return { why: `npm install of the opponents failed: ${output.trim().split('\n')[0]}` };
  }
  return { require: createRequire(join(FOLDER, 'package.json')) };
}

/** net-snmp keeps its message decoder to itself: its own source, run with one more export. */
export function netSnmpMessage(require) {
  const path = require.resolve('net-snmp');
  const module = { exports: {} };
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, 'utf8')}
module.exports.Message = Message;})`;
  vm.runInThisContext(source, { filename: path })(module.exports, createRequire(path), module, path, join(path, '..'));
  return module.exports.Message;
}
