import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@quietport/core/fault';
import type { Consent, ConsentBook } from '@quietport/library';

/** Consent lasts in the data folder. A file that cannot be understood is no consent. */
export function consentBook(data: string): ConsentBook {
  const path = join(data, 'consent.json');
  return {
    read: async () => {
      try {
        const read = JSON.parse(await readFile(path, 'utf8')) as Partial<Consent>;
        const { interfaces, at, by } = read;
        if (!Array.isArray(interfaces) || interfaces.length === 0 || typeof at !== 'number') return undefined;
        if (!interfaces.every((name) => typeof name === 'string') || (by !== 'terminal' && by !== 'request'))
          return undefined;
        return { interfaces, at, by };
      } catch {
        // none yet, or a broken one: nothing is sent
        return undefined;
      }
    },
    write: async (consent) => {
      try {
        if (consent === undefined) return await rm(path, { force: true });
        // whole or not at all: half a list of interfaces would be another consent
        await writeFile(`${path}.new`, `${JSON.stringify(consent)}\n`, { mode: 0o600 });
        await rename(`${path}.new`, path);
      } catch (error) {
        throw new Fault('file/cannot-write', { path, detail: String((error as Error).message) }, error);
      }
    },
  };
}
