import { readdir, readFile, readlink } from 'node:fs/promises';

/** A short file of the system, trimmed; `undefined` where it is not there or kept from this user. */
export async function systemText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
}

/** The names in a folder of the system, none where it cannot be read. */
export async function systemNames(path: string): Promise<readonly string[]> {
  return readdir(path).catch(() => []);
}

export async function systemLink(path: string): Promise<string | undefined> {
  return readlink(path).catch(() => undefined);
}
