import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseHex } from '../../packages/core/src/bytes/hex.ts';

export interface Golden {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The golden packets of one room: every `golden/*.hex` of its folder; lines that begin with `#` are remarks. */
export function goldenOf(room: string): readonly Golden[] {
  const folder = fileURLToPath(new URL(`../../packages/core/src/protocols/${room}/golden/`, import.meta.url));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.hex'))
    .sort()
    .map((file) => {
      const text = readFileSync(folder + file, 'utf8').replace(/^#.*$/gm, '');
      const bytes = parseHex(text);
      if (bytes === undefined) throw new Error(`${file} is not hex`);
      return { name: file.slice(0, -4), bytes };
    });
}
