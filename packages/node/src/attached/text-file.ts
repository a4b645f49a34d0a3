import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Dice, Fault, formatHex } from '@quietport/core';
import { reasonOf, writeWhole } from '../secrets/write-whole.ts';

/** One text that outlives the process. */
export interface TextFile {
  readonly path: string;
  /** `undefined` where there is none yet. Throws `file/cannot-read`. */
  read(): Promise<string | undefined>;
  /** As a whole or not at all, and on the disk when this resolves. Throws `file/cannot-write`. */
  write(text: string): Promise<void>;
}

/** A file for its owner alone; its folder is made with the first text. */
export function textFile(path: string, dice: Dice): TextFile {
  return {
    path,
    read: async () => {
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new Fault('file/cannot-read', { path, detail: reasonOf(error) }, error);
      }
    },
    write: async (text) => {
      const folder = dirname(path);
      await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
        throw new Fault('file/cannot-write', { path, detail: reasonOf(error) }, error);
      });
      await writeWhole(path, text, formatHex(dice.bytes(8)));
    },
  };
}
