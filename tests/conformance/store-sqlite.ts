import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Store } from '@quietport/core';
import { type EngineInfo, openSqliteStore } from '@quietport/store';
import { afterAll, describe, expect, test } from 'vitest';
import { describeStore, everything, fill } from './store.ts';
import { entry, observation } from './store-samples.ts';

/** The whole suite on one SQLite engine, and what only a store in a file can be asked. */
export function describeSqliteStore(engine: EngineInfo): void {
  const name = `SQLite ${engine.version} (${engine.name}, Node ${process.version})`;
  const folder = mkdtempSync(join(tmpdir(), 'quietport-store-'));
  let files = 0;
  const newFile = (): string => join(folder, String(++files), 'store.sqlite');
  const open = (path: string): Promise<Store> => openSqliteStore(path, engine.name);
  afterAll(() => rmSync(folder, { recursive: true }));

  describeStore(name, () => open(newFile()));

  describe(`${name} as a file`, () => {
    test('what was kept is there after reopening', async () => {
      const path = newFile();
      const first = await open(path);
      await fill(first);
      const before = await everything(first);
      await first.close();
      const second = await open(path);
      expect(await everything(second)).toStrictEqual(before);
      await second.close();
    });

    test('after the last close the file itself holds everything, so that it can be copied', async () => {
      const [path, copy] = [newFile(), newFile()];
      const [a, b] = [await open(path), await open(path)];
      await fill(a);
      const before = await everything(b);
      await a.close();
      expect(await everything(b)).toStrictEqual(before);
      await b.close();
      mkdirSync(dirname(copy));
      copyFileSync(path, copy);
      const copied = await open(copy);
      expect(await everything(copied)).toStrictEqual(before);
      await copied.close();
    });

    test('two handles on one file see what the other has done, and both can write', async () => {
      const path = newFile();
      const [a, b] = await Promise.all([open(path), open(path)]);
      for (let i = 0; i < 20; i++) {
        await a.observations.append([observation(`a${i}`, i)]);
        expect(await b.observations.get(`a${i}`)).toEqual(observation(`a${i}`, i));
        await b.transaction(async (inner) => {
          await inner.roll.all();
          await inner.roll.put([entry(`d${i}`)]);
        });
      }
      expect(await a.roll.all()).toHaveLength(20);
      await a.close();
      expect(await b.observations.all()).toHaveLength(20);
      await b.close();
    });

    test('a transaction that fails in one handle leaves nothing for the other', async () => {
      const path = newFile();
      const [a, b] = [await open(path), await open(path)];
      const failing = a.transaction(async (inner) => {
        await inner.observations.append([observation('x', 1)]);
        throw new Error('boom');
      });
      await expect(failing).rejects.toThrow('boom');
      await b.observations.append([observation('y', 1)]);
      expect((await a.observations.all()).map(({ id }) => id)).toEqual(['y']);
      await a.close();
      await b.close();
    });

    test('folder and file are made for their owner alone', async () => {
      const path = join(folder, 'a', 'b', 'store.sqlite');
      const store = await open(path);
      await fill(store);
      expect([modeOf(join(folder, 'a')), modeOf(join(folder, 'a', 'b'))]).toEqual(['700', '700']);
      expect([modeOf(path), modeOf(`${path}-wal`), modeOf(`${path}-shm`)]).toEqual(['600', '600', '600']);
      await store.close();
    });

    test('rights that the owner has widened stay as they are', async () => {
      const path = newFile();
      await (await open(path)).close();
      chmodSync(path, 0o640);
      await (await open(path)).close();
      expect(modeOf(path)).toBe('640');
    });

    test('a folder in the place of the file is refused with a sentence', async () => {
      const fault = { code: 'store/cannot-open', text: expect.stringContaining(folder) };
      await expect(open(folder)).rejects.toMatchObject(fault);
    });
  });
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}
