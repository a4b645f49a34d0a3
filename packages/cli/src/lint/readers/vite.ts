import { Notebook } from '../notebook.ts';
import { splitUrl } from '../port-text.ts';
import { folderOf, type Reader } from '../reader.ts';
import { spotsOf } from '../spots.ts';
import { type LiteralPair, literalPairs } from './vite-pairs.ts';

/** Configurations of Vite: literal values only; the file is never run. */
export const vite: Reader = {
  format: 'vite',
  recognises: ({ name }) => /^vite(st)?\.config\.[cm]?[jt]s$/.test(name),
  read(file) {
    const notebook = new Notebook(file.path, 'vite');
    const spotOf = spotsOf(file.text);
    const pairs = literalPairs(file.text);
    const beside = (pair: LiteralPair, key: string) =>
      pairs.find((each) => each.key === key && each.block === pair.block)?.value;
    for (const pair of pairs) {
      const spot = spotOf(pair.offset);
      const within = pair.path.at(-1);
      if (pair.key === 'port' && (within === 'server' || within === 'preview')) {
        const host = beside(pair, 'host');
        notebook.take(spot, pair.value, {
          role: 'listen',
          owner: within === 'server' ? 'the Vite server' : 'the Vite preview',
          program: `${folderOf(file.path)}${within}`,
          // true is every interface, nothing is localhost
          host: host === 'true' ? '' : (host ?? 'localhost'),
          speaks: 'http',
          hints: ['vite'],
          moves: beside(pair, 'strictPort') !== 'true',
        });
        continue;
      }
      const url = pair.quoted ? splitUrl(pair.value) : undefined;
      if (url?.port === undefined || !(pair.path.includes('proxy') || pair.key === 'target')) continue;
      notebook.take(spot, url.port, {
        role: 'connect',
        owner: 'the Vite proxy',
        host: url.host,
        text: pair.value,
        ...(url.scheme.startsWith('http') ? { speaks: 'http' } : {}),
      });
    }
    return notebook;
  },
};
