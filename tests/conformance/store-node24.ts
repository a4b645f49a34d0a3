import { sqliteEngine } from '@quietport/store';
import { expect, test } from 'vitest';
import { describeSqliteStore } from './store-sqlite.ts';

// Run by `node tools/node24.mjs`. Asked for by name, so that no other engine can take its place.
const inside = await sqliteEngine('node');

test(`the engine is node:sqlite ${inside.version} of Node ${process.version}, and the one that is taken by itself`, async () => {
  expect(process.version).toMatch(/^v24\./);
  expect(inside.name).toBe('node');
  expect(await sqliteEngine()).toEqual(inside);
});

describeSqliteStore(inside);
