import { access, open, rm, stat } from 'node:fs/promises';
import { Fault, type Store } from '@quietport/core';
import { type EngineWish, loadSqlite, type SqliteConnection } from './sqlite-engine.ts';
import { openSqliteStore } from './sqlite-store.ts';
import { isDamage, sayWhy } from './why-failed.ts';

/**
 * Copies the store in a SQLite file to a new one, as it is at one moment, while others read and write it, and finishes
 * the copy (`finishSqliteCopy`). Throws `Fault` `store/cannot-open` where there is none; what was begun is taken away.
 */
export async function copySqliteStore(
  from: string,
  to: string,
  finish: (copy: Store) => Promise<void>,
  engine: EngineWish = 'auto',
): Promise<void> {
  const sqlite = await loadSqlite(engine);
  await access(from).catch((error: unknown) => {
    throw new Fault('store/cannot-open', { path: from, detail: 'there is no such file' }, error);
  });
  // a consistent copy under one read transaction: https://sqlite.org/lang_vacuum.html, 3
  try {
    onConnection(sqlite.connect(from), 'file/cannot-write', to, (connection) => {
      connection.exec('pragma busy_timeout = 5000');
      connection.prepare('vacuum into ?').run(to);
    });
  } catch (error) {
    // a full disk leaves half a copy behind, and it takes the room that is missing
    for (const name of [to, `${to}-journal`]) await rm(name, { force: true });
    throw error;
  }
  await finishSqliteCopy(to, finish, engine);
}

/**
 * Brings a copy to the newest shape, lets `finish` change it, and checks it. Resolved means: one whole file, on the disk.
 * Throws `Fault` `store/cannot-open` and `file/cannot-write`; a copy that cannot be finished is taken away.
 */
export async function finishSqliteCopy(
  path: string,
  finish: (copy: Store) => Promise<void>,
  engine: EngineWish = 'auto',
): Promise<void> {
  const beside = [`${path}-wal`, `${path}-shm`];
  try {
    onConnection((await loadSqlite(engine)).connect(path), 'store/cannot-open', path, demandWhole);
    const copy = await openSqliteStore(path, engine);
    await finish(copy);
    // empties the WAL into the file
    await copy.close();
    const left = await stat(beside[0]!).catch(() => undefined);
    if (left !== undefined && left.size > 0)
      throw new Fault('file/cannot-write', { path, detail: 'another process has opened it meanwhile' });
    await syncFile(path);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    for (const name of beside) await rm(name, { force: true });
  }
}

/**
 * Takes everybody else's hand off the file of a store, and its WAL into it, so that it can be moved away as one file.
 * Throws `Fault` `restore/in-use` where another process has it open. A damaged file stays as it is, with its WAL beside it.
 */
export async function settleSqliteFile(path: string, engine: EngineWish = 'auto'): Promise<void> {
  const sqlite = await loadSqlite(engine);
  // leaving the WAL mode takes the only connection there is (https://sqlite.org/wal.html, 3.3)
  onConnection(sqlite.connect(path), 'restore/in-use', path, (connection) => {
    try {
      connection.exec('pragma busy_timeout = 2000; pragma journal_mode = delete');
    } catch (error) {
      // what is damaged is the very thing that somebody restores a backup for
      if (!isDamage(error)) throw error;
    }
  });
}

function onConnection(
  connection: SqliteConnection,
  code: 'store/cannot-open' | 'file/cannot-write' | 'restore/in-use',
  path: string,
  work: (connection: SqliteConnection) => void,
): void {
  try {
    work(connection);
  } catch (error) {
    throw new Fault(code, { path, detail: sayWhy(error) }, error);
  } finally {
    connection.close();
  }
}

/** https://sqlite.org/pragma.html#pragma_integrity_check */
function demandWhole(connection: SqliteConnection): void {
  const rows = connection.prepare('pragma integrity_check').all() as { integrity_check: string }[];
  const [first] = rows;
  if (rows.length !== 1 || first?.integrity_check !== 'ok') throw new Error(`it is damaged: ${first?.integrity_check}`);
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
}
