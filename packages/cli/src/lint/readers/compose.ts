import { join } from 'node:path';
import type { FileReading } from '@quietport/core';
import type { LintFile, Reader, Surroundings } from '../reader.ts';
import { loadProject, servicesOf } from './compose-project.ts';
import { noteService } from './compose-service.ts';

/** Compose files: those that belong together are merged as `docker compose` itself would merge them. */
export const compose: Reader = {
  format: 'compose',
  recognises: ({ name, text }) => isNamed(name) || (/\.ya?ml$/i.test(name) && /^services:\s*$/m.test(text)),
  async read(file, around) {
    // files of one folder that were named together are read with the first of them
    const family = familyOf(file, around);
    if (join(family[0]!) !== join(file.path)) return empty;
    const more = await Promise.all(family.slice(1).map((path) => around.beside(file, baseOf(path))));
    const together = more.flatMap((each) => each ?? []);
    const parts = await loadProject(
      [file, ...(together.length > 0 ? together : await overridesOf(file, around))],
      around,
    );
    const { services, models } = await servicesOf(parts, around);
    for (const [name, bodies] of services) await noteService(name, bodies, around);
    const notebooks = [...parts, ...models].map(({ notebook }) => notebook);
    return { uses: notebooks.flatMap(({ uses }) => uses), remarks: notebooks.flatMap(({ remarks }) => remarks) };
  },
};

/** The compose files that were named in the folder of one of them: the base first, then as they were named. */
function familyOf(file: LintFile, around: Surroundings): readonly string[] {
  const folder = join(file.path, '..');
  const named = around.given.filter((path) => isNamed(baseOf(path)) && join(path, '..') === folder);
  if (!named.some((path) => join(path) === join(file.path))) return [file.path];
  const isBase = (path: string): boolean => /^(docker-)?compose\.ya?ml$/i.test(baseOf(path));
  return [...named.filter(isBase), ...named.filter((path) => !isBase(path))];
}

async function overridesOf(file: LintFile, around: Surroundings): Promise<readonly LintFile[]> {
  const match = /^((?:docker-)?compose)\.(ya?ml)$/i.exec(file.name);
  if (match === null) return [];
  for (const end of ['yml', 'yaml']) {
    const override = await around.beside(file, `${match[1]}.override.${end}`);
    if (override !== undefined) return [override];
  }
  return [];
}

function isNamed(name: string): boolean {
  return /^(docker-)?compose(\.[\w.-]+)?\.ya?ml$/i.test(name);
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const empty: FileReading = { uses: [], remarks: [] };
