import { Notebook } from '../notebook.ts';
import { folderOf, type Reader } from '../reader.ts';
import { readYaml } from '../yaml-view.ts';
import { portsOfScript } from './script-ports.ts';

/** The scripts of a `package.json`. */
export const packageJson: Reader = {
  format: 'package-json',
  recognises: ({ name }) => name === 'package.json',
  read(file) {
    const notebook = new Notebook(file.path, 'package-json');
    const { documents, problems } = readYaml(file.text);
    for (const { spot, detail } of problems) notebook.remark('cannot-read', spot, '', `This is no JSON: ${detail}.`);
    const [document] = documents;
    const called = document?.get('name')?.text;
    for (const [name, node] of document?.get('scripts')?.entries ?? []) {
      const { text, spot } = node;
      if (text === undefined) continue;
      for (const { at, ports, host, text: written, tool, debug, privileged } of portsOfScript(text)) {
        notebook.take({ line: spot.line, column: spot.column + 1 + at }, ports, {
          role: 'listen',
          owner: `script "${name}"`,
          // the scripts of one package are seldom run at once, and then on purpose
          program: folderOf(file.path),
          host,
          text: written,
          hints: [tool, ...(called === undefined ? [] : [called])],
          ...(debug ? { debug } : { speaks: 'http' }),
          ...(privileged ? { privileged } : {}),
        });
      }
    }
    return notebook;
  },
};
