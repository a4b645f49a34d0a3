import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

const home = await mkdtemp(join(tmpdir(), 'quietport-folder-'));
afterAll(() => rm(home, { recursive: true }));

test('makes a folder and those above it, for their owner alone, and takes one that is there', async () => {
  const path = join(home, 'a', 'b', 'c');
  await makeFolder(path);
  await makeFolder(path);
  for (const made of [path, join(home, 'a')]) expect((await stat(made)).mode & 0o777).toBe(0o700);
});

test('fails where a file is in the way', async () => {
  await writeFile(join(home, 'file'), '');
  await expect(makeFolder(join(home, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolder(join(home, 'file', 'x'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test.runIf(process.platform === 'linux')('fails, and soon, where no folder can be made', async () => {
  for (const path of ['/proc/quietport', '/proc/quietport/data'])
    await expect(makeFolder(path)).rejects.toMatchObject({ code: 'ENOENT' });
});
