import { lint } from '@quietport/core';
import { lintLore } from '@quietport/library/numbers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText } from '../read-files.ts';
import { readers } from './index.ts';

const names = {
  compose: 'compose.yml',
  dockerfile: 'Dockerfile',
  kubernetes: 'k8s.yaml',
  env: '.env',
  nginx: 'nginx.conf',
  systemd: 'a.socket',
  vite: 'vite.config.ts',
  'package-json': 'package.json',
  prometheus: 'targets.yml',
} as const;
const words = [
  ...[
    'services:\n  a:\n    ports:\n',
    '      - ',
    '"80:80"',
    `\${A:-1}`,
    '80-90:80',
    'apiVersion: v1\nkind: Pod\n',
    '---\n',
  ],
  ...[
    'spec:\n',
    '  containers:\n',
    'hostPort: 1',
    'targets: ["a:1"]\n',
    'scrape_configs:\n',
    '- ',
    '*a',
    '&a ',
    '<<: ',
  ],
  ...[
    'server {',
    '}',
    'listen 80',
    ';',
    'proxy_pass http://a:1',
    '"',
    "'",
    '#',
    '[Socket]\n',
    'ListenStream=',
    '1\n',
    '\\',
  ],
  ...[
    '{"scripts": {"a": "',
    '--port 1',
    '"}}',
    'PORT=',
    '99999',
    'server: { port: ',
    ' /* ',
    '`',
    '!override ',
    '\r\n',
    '\t',
    'FROM a AS b\n',
    'EXPOSE 80 ',
    'ENV PORT=',
    'include: [a.yml]\n',
    '    extends: a\n',
    'selector: {a: b}\n',
    '# quietport-ignore port-popular: because\n',
  ],
];
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...words)).map((parts) => parts.join('')),
);

describe('whatever stands in a file', () => {
  const lore = lintLore([]);

  it.each(readers.map(({ format }) => format))('the reader for %s and the rules come to an end', async (format) => {
    await fc.assert(
      fc.asyncProperty(text, async (content) => {
        const reading = await readText({ path: names[format], name: names[format], text: content }, alone);
        const lines = content.split('\n').length;
        for (const { line, column, reason } of lint([reading], lore)) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(lines);
          expect(column).toBeGreaterThan(0);
          expect(reason).not.toBe('');
        }
      }),
      { numRuns: 150 },
    );
  });
});

const alone = { given: [], beside: async () => undefined };
