import { nextTurn } from '../clock.ts';
import { type ProcessFacts, processFacts } from './process-facts.ts';
import type { SystemFiles } from './system-files.ts';

/** What a walk over processes found. */
export interface Walked {
  /** By the socket's inode, the processes that hold it. */
  readonly holders: Map<number, number[]>;
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
 * processes may hold one socket, so the walk goes to the end. Others get a turn now and then.
 */
export async function walkOwners(
  files: SystemFiles,
  pids: readonly number[],
  inodes: ReadonlySet<number>,
  aborted: () => boolean,
): Promise<Walked> {
  const walked: Walked = { holders: new Map(), facts: new Map(), denied: 0 };
  for (const [i, pid] of pids.entries()) {
    if (i % STRETCH === STRETCH - 1) await nextTurn();
    if (aborted()) break;
    lookAt(files, pid, inodes, walked);
  }
  return walked;
}

function lookAt(files: SystemFiles, pid: number, inodes: ReadonlySet<number>, walked: Walked): void {
  const folder = `/proc/${pid}/fd`;
  const names = files.list(folder);
  if (names === 'denied') walked.denied++;
  if (typeof names === 'string') return;
  for (const name of names) {
    const target = files.link(`${folder}/${name}`);
    if (target === undefined || !target.startsWith(SOCKET)) continue;
    const inode = Number(target.slice(SOCKET.length, -1));
    if (!inodes.has(inode)) continue;
    const holders = walked.holders.get(inode);
    if (holders === undefined) walked.holders.set(inode, [pid]);
    else if (holders.at(-1) !== pid) holders.push(pid);
    if (!walked.facts.has(pid)) walked.facts.set(pid, processFacts(files, pid));
  }
}

const SOCKET = 'socket:[';
// a second thread was tried: to start one takes as long as half of this walk over a thousand processes
const STRETCH = 256;
