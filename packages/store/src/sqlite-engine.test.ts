import { expect, test } from 'vitest';
import { sqliteEngine } from './sqlite-engine.ts';

test('the SQLite that is taken is one that cannot damage a WAL file (3.51.3 or newer)', async () => {
  const { version } = await sqliteEngine();
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(3_051_003);
});

test('an engine that was asked for by name is taken, or refused with what to install; never another instead', async () => {
  for (const wish of ['node', 'photostructure'] as const) {
    const refused = { code: 'store/no-engine', next: expect.stringContaining('@photostructure/sqlite') };
    await sqliteEngine(wish).then(
      ({ name }) => expect(name).toBe(wish),
      (error: unknown) => expect(error).toMatchObject(refused),
    );
  }
});

test('what is inside of Node comes first where it is good enough', async () => {
  const inside = await sqliteEngine('node').catch(() => undefined);
  const { name } = await sqliteEngine();
  expect(name).toBe(inside === undefined ? 'photostructure' : 'node');
});

test('asking for an engine leaves the warnings of the process as they were', async () => {
  const before = process.emitWarning;
  await sqliteEngine();
  expect(process.emitWarning).toBe(before);
});
