import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Dice, Fault, formatHex } from '@quietport/core';
import { demandPrivate } from './seal-key.ts';
import { reasonOf, writeWhole } from './write-whole.ts';

/**
 * What a file for its owner alone holds; made on first use, and from then on the same. Where another process is quicker,
 * its text counts. Throws `Fault` `credentials/key-exposed` where others may read it, `file/cannot-read`, `file/cannot-write`.
 */
export async function privateFile(
  path: string,
  make: () => string,
  dice: Dice,
): Promise<{ readonly text: string; readonly isNew: boolean }> {
  const there = await read(path);
  if (there !== undefined) return { text: there, isNew: false };
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new Fault('file/cannot-write', { path, detail: reasonOf(error) }, error);
  });
  const isNew = await writeWhole(path, make(), formatHex(dice.bytes(8)), true);
  const text = await read(path);
  if (text === undefined) throw new Fault('file/cannot-read', { path, detail: 'it is gone again' });
  return { text, isNew };
}

async function read(path: string): Promise<string | undefined> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Fault('file/cannot-read', { path, detail: reasonOf(error) }, error);
  }
  try {
    const { mode, uid, size } = await file.stat();
    demandPrivate(path, mode, uid);
    if (size > MOST_BYTES) throw new Fault('file/cannot-read', { path, detail: 'it is longer than a key is' });
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

const MOST_BYTES = 100_000;
