import type { SystemFiles } from './system-files.ts';

/**
 * The Debian packages of these files, by dpkg's own lists (one file for each package, one path a line). Packages whose
 * names resemble the file's are looked at first: most questions end there, and the whole costs tens of milliseconds.
 */
export function debianPackages(files: SystemFiles, paths: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const names = files.list(FOLDER);
  if (typeof names === 'string') return found;
  const lists = names.filter((name) => name.endsWith('.list'));
  const wanted = new Map(paths.filter(mayBePackaged).map((path) => [path, spellings(path)]));
  const look = (list: string) => {
    const ways = [...wanted].flatMap(([path, texts]) => texts.map((text) => ({ path, text })));
    const held = files.holds(
      `${FOLDER}/${list}`,
      ways.map(({ text }) => text),
    );
    for (const [i, { path }] of ways.entries()) {
      if (held[i] !== true) continue;
      // `libc6:amd64.list` where several architectures may be installed side by side
      found.set(path, list.replace(/(:\w+)?\.list$/, ''));
      wanted.delete(path);
    }
  };
  const heads = [...wanted.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1).slice(0, 4));
  const near = (list: string) => heads.some((head) => list.startsWith(head));
  for (const list of lists) if (wanted.size > 0 && near(list)) look(list);
  for (const list of lists) if (wanted.size > 0 && !near(list)) look(list);
  return found;
}

/** On merged-usr systems the lists may know `/bin/x` only while the link says `/usr/bin/x` (ports.md 5.4). */
function spellings(path: string): readonly Buffer[] {
  const short = path.replace(/^\/usr(?=\/(bin|sbin|lib\w*)\/)/, '');
  return [...new Set([path, short])].map((way) => Buffer.from(`\n${way}\n`));
}

/** No package owns what lies where people and programs put their own files. */
function mayBePackaged(path: string): boolean {
  return /^\/(usr\/(?!local\/)|bin\/|sbin\/|lib|opt\/)/.test(path);
}

const FOLDER = '/var/lib/dpkg/info';
