import type { SystemFiles } from './system-files.ts';

/** The names of users by number (passwd(5)); numbers of other sources (LDAP, containers) have none. */
export function userNames(files: SystemFiles): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of (files.readText('/etc/passwd') ?? '').split('\n')) {
    const [name, , uid] = line.split(':');
    if (name === undefined || name === '' || uid === undefined || !/^\d+$/.test(uid)) continue;
    // the first of several names of one number is the one that the system gives
    if (!names.has(Number(uid))) names.set(Number(uid), name);
  }
  return names;
}
