import type { SystemFiles } from './system-files.ts';

/** A network namespace other than the asker's, with one process in it through which its tables are read. */
export interface Namespace {
  readonly label: string;
  readonly pid: number;
}

/** The namespaces of all processes whose link this user may read; root alone reads those of others. */
export function otherNamespaces(files: SystemFiles, pids: readonly number[]): readonly Namespace[] {
  const own = files.link('/proc/self/ns/net');
  const first = new Map<string, number>();
  for (const pid of pids) {
    const link = files.link(`/proc/${pid}/ns/net`);
    if (link !== undefined && link !== own && !first.has(link)) first.set(link, pid);
  }
  if (first.size === 0) return [];
  const names = namesByInode(files);
  return [...first].map(([link, pid]) => ({ pid, label: names.get(link.replace(/\D/g, '')) ?? link }));
}

/** Names that `ip netns` and Docker gave: a file on which the namespace is mounted, with its inode. */
function namesByInode(files: SystemFiles): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const folder of ['/run/netns', '/run/docker/netns']) {
    const entries = files.list(folder);
    if (typeof entries === 'string') continue;
    for (const entry of entries) {
      const inode = files.inode(`${folder}/${entry}`);
      if (inode !== undefined && !names.has(String(inode))) names.set(String(inode), entry);
    }
  }
  return names;
}
