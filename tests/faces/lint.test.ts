import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintRules } from '@quietport/core';
import { openSqliteStore } from '@quietport/store';
import { afterAll, describe, expect, it } from 'vitest';
import { commands } from '../../packages/cli/src/commands/index.ts';
import { runProgram } from '../../packages/cli/src/program.ts';
import { device } from '../conformance/store-samples.ts';
import { capturedWorld } from '../support/captured-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'quietport-lint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const samples = 'tests/faces/samples';

describe('lint', () => {
  it('shows each finding with its reason, the place that it collides with and a number to take', async () => {
    const { code, stdout, stderr } = await run(['lint', `${samples}/compose.yml`, `${samples}/app.socket`]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '3 errors, 1 warning, 4 notes (7 ports read).\n' });
    expect(stdout).toMatchInlineSnapshot(`
      "PLACE                                 LEVEL    PORT      RULE
      tests/faces/samples/compose.yml:6:9   note     9229/tcp  port-popular
          9229/tcp is popular: Inspector of Node.js. Free in the registry: 19229.
      tests/faces/samples/compose.yml:10:9  error    8080/tcp  port-duplicate
          8080/tcp of service "api" is already taken by service "web" at
          tests/faces/samples/compose.yml:5: only one of them starts. Free in the
          registry: 18080.
      tests/faces/samples/compose.yml:10:9  note     8080/tcp  port-popular
          8080/tcp is popular: A second web server: anything. Free in the registry:
          18080.
      tests/faces/samples/compose.yml:11:9  error    6666/tcp  port-browser-blocked
          Browsers refuse 6666/tcp: nobody sees the page. Free in the registry: 16667.
      tests/faces/samples/compose.yml:11:9  note     6666/tcp  port-registered-other
          6666/tcp is registered for ircu (IRCU). Free in the registry: 16667.
      tests/faces/samples/app.socket:2:14   error    8080/tcp  port-duplicate
          8080/tcp of app.socket is already taken by service "web" at
          tests/faces/samples/compose.yml:5: only one of them starts. Free in the
          registry: 18080.
      tests/faces/samples/app.socket:2:14   note     8080/tcp  port-popular
          8080/tcp is popular: A second web server: anything. Free in the registry:
          18080.
      tests/faces/samples/app.socket:3:16   warning  3289/udp  port-epson
          3289/udp is registered for Epson as enpc (in practice: ENPC: discovery and
          settings of Epson network boards). Free in the registry: 13289.
      "
    `);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('warns of a scrape of 9100 while nobody knows what is there', async () => {
    const { stdout } = await run(['lint', `${samples}/prometheus.yml`]);
    expect(stdout).toMatchInlineSnapshot(`
      "PLACE                                    LEVEL    PORT      RULE
      tests/faces/samples/prometheus.yml:5:13  warning  9100/tcp  port-prints
          Port 9100 is node_exporter's on hosts, and on printers the raw port, which
          prints whatever it is sent. The inventory does not know 192.0.2.9: if it is
          a printer, each request becomes paper.
      tests/faces/samples/prometheus.yml:6:13  warning  9100/tcp  port-prints
          Port 9100 is node_exporter's on hosts, and on printers the raw port, which
          prints whatever it is sent. The inventory does not know 192.0.2.50: if it is
          a printer, each request becomes paper.
      "
    `);
  });

  it('says "this will print" when the inventory knows that the target is a printer', async () => {
    const data = join(folder, 'known');
    const store = await openSqliteStore(join(data, 'inventory.sqlite'));
    await store.devices.replace([
      device('1a2b3c4d', { kind: 'printer', interfaces: [{ addresses: ['192.0.2.9'], claimed: [] }] }),
    ]);
    await store.close();
    const { code, findings } = await lintJson(['--data', data, '--fail-on', 'error', `${samples}/prometheus.yml`]);
    expect(code).toBe(1);
    expect(findings.map(({ level, line, port }) => [level, line, port])).toEqual([
      ['error', 5, 9100],
      ['warning', 6, 9100],
    ]);
    expect(findings[0]?.reason).toMatch(/^This will print: 192\.0\.2\.9 is Epson .*\(device 1a2b3c4d\)/);
  });

  it.each([
    ['note', 1],
    ['warning', 1],
    ['error', 0],
  ])('fails on %s and what is graver: exit %i for a file with a warning', async (level, code) => {
    const file = write('one.socket', '[Socket]\nListenStream=40123\n');
    const done = await lintJson([file, '--fail-on', level]);
    expect(done.findings.map((finding) => finding.level)).toEqual(['warning']);
    expect(done.code).toBe(code);
  });

  it('finds nothing to fail on in a file without a fault', async () => {
    const file = write('quiet.socket', '[Socket]\nListenStream=127.0.0.1:23547\n');
    const { code, stdout, stderr } = await run(['lint', file, '--fail-on', 'note']);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: 'Nothing found (1 port read).\n' });
  });

  it('reads what can be read, and makes a finding of what cannot', async () => {
    const binary = write('binary.yml', 'a\n\0');
    const { code, findings } = await lintJson([binary, `${samples}/prometheus.yml`]);
    expect(code).toBe(0);
    expect(findings[0]).toEqual({
      rule: 'cannot-read',
      level: 'error',
      file: binary,
      line: 2,
      column: 1,
      port: null,
      transport: null,
      text: '',
      reason: 'This is a binary file.',
      suggestion: null,
    });
  });

  it.each([
    [
      'broken.yml',
      'services:\n  a: [\n',
      /broken\.yml cannot be read: line \d+, column \d+: this is no YAML: [^.]+\. /,
    ],
    [
      'latin.env',
      Buffer.from('PORT=1\nN=\xe4', 'latin1'),
      /latin\.env cannot be read: line 2, column 3: this is no UTF-8/,
    ],
    ['notes.txt', 'hello', /notes\.txt cannot be read: line 1, column 1: this is none of the kinds of files/],
    [undefined, '', /gone\.yml cannot be read: there is no such file\. /],
  ])('exits 2 with one sentence when nothing could be read (%s)', async (name, content, text) => {
    const file = name === undefined ? join(folder, 'gone.yml') : write(name, content);
    const { code, stdout, stderr } = await run(['lint', file]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(text);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('gives its document', async () => {
    const { code, document } = await lintJson([`${samples}/app.socket`]);
    expect(code).toBe(0);
    expect(document).toMatchObject({ schema: 'quietport/lint@1', files: [`${samples}/app.socket`] });
    expect(document['findings']).toContainEqual({
      rule: 'port-epson',
      level: 'warning',
      file: `${samples}/app.socket`,
      line: 3,
      column: 16,
      port: 3289,
      transport: 'udp',
      text: '3289',
      reason: expect.stringMatching(/^3289\/udp is registered for Epson as enpc/),
      suggestion: expect.any(Number),
    });
  });

  it('takes back what a comment speaks of, says how much, and hands it on with the reason', async () => {
    const file = write('ours.env', '# quietport-ignore port-popular: the only one on its machine\nPORT=3000\n');
    const { code, stdout, stderr } = await run(['lint', file, '--fail-on', 'note']);
    expect({ code, stdout, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/\(1 port read, 1 suppressed\)\.\n$/),
    });
    expect(stdout).not.toContain('port-popular');
    const { document } = await lintJson([file]);
    expect(document['suppressed']).toMatchObject([
      { rule: 'port-popular', line: 2, because: 'the only one on its machine' },
    ]);
    const sarif = JSON.parse((await run(['lint', file, '-o', 'sarif'])).stdout);
    const popular = sarif.runs[0].results.find(({ ruleId }: { ruleId: string }) => ruleId === 'port-popular');
    expect(popular.suppressions).toEqual([{ kind: 'inSource', justification: 'the only one on its machine' }]);
  });

  it('asks this machine only with --here, and fails on its answer only where that was asked', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const file = write('held.socket', `[Socket]\nListenStream=127.0.0.1:${port}\n`);
    const rulesOf = async (...args: string[]) => {
      const { code, findings } = await lintJson([file, ...args]);
      return { code, taken: findings.filter(({ rule }) => rule === 'port-taken-here') };
    };
    expect(await rulesOf()).toEqual({ code: 0, taken: [] });
    const { code, taken } = await rulesOf('--here');
    expect(code).toBe(0);
    expect(taken[0]?.reason).toContain(`(pid ${process.pid})`);
    expect((await rulesOf('--fail-on', 'taken')).code).toBe(1);
    await new Promise((resolve) => server.close(resolve));
    expect((await rulesOf('--fail-on', 'taken')).code).toBe(0);
  });

  it('gives SARIF 2.1.0 with all that the standard demands', async () => {
    const file = write('with space.socket', '[Socket]\nListenStream=9100\n');
    const { stdout } = await run(['lint', `${samples}/compose.yml`, file, '-o', 'sarif']);
    const log = JSON.parse(stdout);
    // 3.13.2, 3.13.4: version and runs; 3.14.6: tool; 3.18.2: driver; 3.19.8: its name
    expect(log).toMatchObject({ version: '2.1.0', $schema: expect.stringMatching(/sarif-schema-2\.1\.0\.json$/) });
    expect(log.runs).toHaveLength(1);
    const [{ tool, results }] = log.runs;
    expect(tool.driver.name).toBe('quietport');
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(lintRules.map(({ id }) => id));
    for (const rule of tool.driver.rules) {
      // 3.49.3, 3.49.9, 3.49.13: id, a message with text, help with text; 3.50.3: a level
      expect(rule).toMatchObject({
        id: expect.stringMatching(/^[a-z0-9-]+$/),
        shortDescription: { text: expect.stringMatching(/\S/) },
        help: { text: expect.stringMatching(/\S/) },
        defaultConfiguration: { level: expect.stringMatching(/^(error|warning|note)$/) },
      });
    }
    expect(results.length).toBeGreaterThan(3);
    for (const result of results) {
      // 3.27.5, 3.27.6, 3.27.10, 3.27.11, 3.27.12
      expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result.level).toMatch(/^(error|warning|note)$/);
      expect(result.message.text).toMatch(/\.$/);
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      expect(artifactLocation.uri).toMatch(
        /^(tests\/faces\/samples\/compose\.yml|file:\/\/\/\S*with%20space\.socket)$/,
      );
      expect(region.startLine).toBeGreaterThan(0);
      expect(region.startColumn).toBeGreaterThan(0);
    }
  });
});

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Told {
  readonly rule: string;
  readonly level: string;
  readonly line: number;
  readonly port: number | null;
  readonly reason: string;
}

async function lintJson(args: readonly string[]) {
  const { code, stdout } = await run(['lint', ...args, '--json']);
  const document = JSON.parse(stdout) as Record<string, unknown>;
  return { code, document, findings: document['findings'] as readonly Told[] };
}

async function run(args: readonly string[]) {
  const captured = capturedWorld(args, { environment: { QUIETPORT_INTERFACES: 'lo' } });
  const code = await runProgram(captured.world, commands);
  return { code, stdout: captured.stdout(), stderr: captured.stderr() };
}
