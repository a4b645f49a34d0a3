import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One line of the index: a recording, and what its source says of the device. */
export interface Recorded {
  readonly path: string;
  readonly kind: string;
  readonly maker: string;
  readonly model: string;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly bytes: Uint8Array;
}

const folder = process.env['TRUTH_CORPUS'] ?? fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

export const corpusIsThere: boolean = existsSync(`${folder}/INDEX.tsv`);

/** Every recording that the index names. */
export function readCorpus(): readonly Recorded[] {
  return readFileSync(`${folder}/INDEX.tsv`, 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => {
      const [path = '', kind = '', maker = '', model = '', expected = '{}'] = line.split('\t');
      const bytes = new Uint8Array(readFileSync(`${folder}/${path}`));
      return { path, kind, maker, model, expected: JSON.parse(expected) as Recorded['expected'], bytes };
    });
}
