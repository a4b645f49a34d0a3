import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Each file of a miniature house, and the rules that it breaks. Files without a rule are lawful. */
const HOUSE: Record<string, { source: string; breaks: readonly string[] }> = {
  // What is lawful, so that a rule that forbids too much is seen as well.
  'packages/core/src/index.ts': lawful(`export { read } from './bytes/reader.ts';`),
  'packages/core/src/bytes/reader.ts': lawful(`export const read = 1;`),
  'packages/core/src/net/address.ts': lawful(`import { read } from '../bytes/reader.ts'; export const address = read;`),
  'packages/core/src/formats/text.ts': lawful(`import { read } from '../bytes/reader.ts'; export const text = read;`),
  'packages/core/src/model/device.ts': lawful(`export interface Device { readonly id: string }`),
  'packages/core/src/contracts/clock.ts': lawful(`export interface Clock { now(): number }`),
  'packages/core/src/protocols/good/codec.ts': lawful(
    `import { read } from '../../bytes/reader.ts'; import { text } from '../../formats/text.ts'; import { part } from './codec-part.ts'; export const good = [read, text, part];`,
  ),
  'packages/core/src/protocols/good/codec-part.ts': lawful(`export const part = 1;`),
  'packages/core/src/protocols/good/codec.test.ts': lawful(
    `import { readFileSync } from 'node:fs'; import { good } from './codec.ts'; export const t = [readFileSync, good];`,
  ),
  'packages/core/src/engine/fusion/fuse.ts': lawful(
    `import type { Device } from '../../model/device.ts'; export type Fused = Device;`,
  ),
  'packages/node/src/index.ts': lawful(`export { open } from './network/socket.ts';`),
  'packages/node/src/network/socket.ts': lawful(
    `import { createSocket } from 'node:dgram'; import { read } from '@quietport/core'; export const open = [createSocket, read];`,
  ),
  'packages/library/src/index.ts': lawful(`import { open } from '@quietport/node'; export const find = open;`),
  'packages/store/src/index.ts': lawful(`import { read } from '@quietport/core'; export const store = read;`),
  'packages/virtual/src/index.ts': lawful(`import { read } from '@quietport/core'; export const lan = read;`),
  'packages/knowledge/src/index.ts': lawful(`import { read } from '@quietport/core'; export const table = read;`),
  'examples/inside.ts': lawful(`import { find } from '@quietport/library'; export const example = find;`),
  'packages/cli/src/main.ts': lawful(
    `import { find } from '@quietport/library'; import { store } from '@quietport/store'; export const main = [find, store];`,
  ),

  // What is not.
  'packages/core/src/bytes/up.ts': breaks('floor-looks-up-bytes', `export { address } from '../net/address.ts';`),
  'packages/core/src/net/up.ts': breaks('floor-looks-up-net', `export { text } from '../formats/text.ts';`),
  'packages/core/src/formats/up.ts': breaks(
    'floor-looks-up-formats',
    `export type { Device } from '../model/device.ts';`,
  ),
  'packages/core/src/model/up.ts': breaks(
    'floor-looks-up-model',
    `export type { Clock } from '../contracts/clock.ts';`,
  ),
  'packages/core/src/contracts/up.ts': breaks(
    'floor-looks-up-contracts',
    `export { good } from '../protocols/good/codec.ts';`,
  ),
  'packages/core/src/protocols/up/talk.ts': breaks(
    'floor-looks-up-protocols',
    `export type { Fused } from '../../engine/fusion/fuse.ts';`,
  ),
  'packages/core/src/model/round-a.ts': breaks(
    'no-circular',
    `import type { B } from './round-b.ts'; export type A = B;`,
  ),
  // A cycle is reported once, at the file where it was first closed.
  'packages/core/src/model/round-b.ts': lawful(`import type { A } from './round-a.ts'; export type B = A;`),
  'packages/core/src/engine/away.ts': breaks('stays-home-core', `export { table } from '@quietport/knowledge';`),
  'packages/knowledge/src/away.ts': breaks('stays-home-knowledge', `export { lan } from '@quietport/virtual';`),
  'packages/virtual/src/away.ts': breaks('stays-home-virtual', `export { table } from '@quietport/knowledge';`),
  'packages/node/src/away.ts': breaks('stays-home-node', `export { store } from '@quietport/store';`),
  'packages/store/src/away.ts': breaks('stays-home-store', `export { find } from '@quietport/library';`),
  'packages/library/src/away.ts': breaks('stays-home-library', `export { store } from '@quietport/store';`),
  'packages/api/src/away.ts': breaks('stays-home-api', `export { find } from '@quietport/library';`),
  'packages/server/src/away.ts': breaks('stays-home-server', `export { store } from '@quietport/store';`),
  'packages/web/src/away.ts': breaks('stays-home-web', `export { find } from '@quietport/library';`),
  'packages/cli/src/away.ts': breaks('stays-home-cli', `export { page } from '../../extra/src/index.ts';`),
  'packages/extra/src/index.ts': breaks(
    'known-workspace',
    `export { read } from '@quietport/core'; export const page = 1;`,
  ),
  'packages/core/src/protocols/nosy/talk.ts': breaks('strangers', `export { good } from '../good/codec.ts';`),
  'packages/core/src/protocols/nosy/codec.ts': breaks(
    'codec-is-pure',
    `export type { Clock } from '../../contracts/clock.ts';`,
  ),
  'packages/core/src/protocols/nosy/codec-claims.ts': breaks(
    'codec-is-pure',
    `export const c = 1; export * from './claims.ts';`,
  ),
  'packages/core/src/protocols/nosy/claims.ts': lawful(`export const claims = 1;`),
  'packages/core/src/protocols/nosy/answers.ts': breaks(
    'core-leans-on-format-libraries',
    `export { parse } from 'yaml';`,
  ),
  'packages/core/src/model/shortcut.ts': breaks('format-libraries-behind-formats', `export * from 'cborg';`),
  'packages/core/src/formats/cbor.ts': lawful(`export * from 'cborg';`),
  'packages/core/src/engine/rooms.ts': breaks(
    'engine-knows-no-room',
    `export { good } from '../protocols/good/codec.ts';`,
  ),
  'packages/core/src/engine/fusion/clocked.ts': breaks(
    'fusion-is-arithmetic',
    `export type { Clock } from '../../contracts/clock.ts';`,
  ),
  'packages/core/src/engine/verdict/fused.ts': breaks(
    'fusion-is-arithmetic',
    `export type { Fused } from '../fusion/fuse.ts';`,
  ),
  'packages/core/src/engine/forecast/clocked.ts': breaks(
    'fusion-is-arithmetic',
    `export type { Clock } from '../../contracts/clock.ts';`,
  ),
  'packages/node/src/sly.ts': breaks('one-network-door', `export { connect } from 'node:net';`),
  'packages/cli/src/sly.ts': breaks('one-network-door', `export { resolve4 } from 'dns/promises';`),
  'packages/virtual/src/disk.ts': breaks('pure-has-no-machine', `export { readFileSync } from 'node:fs';`),
  'packages/node/src/window.ts': breaks('enter-by-the-door', `export { read } from '../../core/src/bytes/reader.ts';`),
  'examples/window.ts': breaks(
    'examples-enter-by-the-door',
    `export { read } from '../packages/core/src/bytes/reader.ts';`,
  ),
  'packages/core/src/model/tested.ts': breaks('tests-stay-out', `export { t } from '../protocols/good/codec.test.ts';`),
  'packages/cli/src/outside.ts': breaks('tests-stay-out', `export { world } from '../../../tests/world.ts';`),
  'tests/world.ts': lawful(`export const world = 1;`),
  'packages/store/src/nowhere.ts': breaks('everything-resolves', `export { gone } from './gone.ts';`),
};

const RULES = resolve('.dependency-cruiser.cjs');
let root: string;
let report: Report;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'quietport-fences-'));
  for (const [path, { source }] of Object.entries(HOUSE)) write(path, `${source}\n`);
  for (const name of ['core', 'knowledge', 'virtual', 'node', 'store', 'library']) {
    const entry = { '@quietport/source': './src/index.ts', default: './dist/index.js' };
    write(
      `packages/${name}/package.json`,
      JSON.stringify({ name: `@quietport/${name}`, type: 'module', exports: entry }),
    );
    link(`packages/${name}`, `node_modules/@quietport/${name}`);
  }
  for (const name of ['yaml', 'cborg']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, type: 'module', exports: './index.js' }));
    write(`node_modules/${name}/index.js`, 'export const parse = 1;\n');
  }
  report = JSON.parse(
    spawnSync(process.execPath, ['tools/rules.mjs', '--json', root], { encoding: 'utf8' }).stdout,
  ) as Report;
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the dependency rules', () => {
  it.each(Object.entries(HOUSE).filter(([, { breaks }]) => breaks.length > 0))(
    'catch what %s does',
    (path, { breaks }) => {
      expect(rulesBrokenBy(path)).toEqual(expect.arrayContaining([...breaks]));
    },
  );

  it('leave lawful files alone', () => {
    const guilty = Object.entries(HOUSE)
      .filter(([, { breaks }]) => breaks.length === 0)
      .flatMap(([path]) => rulesBrokenBy(path).map((rule) => `${path}: ${rule}`));
    expect(guilty).toEqual([]);
  });

  it('have a violation seeded here for every rule', () => {
    const names = execFileSync(
      process.execPath,
      ['-p', `JSON.stringify(require(${JSON.stringify(RULES)}).forbidden.map((r) => r.name))`],
      { encoding: 'utf8' },
    );
    const seeded = new Set(Object.values(HOUSE).flatMap(({ breaks }) => breaks));
    expect([...seeded].sort()).toEqual([...(JSON.parse(names) as string[])].sort());
  });

  it('fail when files were not seen, whatever the reason', () => {
    const blind = join(root, 'blind.cjs');
    const small = join(root, 'blind');
    write('blind/packages/core/src/index.ts', 'export const read = 1;\n');
    writeFileSync(
      blind,
      `const rules = require(${JSON.stringify(RULES)});
       module.exports = { forbidden: [], options: { ...rules.options, exclude: { path: '\\\\.ts$' } } };`,
    );
    const run = spawnSync(process.execPath, ['tools/rules.mjs', '--config', blind, small], { encoding: 'utf8' });
    expect(run.stdout).toContain('not seen by dependency-cruiser: packages/core/src/index.ts');
    expect(run.status).toBe(1);
  });
});

function rulesBrokenBy(path: string): string[] {
  return report.violations.filter((violation) => violation.from === path).map((violation) => violation.rule);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function link(target: string, path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(relative(dirname(join(root, path)), join(root, target)), join(root, path));
}

function lawful(source: string): { source: string; breaks: readonly string[] } {
  return { source, breaks: [] };
}

function breaks(rule: string, source: string): { source: string; breaks: readonly string[] } {
  return { source, breaks: [rule] };
}

interface Report {
  readonly unseen: readonly string[];
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[];
}
