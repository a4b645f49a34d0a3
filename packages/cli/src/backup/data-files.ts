import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Fault } from '@quietport/core/fault';

/** One file of the data folder that is no database: consent, the journal of changes, sealed credentials, audit logs. */
export interface DataFile {
  /** Below the data folder, with `/` between its parts. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Every such file. What holds only as long as a process runs stays out, and so does what was put aside before. */
export async function readDataFiles(data: string): Promise<readonly DataFile[]> {
  const entries = await readdir(data, { recursive: true, withFileTypes: true }).catch((error: Error) => {
    throw new Fault('store/cannot-open', { path: data, detail: error.message }, error);
  });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(data, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((name) => KEPT.some((pattern) => pattern.test(name)))
    .sort();
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(data, name)) })));
}

/** Writes them below a folder, for their owner alone. A name that leads out of it is refused. */
export async function writeDataFiles(folder: string, files: readonly DataFile[]): Promise<void> {
  for (const { name, bytes } of files) {
    if (!isDataFile(name)) throw new Fault('backup/not-one', { path: folder, detail: `it holds a file "${name}"` });
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, bytes, { mode: 0o600, flag: 'wx', flush: true });
  }
}

/** Whether a backup may hold a file of this name. */
export function isDataFile(name: string): boolean {
  return KEPT.some((pattern) => pattern.test(name)) && !name.split('/').includes('..');
}

const KEPT = [/^consent\.json$/, /^changes\.jsonl$/, /^credentials\/[\w.-]+$/, /^announce(-\d+)?\/[\w./-]+$/];
