import type { SystemFiles } from './system-files.ts';

/** The tables of sockets below `/proc/net`. */
export type TableName = 'tcp' | 'tcp6' | 'udp' | 'udp6';

/**
 * Reads the tables of one network namespace as text, and of TCP only as much as is wanted. The kernel puts those that listen
 * first, and then goes through the whole machine's table of connections (`tcp_get_idx`), which takes milliseconds for each
 * namespace and family even where there are none. `sockstat` says for next to nothing how many sockets there are; where
 * it does not, it may be another kernel's imitation (a sandbox), and tables are read to their end.
 */
export function tableReader(
  files: SystemFiles,
  folder: string,
  listeningOnly: boolean,
): (name: TableName) => string | undefined {
  const counts = `${files.read(`${folder}/sockstat`) ?? ''}\n${files.read(`${folder}/sockstat6`) ?? ''}`;
  return (name) => {
    const inUse = socketsInUse(counts, name);
    if (inUse === 0) return undefined;
    const path = `${folder}/${name}`;
    const part = inUse !== undefined && listeningOnly && name.startsWith('tcp');
    return part ? files.readWhile(path, listening(inUse)) : files.read(path);
  };
}

/** `TCP: inuse 12 orphan 0 …`, TIME_WAIT not counted. */
function socketsInUse(counts: string, name: TableName): number | undefined {
  const count = new RegExp(`^${name}: inuse (\\d+)\\b`, 'im').exec(counts)?.[1];
  return count === undefined ? undefined : Number(count);
}

/** Whether more sockets that listen may follow: not after the last of all, nor after one that does not. */
function listening(inUse: number): (bytes: Buffer) => boolean {
  let lines = 0;
  let at = 0;
  return (bytes) => {
    let last = at;
    for (let end = bytes.indexOf(NEWLINE, at); end >= 0; end = bytes.indexOf(NEWLINE, at)) {
      lines++;
      last = at;
      at = end + 1;
    }
    // the first line is the head
    if (lines > inUse) return false;
    const state = row.exec(bytes.toString('latin1', last, at))?.[1];
    return state === undefined || state === LISTEN;
  };
}

const row = /^ *\d+: [\dA-F]+:[\dA-F]{4} [\dA-F]+:[\dA-F]{4} ([\dA-F]{2})/;
const NEWLINE = 0x0a;
// include/net/tcp_states.h
const LISTEN = '0A';
