import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@quietport/core/fault';

/** Held while a folder is served: two watches on one inventory would ask every device twice. */
export interface DataLock {
  release(): Promise<void>;
}

/** One whose process is gone is no lock. Throws `serve/already-running`. */
export async function lockData(data: string): Promise<DataLock> {
  const path = join(data, 'serve.pid');
  for (let tries = 0; tries < 3; tries++) {
    try {
      await writeFile(path, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
      return { release: () => rm(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new Fault('file/cannot-write', { path, detail: String((error as Error).message) }, error);
      const pid = Number((await readFile(path, 'utf8').catch(() => '')).trim());
      if (Number.isInteger(pid) && pid > 0 && isRunning(pid))
        throw new Fault('serve/already-running', { path: data, holder: `process ${pid} (${path})` });
      await rm(path, { force: true });
    }
  }
  throw new Fault('serve/already-running', { path: data, holder: `somebody who keeps making ${path}` });
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
