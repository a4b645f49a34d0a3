import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemClock } from '@quietport/node';
import { settleSqliteFile } from '@quietport/store';
import { lockData } from '../serve/data-lock.ts';
import { type BackupNote, STORE_FILE, unpackBackup } from './backup-file.ts';
import { readDataFiles, writeDataFiles } from './data-files.ts';

/** A backup that is unpacked beside what is in use, and waits for a person's word. */
export interface Restore {
  readonly note: BackupNote;
  /** What is in the data folder now, and would be put aside. */
  readonly present: readonly string[];
  /** Puts the backup in the place of what is there; gives the folder where that went, where there was anything. */
  carryOut(): Promise<string | undefined>;
  /** Leaves everything as it was. */
  drop(): Promise<void>;
}

/**
 * Unpacks and checks a backup inside of the data folder. Throws `backup/not-one`, `serve/already-running`, and from
 * `carryOut` `restore/in-use`. Nothing that is there is ever removed: it is put aside.
 */
export async function prepareRestore(data: string, backup: string): Promise<Restore> {
  await mkdir(data, { recursive: true, mode: 0o700 });
  const lock = await lockData(data);
  const fresh = join(data, `restoring-${process.pid}`);
  let dropped = false;
  const drop = async (): Promise<void> => {
    // the lock may be another's by the second time
    if (dropped) return;
    dropped = true;
    await rm(fresh, { recursive: true, force: true });
    await lock.release();
  };
  try {
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { mode: 0o700 });
    const { note, files } = await unpackBackup(backup, join(fresh, STORE_FILE));
    await writeDataFiles(fresh, files);
    const present = (await readDataFiles(data)).map(({ name }) => name);
    const stored = await isThere(join(data, STORE_FILE));
    return {
      note,
      present: stored ? [STORE_FILE, ...present] : present,
      drop,
      carryOut: async () => {
        try {
          if (stored) await settleSqliteFile(join(data, STORE_FILE));
          // the WAL of a damaged file would be taken for one of the restored file
          const beside = await Promise.all(
            BESIDE.map(async (name) => ((await isThere(join(data, name))) ? [name] : [])),
          );
          const old = stored ? [...present, ...beside.flat(), STORE_FILE] : [...present, ...beside.flat()];
          const before = await putAside(data, old);
          // the store last: with it the folder is whole
          await move(fresh, data, [...files.map(({ name }) => name), STORE_FILE]);
          return before;
        } finally {
          await drop();
        }
      },
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

const BESIDE = [`${STORE_FILE}-wal`, `${STORE_FILE}-shm`];

async function putAside(data: string, names: readonly string[]): Promise<string | undefined> {
  if (names.length === 0) return undefined;
  const stamp = new Date(systemClock.now()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const folder = join(data, `before-restore-${stamp}`);
  await mkdir(folder, { mode: 0o700 });
  await move(data, folder, names);
  return folder;
}

async function move(from: string, to: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(to, name)), { recursive: true, mode: 0o700 });
    await rename(join(from, name), join(to, name));
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
