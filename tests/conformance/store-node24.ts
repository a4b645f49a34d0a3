import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteEngine } from '@quietport/store';
import { afterAll, expect, test } from 'vitest';
import { describeProcesses } from './store-processes.ts';
import { describeSqliteStore } from './store-sqlite.ts';

// Run by `node tools/node24.mjs`. Asked for by name, so that no other engine can take its place.
const inside = await sqliteEngine('node');

test(`the engine is node:sqlite ${inside.version} of Node ${process.version}, and the one that is taken by itself`, async () => {
  expect(process.version).toMatch(/^v24\./);
  expect(inside.name).toBe('node');
  expect(await sqliteEngine()).toEqual(inside);
});

describeSqliteStore(inside);

const folder = mkdtempSync(join(tmpdir(), 'quietport-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
describeProcesses('node:sqlite', 'node', () => join(folder, String(++files), 'store.sqlite'));
