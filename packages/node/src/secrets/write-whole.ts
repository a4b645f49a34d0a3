import { link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '@quietport/core';

/**
 * Writes a file for its owner alone: as a whole or not at all, and on the disk when this resolves. `once` leaves a file
 * that is there as it is, and says false.
 */
export async function writeWhole(path: string, text: string, token: string, once = false): Promise<boolean> {
  const temporary = `${path}.${token}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (once) {
      await link(temporary, path);
      await rm(temporary);
    } else await rename(temporary, path);
    await syncFolder(dirname(path));
    return true;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (once && (error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new Fault('file/cannot-write', { path, detail: reasonOf(error) }, error);
  }
}

/** Why the system said no, for a sentence. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A new name is on the disk when its folder is. Systems that cannot sync a folder keep names by other means. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  if (folder === undefined) return;
  try {
    await folder.sync();
  } catch {
    // EINVAL, EPERM: not on this file system
  } finally {
    await folder.close();
  }
}
