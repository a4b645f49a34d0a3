import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder that only its owner reads, and those above it. Where a file system knows no new folders (`/proc`) it fails
 * with the system's error: Node's own way to make several at once tries for ever there.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await make(path);
  } catch (error) {
    const above = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === path) throw error;
    await makeFolder(above);
    await make(path);
  }
}

async function make(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const isFolder = async () => (await stat(path)).isDirectory();
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !(await isFolder())) throw error;
  }
}
