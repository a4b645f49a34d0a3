import { open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { type Clock, Fault } from '@quietport/core';
import { reasonOf } from './write-whole.ts';

/** A lock that is held: `isMine` says whether it still is. */
export interface HeldLock {
  isMine(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Takes the lock of a file, which is a file of its own beside it, and waits for whoever has it. One whose holder is gone
 * is broken: by one process at a time, which looks again before it does. Throws `Fault` `credentials/locked`.
 */
export async function lockFile(path: string, token: string, clock: Clock): Promise<HeldLock> {
  const lock = `${path}.lock`;
  const mine = `${process.pid} ${hostname()} ${token}\n`;
  const until = clock.monotonic() + PATIENCE_MS;
  while (!(await tryCreate(lock, mine))) {
    const holder = await readLock(lock);
    if (holder !== undefined && (await isStale(lock, holder, clock))) await breakLock(lock, holder, clock);
    else if (clock.monotonic() > until) {
      const [pid = '?', host = '?'] = (holder ?? '').split(' ');
      throw new Fault('credentials/locked', { path, holder: `process ${pid} on ${host}`, lock });
    } else await clock.sleep(5 + (Number.parseInt(token.slice(0, 2), 16) || 0) / 10);
  }
  return {
    isMine: async () => (await readLock(lock)) === mine,
    release: async () => {
      if ((await readLock(lock)) === mine) await rm(lock, { force: true });
    },
  };
}

async function tryCreate(lock: string, text: string): Promise<boolean> {
  try {
    const file = await open(lock, 'wx', 0o600);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new Fault('file/cannot-write', { path: lock, detail: reasonOf(error) }, error);
  }
}

async function readLock(lock: string): Promise<string | undefined> {
  return readFile(lock, 'utf8').catch(() => undefined);
}

/** Its process on this machine is gone, or it is far older than any change takes. */
async function isStale(lock: string, holder: string, clock: Clock): Promise<boolean> {
  const [pid, host] = holder.split(' ');
  if (host === hostname() && pid !== undefined && /^\d+$/.test(pid) && !isRunning(Number(pid))) return true;
  const made = await stat(lock).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
  return made !== undefined && clock.now() - made > OLD_MS;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Removes a lock, if it is still the one that was found stale. Only who holds the breaker removes what is not his own, so
 * that nobody takes away the lock that came after it.
 */
async function breakLock(lock: string, holder: string, clock: Clock): Promise<void> {
  const breaker = `${lock}.break`;
  if (!(await tryCreate(breaker, holder))) {
    await clock.sleep(10);
    return;
  }
  try {
    if ((await readLock(lock)) === holder) await rm(lock, { force: true });
  } finally {
    await rm(breaker, { force: true });
  }
}

const PATIENCE_MS = 10_000;
const OLD_MS = 60_000;
