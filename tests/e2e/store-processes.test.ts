import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteEngine } from '@quietport/store';
import { afterAll } from 'vitest';
import { describeProcesses } from '../conformance/store-processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'quietport-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const engine = await sqliteEngine();
describeProcesses(`SQLite (${engine.name})`, engine.name, () => join(folder, String(++files), 'store.sqlite'));
