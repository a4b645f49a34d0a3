import { forwardTarget, scriptOf } from './command-line.ts';
import { placeOf } from './control-group.ts';
import type { SystemFiles } from './system-files.ts';

/** What `/proc/PID` tells of one process. */
export interface ProcessFacts {
  readonly process: string | null;
  readonly executable: string | null;
  readonly replaced: boolean;
  readonly script: string | null;
  readonly unit: string | null;
  readonly container: string | null;
  readonly forwardsTo: string | null;
}

export function processFacts(files: SystemFiles, pid: number): ProcessFacts {
  const folder = `/proc/${pid}`;
  const name = files.readShort(`${folder}/comm`)?.replace(/\n$/, '');
  const link = files.link(`${folder}/exe`);
  const executable = link?.replace(DELETED, '') ?? null;
  const cgroup = files.readShort(`${folder}/cgroup`);
  const line = files.readShort(`${folder}/cmdline`)?.split('\0').slice(0, -1) ?? [];
  return {
    process: name === undefined ? null : fullName(name, executable, line),
    executable,
    replaced: link !== undefined && DELETED.test(link),
    script: scriptOf(executable, line),
    forwardsTo: forwardTarget(name ?? '', line),
    ...placeOf(cgroup ?? ''),
  };
}

/** Holders of one socket, the top-most parent first. */
export function topmostFirst(files: SystemFiles, pids: readonly number[]): readonly number[] {
  if (pids.length < 2) return pids;
  const parents = new Map(pids.map((pid) => [pid, parentOf(files, pid)]));
  const depth = (pid: number): number => {
    let steps = 0;
    for (let at = parents.get(pid); at !== undefined && steps < pids.length; at = parents.get(at)) steps++;
    return steps;
  };
  return [...pids].sort((a, b) => depth(a) - depth(b) || a - b);
}

/** proc(5): `PID (name) state ppid …`; the name may hold anything, so the line is read from its last bracket on. */
function parentOf(files: SystemFiles, pid: number): number | undefined {
  const stat = files.read(`/proc/${pid}/stat`);
  const ppid = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return Number.isInteger(ppid) ? ppid : undefined;
}

/** The kernel cuts names to 15 bytes; the whole one is taken where the executable or the first word begins with it. */
function fullName(name: string, executable: string | null, line: readonly string[]): string {
  if (Buffer.byteLength(name) < COMM_LENGTH) return name;
  const whole = [executable, line[0]].map((path) => path?.slice(path.lastIndexOf('/') + 1));
  return whole.find((candidate) => candidate?.startsWith(name) === true) ?? name;
}

// linux/sched.h: TASK_COMM_LEN less its zero
const COMM_LENGTH = 15;
const DELETED = / \(deleted\)$/;
