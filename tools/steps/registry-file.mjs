import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Puts the registry beside the program instead of into it: as a module its 700 kB would be read as source, which takes a
 * short command longer than everything else. Each text becomes a file that is read when it is first asked for.
 */
export const registryFile = (folder) => ({
  name: 'registry-file',
  setup(bundle) {
    bundle.onLoad({ filter: /knowledge\/dist\/ports\/registry-data\.js$/ }, async ({ path }) => {
      const { registryData } = await import(pathToFileURL(path).href);
      const parts = [];
      for (const [name, value] of Object.entries(registryData)) {
        if (typeof value !== 'string' || value.length < WORTH_A_FILE) {
          parts.push(`${name}: ${JSON.stringify(value)}`);
          continue;
        }
        const ascii = [...Buffer.from(value)].every((byte) => byte < 0x80);
        parts.push(`get ${name}() { return part('${name}', '${ascii ? 'latin1' : 'utf8'}'); }`);
        await putFile(join(folder, `registry-${name}.txt`), value);
      }
      return { contents: `${READER}export const registryData = { ${parts.join(', ')} };` };
    });
  },
});

/** Writes what differs only: programs that run may be reading the rest. */
export async function putFile(path, contents) {
  const wanted = Buffer.from(contents);
  const there = await readFile(path).catch(() => undefined);
  if (there?.equals(wanted) !== true) await writeFile(path, wanted);
}

const WORTH_A_FILE = 10_000;
const READER = `import { readFileSync } from 'node:fs';
const parts = new Map();
function part(name, encoding) {
  let text = parts.get(name);
  if (text === undefined) {
    text = readFileSync(new URL('./registry-' + name + '.txt', import.meta.url), encoding);
    parts.set(name, text);
  }
  return text;
}
`;
