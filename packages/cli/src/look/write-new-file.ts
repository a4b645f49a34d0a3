import { writeFile } from 'node:fs/promises';
import { Fault } from '@quietport/core/fault';

/** Writes a file for its owner alone. One that is there is left as it is, unless `replace`. */
export async function writeNewFile(path: string, text: string, replace: boolean): Promise<void> {
  try {
    await writeFile(path, text, { flag: replace ? 'w' : 'wx', mode: 0o600 });
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    const detail = error instanceof Error ? error.message : String(error);
    throw exists ? new Fault('file/is-there', { path }) : new Fault('file/cannot-write', { path, detail }, error);
  }
}
