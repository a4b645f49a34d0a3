import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lint } from '@quietport/core';
import { lintLore } from '@quietport/library/numbers';
import { afterAll, describe, expect, it } from 'vitest';
import { readFiles } from '../read-files.ts';

const root = mkdtempSync(join(tmpdir(), 'quietport-compose-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const lore = lintLore([]);
const web = (ports: string, more = '') => `services:\n  web:\n    ports: [${ports}]\n${more}`;

describe('compose files that belong together', () => {
  it('are merged in the order in which they are named, the base first', async () => {
    const { ports, rules } = await read({ 'compose.yml': web('"8080:80"'), 'compose.prod.yml': web('"8443:443"') }, [
      'compose.prod.yml',
      'compose.yml',
    ]);
    expect(ports).toEqual(['compose.yml 8080', 'compose.prod.yml 8443']);
    expect(rules).toContain('port-override-appends');
    expect(rules).not.toContain('port-duplicate');
  });

  it('are read without the override file where several are named, as the engine does', async () => {
    const files = {
      'compose.yml': web('"8080:80"'),
      'compose.prod.yml': web('"8443:443"'),
      'compose.override.yml': web('"1:1"'),
    };
    expect((await read(files, ['compose.yml', 'compose.prod.yml'])).ports).toEqual([
      'compose.yml 8080',
      'compose.prod.yml 8443',
    ]);
    expect((await read(files, ['compose.yml'])).ports).toEqual(['compose.yml 8080', 'compose.override.yml 1']);
  });

  it('of two folders are two projects, and collide', async () => {
    const { rules } = await read({ 'a/compose.yml': web('"8080:80"'), 'b/compose.yml': web('"8080:80"') });
    expect(rules).toContain('port-duplicate');
  });

  it.each([
    ['a path', 'include:\n  - more/db.yml\n'],
    ['a map', 'include:\n  - path: more/db.yml\n'],
    ['a map of several', 'include:\n  - path: [more/db.yml, more/db.prod.yml]\n'],
  ])('are read with what they include by %s', async (_, include) => {
    const db = 'services:\n  db:\n    ports: ["$DB:5432"]\n';
    const files = {
      'compose.yml': `${include}services:\n  web:\n    ports: ["5433:80"]\n`,
      'more/db.yml': db,
      'more/.env': 'DB=5433\n',
    };
    const { ports, rules } = await read(files, ['compose.yml']);
    expect(ports).toEqual(['more/db.yml 5433', 'compose.yml 5433']);
    expect(rules).toContain('port-duplicate');
  });

  it('end where they include each other, and leave out what lies elsewhere', async () => {
    const include = (path: string) => `include: [${path}, "oci://example.org/a"]\nservices:\n  a: {}\n`;
    const files = { 'compose.yml': include('b.yml'), 'b.yml': include('compose.yml') };
    expect((await read(files, ['compose.yml'])).rules).toEqual([]);
  });

  it('take the ports of the services that they extend', async () => {
    const base = 'services:\n  base:\n    ports: ["8080:80"]\n  again:\n    extends: base\n    ports: ["8081:80"]\n';
    const extending =
      'services:\n  web:\n    extends: { file: common/base.yml, service: again }\n    ports: ["8082:80"]\n';
    const { ports, rules } = await read({ 'compose.yml': extending, 'common/base.yml': base }, ['compose.yml']);
    expect([...ports].sort()).toEqual(['common/base.yml 8080', 'common/base.yml 8081', 'compose.yml 8082']);
    // that they are added is what extending is for
    expect(rules).not.toContain('port-override-appends');
  });

  it('collide where two services extend one that publishes', async () => {
    const text =
      'services:\n  a: &a\n    extends: base\n  b:\n    extends: base\n  base:\n    profiles: [no]\n    ports: ["8080:80"]\n';
    expect((await read({ 'compose.yml': text })).rules).toContain('port-duplicate');
  });

  it('do not collide with a file that is named beside the one that includes it', async () => {
    const files = { 'compose.yml': 'include: [db.yml]\nservices:\n  web: {}\n', 'db.yml': web('"8080:80"') };
    expect((await read(files)).rules).not.toContain('port-duplicate');
  });

  it('end where services extend each other', async () => {
    const text = 'services:\n  a: { extends: b, ports: ["8080:80"] }\n  b: { extends: a }\n';
    expect((await read({ 'compose.yml': text })).ports.length).toBeGreaterThan(0);
  });
});

let count = 0;

/** Reads files of a folder of their own: all of them, or those that are named. */
async function read(files: Readonly<Record<string, string>>, named = Object.keys(files)) {
  const folder = join(root, String(count++));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { readings } = await readFiles(named.map((path) => join(folder, path)));
  const uses = readings.flatMap((reading) => reading.uses).filter(({ role }) => role === 'publish');
  return {
    ports: uses.map(({ place, port }) => `${place.file.slice(folder.length + 1)} ${port}`),
    rules: lint(readings, lore).map(({ rule }) => rule),
  };
}
