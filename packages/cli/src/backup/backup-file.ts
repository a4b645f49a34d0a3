import { copyFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '@quietport/core';
import { Fault } from '@quietport/core/fault';
import { systemClock } from '@quietport/node';
import { copySqliteStore, finishSqliteCopy } from '@quietport/store';
import { version } from '../version.ts';
import { type DataFile, isDataFile, readDataFiles } from './data-files.ts';

/** What a backup says of itself. */
export interface BackupNote {
  readonly at: number;
  /** Of the program that wrote it. */
  readonly version: string;
  readonly devices: number;
  readonly observations: number;
}

/**
 * Writes all of a data folder into one file: a copy of its store, and in it, as records, the files beside it. Throws
 * `file/is-there`, unless told to replace it.
 */
export async function writeBackup(data: string, path: string, replace: boolean): Promise<BackupNote> {
  if (!replace && (await exists(path))) throw new Fault('file/is-there', { path });
  const beside = await readDataFiles(data);
  const temporary = `${path}.${process.pid}.part`;
  let note: BackupNote | undefined;
  await copySqliteStore(join(data, STORE_FILE), temporary, async (copy) => {
    note = {
      at: systemClock.now(),
      version: version(),
      devices: (await copy.devices.all()).length,
      observations: (await copy.observations.all()).length,
    };
    await copy.records.put([
      { kind: NOTE, id: NOTE, at: note.at, value: note },
      ...beside.map(({ name, bytes }) => ({
        kind: FILE,
        id: name,
        at: systemClock.now(),
        value: { base64: Buffer.from(bytes).toString('base64') },
      })),
    ]);
  });
  await rename(temporary, path);
  // the copy was finished, or this line is not reached
  return note!;
}

/**
 * Unpacks a backup: its store goes to `to`, as a store again; the files that stood beside it are given. The backup itself
 * stays as it is. Throws `backup/not-one` where it is none, is damaged, or is of a newer version.
 */
export async function unpackBackup(
  path: string,
  to: string,
): Promise<{ readonly note: BackupNote; readonly files: readonly DataFile[] }> {
  if (!(await exists(path))) throw new Fault('file/cannot-read', { path, detail: 'there is no such file' });
  let note: object | undefined;
  let files: readonly DataFile[] = [];
  try {
    await copyFile(path, to);
    await finishSqliteCopy(to, async (copy) => {
      note = (await copy.records.get(NOTE, NOTE))?.value;
      files = await filesIn(copy);
      await copy.records.remove(NOTE, [NOTE]);
      await copy.records.remove(
        FILE,
        files.map(({ name }) => name),
      );
    });
  } catch (error) {
    if (!(error instanceof Fault) || OF_THIS_DISK.includes(error.code)) throw error;
    const detail = error.cause instanceof Error ? error.cause.message : error.text;
    throw new Fault('backup/not-one', { path, detail }, error);
  }
  if (note === undefined) throw new Fault('backup/not-one', { path, detail: 'it is an inventory in use, not a copy' });
  // written by `writeBackup`
  return { note: note as BackupNote, files };
}

async function filesIn(copy: Store): Promise<readonly DataFile[]> {
  const rows = await copy.records.list(FILE, { most: Number.MAX_SAFE_INTEGER });
  return rows
    .filter(({ id }) => isDataFile(id))
    .map(({ id, value }) => ({ name: id, bytes: Buffer.from((value as { base64: string }).base64, 'base64') }));
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

export const STORE_FILE = 'inventory.sqlite';
/** What says nothing about the backup itself. */
const OF_THIS_DISK = ['file/cannot-write', 'store/full'];
const NOTE = 'backup';
const FILE = 'backup-file';
