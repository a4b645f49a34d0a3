import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FleetScope, formatPrefix, parsePrefix } from '@quietport/core';
import { makeFolder } from './make-folder.ts';

/**
 * The note that `emulate` leaves in the data folder while it runs, so that `find` on loopback knows which addresses the
 * fleet has and which ports had to move. A note whose process is gone is taken for none.
 */
export async function writeFleetNote(data: string, scope: FleetScope): Promise<{ remove(): Promise<void> }> {
  await makeFolder(data);
  const path = notePath(data);
  const note: Note = { pid: process.pid, prefix: formatPrefix(scope.prefix), moved: scope.moved };
  await writeFile(path, `${JSON.stringify(note)}\n`);
  return { remove: () => rm(path, { force: true }) };
}

export async function readFleetNote(data: string): Promise<FleetScope | undefined> {
  try {
    const note = JSON.parse(await readFile(notePath(data), 'utf8')) as Note;
    const prefix = parsePrefix(note.prefix);
    process.kill(note.pid, 0);
    return prefix === undefined ? undefined : { prefix, moved: note.moved };
  } catch {
    // no note, a broken one, or a process that is gone: there is no fleet
    return undefined;
  }
}

interface Note extends Pick<FleetScope, 'moved'> {
  readonly pid: number;
  readonly prefix: string;
}

const notePath = (data: string) => join(data, 'fleet.json');
