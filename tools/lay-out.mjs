// node tools/lay-out.mjs FOLDER: what a machine needs to run the built program and nothing else, for packages, images and
// services: the program, the console, and the packages that stay outside of it (tools/steps/bundle.mjs).
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EXTERNAL } from './steps/bundle.mjs';
import { ROOT } from './steps/root.mjs';

/** Throws where the folder holds something, or where nothing was built. */
export function layOut(folder) {
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${folder} is not empty`);
  const cli = join(ROOT, 'packages', 'cli');
  if (!existsSync(join(cli, 'program', 'quietport.js'))) throw new Error('Nothing was built: npm run build');
  mkdirSync(folder, { recursive: true });
  for (const part of ['package.json', 'bin', 'program', 'console'])
    cpSync(join(cli, part), join(folder, part), { recursive: true });
  cpSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  const wanted = [...EXTERNAL];
  for (const name of wanted) {
    const from = join(ROOT, 'node_modules', name);
    const { dependencies = {} } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
    wanted.push(...Object.keys(dependencies).filter((other) => !wanted.includes(other)));
    cpSync(from, join(folder, 'node_modules', name), { recursive: true, dereference: true, filter: isOurs });
  }
}

/** Of binaries made beforehand only those for this kind of machine. */
function isOurs(path) {
  const [, platform] = /[\\/]prebuilds[\\/]([^\\/]+)/.exec(path) ?? [];
  return platform === undefined || platform === `${process.platform}-${process.arch}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    console.error('node tools/lay-out.mjs FOLDER');
    process.exitCode = 2;
  } else {
    layOut(resolve(folder));
    console.log(`Laid out in ${resolve(folder)}. It starts with: node ${join(resolve(folder), 'bin', 'quietport.js')}`);
  }
}
