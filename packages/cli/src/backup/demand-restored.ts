import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@quietport/core/fault';
import { STORE_FILE } from './backup-file.ts';

/**
 * A restore that was cut off between putting the old inventory aside and the new one in its place left none: to begin an
 * empty one there would look as if everything had been lost. Throws `restore/cut-off`.
 */
export async function demandRestored(data: string): Promise<void> {
  const there = await access(join(data, STORE_FILE)).then(
    () => true,
    () => false,
  );
  if (there) return;
  const names = await readdir(data).catch(() => []);
  const half = names.find((name) => /^restoring-\d+$/.test(name));
  const before = names
    .filter((name) => name.startsWith('before-restore-'))
    .sort()
    .at(-1);
  if (half === undefined || before === undefined) return;
  throw new Fault('restore/cut-off', { data, before: join(data, before, STORE_FILE) });
}
