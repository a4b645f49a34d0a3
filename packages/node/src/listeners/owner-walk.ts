import { nextTurn } from '../clock.ts';
import { type ProcessFacts, processFacts } from './process-facts.ts';
import type { SystemFiles } from './system-files.ts';

/** What a walk over processes found. */
export interface Walked {
  /** By the socket's inode, the processes that hold it. */
  readonly holders: Map<string, number[]>;
  readonly facts: Map<number, ProcessFacts>;
  /** Processes whose descriptors are kept from this user. */
  denied: number;
}

export function processIds(files: SystemFiles): readonly number[] {
  const names = files.list('/proc');
  return typeof names === 'string' ? [] : names.filter((name) => /^\d+$/.test(name)).map(Number);
}

/**
 * Walks the descriptors of every process: there is no shorter way from a socket to its owner (ports.md 5.2), and several
 * processes may hold one socket, so the walk goes to the end. `next` is where the next process to look at stands; two
 * walks that share it share the work. Others get a turn after each handful.
 */
export async function walkOwners(
  files: SystemFiles,
  pids: readonly number[],
  next: Int32Array,
  inodes: ReadonlySet<string>,
  aborted: () => boolean,
): Promise<Walked> {
  const walked: Walked = { holders: new Map(), facts: new Map(), denied: 0 };
  for (;;) {
    const from = Atomics.add(next, 0, HANDFUL);
    if (from >= pids.length || aborted()) return walked;
    for (const pid of pids.slice(from, from + HANDFUL)) lookAt(files, pid, inodes, walked);
    await nextTurn();
  }
}

function lookAt(files: SystemFiles, pid: number, inodes: ReadonlySet<string>, walked: Walked): void {
  const folder = `/proc/${pid}/fd`;
  const names = files.list(folder);
  if (names === 'denied') walked.denied++;
  if (typeof names === 'string') return;
  for (const name of names) {
    const target = files.link(`${folder}/${name}`);
    if (target === undefined || !target.startsWith(SOCKET)) continue;
    const inode = target.slice(SOCKET.length, -1);
    if (!inodes.has(inode)) continue;
    const holders = walked.holders.get(inode);
    if (holders === undefined) walked.holders.set(inode, [pid]);
    else if (holders.at(-1) !== pid) holders.push(pid);
    if (!walked.facts.has(pid)) walked.facts.set(pid, processFacts(files, pid));
  }
}

const SOCKET = 'socket:[';
const HANDFUL = 16;
