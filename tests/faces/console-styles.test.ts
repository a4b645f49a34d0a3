import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const MANTINE = dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css'));
const WEB = join(import.meta.dirname, '../../packages/web/src');

describe('the styles of the console', () => {
  it('are those of the components that it takes, with all that these lean on, in the order of Mantine', () => {
    const listed = [...read(join(WEB, 'parts/mantine.ts')).matchAll(/styles\/([\w-]+)\.css/g)].map(([, name]) => name!);
    const wanted = stylesOf(namesTaken());
    expect(wanted).toContain('Button');
    expect([...listed].sort()).toEqual(['baseline', 'default-css-variables', 'global', ...wanted].sort());
    const all = read(join(MANTINE, 'styles.css'));
    const places = listed.map((name) =>
      all.indexOf(
        read(join(MANTINE, `styles/${name}.css`))
          .trim()
          .slice(0, 400),
      ),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((place) => place >= 0)).toBe(true);
  });
});

/** What the console imports by name. */
function namesTaken(): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of sources())
    for (const [, list = ''] of read(file).matchAll(/import \{([^}]*)\} from '@mantine\/core'/g))
      for (const part of list.split(',')) if (!/^\s*(type |$)/.test(part)) names.add(part.trim());
  return names;
}

/** The style sheets of these, and of what their modules import. */
function stylesOf(names: ReadonlySet<string>): readonly string[] {
  const index = read(join(MANTINE, 'esm/index.mjs'));
  const seen = new Set<string>();
  const styles = new Set<string>();
  const follow = (file: string) => {
    if (seen.has(file) || !existsSync(file)) return;
    seen.add(file);
    const [, style] = /(\w+)\.module\.mjs$/.exec(file) ?? [];
    if (style !== undefined) styles.add(style);
    for (const [, to = ''] of read(file).matchAll(/from "(\.[^"]+)"/g)) follow(join(dirname(file), to));
  };
  for (const name of names) {
    const [, from] = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from "(\\.[^"]+)"`).exec(index) ?? [];
    expect(from, name).toBeDefined();
    follow(join(MANTINE, 'esm', from!));
  }
  return [...styles].filter((name) => existsSync(join(MANTINE, `styles/${name}.css`)));
}

function sources(): readonly string[] {
  const files = readdirSync(WEB, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\.tsx?$/.test(file)).map((file) => join(WEB, file));
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}
