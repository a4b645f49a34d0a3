import { closeSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Store } from '@quietport/core';
import { Desk, storeOver } from '@quietport/node';
import { type EngineInfo, type EngineWish, type LoadedSqlite, loadSqlite } from './sqlite-engine.ts';
import { openSqliteFile } from './sqlite-file.ts';
import { faultOf } from './why-failed.ts';

/**
 * Opens the store in a SQLite file, and makes file and folder where there are none (for their owner alone). Several
 * processes may have the same file open, and several parts of one. Throws `Fault` `store/no-engine`, or by
 * the cause `store/damaged`, `store/newer`, `store/full`, `store/locked`, `store/cannot-open`; a file that cannot be
 * opened is left as it is.
 */
export async function openSqliteStore(path: string, engine: EngineWish = 'auto'): Promise<Store> {
  const sqlite = await loadSqlite(engine);
  const wanted = resolve(path);
  try {
    makeFile(wanted);
    return await enter(realpathSync(wanted), sqlite);
  } catch (error) {
    throw faultOf(wanted, error, 'store/cannot-open');
  }
}

/**
 * The files that are open in this process. SQLite waits for a lock by blocking the thread, so a second connection of
 * the same thread would wait for a transaction that it keeps from ending: all handles on a file share one connection.
 */
const opened = new Map<string, OpenFile>();

interface OpenFile {
  readonly engine: EngineInfo['name'];
  readonly desk: Promise<{ readonly desk: Desk; close(): Promise<void> }>;
  handles: number;
}

async function enter(path: string, sqlite: LoadedSqlite): Promise<Store> {
  const file = opened.get(path) ?? openFile(path, sqlite);
  // Two copies of SQLite in one process drop each other's locks (https://sqlite.org/howtocorrupt.html, 2.2.1).
  if (file.engine !== sqlite.name) throw new Error(`this process has it open with the engine ${file.engine}`);
  file.handles++;
  const { desk, close } = await file.desk;
  return storeOver(desk, async () => {
    file.handles--;
    if (file.handles > 0) return;
    opened.delete(path);
    await close();
  });
}

function openFile(path: string, sqlite: LoadedSqlite): OpenFile {
  const desk = openSqliteFile(sqlite.connect(path), path).then(
    (engine) => ({ desk: new Desk(engine), close: () => engine.close() }),
    (error: unknown) => {
      opened.delete(path);
      throw error;
    },
  );
  const file: OpenFile = { engine: sqlite.name, desk, handles: 0 };
  opened.set(path, file);
  return file;
}

/**
 * An existing file is never opened here, not even to look at it: closing it again would drop the locks that SQLite holds
 * on it in this process (https://sqlite.org/howtocorrupt.html, 2.2).
 */
function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
