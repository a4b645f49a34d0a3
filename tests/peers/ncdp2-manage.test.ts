import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CUPS_SOCKET, cups, startCups } from './cups.ts';
import { type Host, Lab } from './lan.ts';
import type { Program } from './program.ts';
import { documentOf, factsOf, find, quietport, startQuietport } from './quietport.ts';

interface Applied {
  readonly run: string;
  readonly devices: readonly {
    readonly device: string;
    readonly outcome: string;
    readonly changes: readonly {
      readonly property: string;
      readonly from: string | null;
      readonly to: string | null;
    }[];
    readonly problem: { readonly code: string } | null;
  }[];
}

describe('a CUPS queue, found and managed from another host over NCDP/2', () => {
  const lab = new Lab();
  let server: Host;
  let desk: Host;
  let announce: Program;
  let id: string;
  let token: string;
  const folder = () => join(server.folder, 'data');
  const wish = (): string => join(desk.folder, 'wish.yaml');

  async function startServer(): Promise<void> {
    const args = ['announce', '--cups', CUPS_SOCKET, '-i', 'eth0', '--data', folder()];
    announce = startQuietport(server, args);
    await server.listens('tcp', 3259, announce);
  }

  beforeAll(async () => {
    const segment = lab.segment('lan');
    server = lab.host('server', segment, '10.30.10.1/24');
    desk = lab.host('desk', segment, '10.30.10.2/24');
    await startCups(server);
    await cups(
      server,
      'lpadmin',
      '-p',
      'Till',
      '-v',
      'usb://EPSON/TM-T88V?serial=X5ML012345',
      '-m',
      'raw',
      '-E',
      '-L',
      'bar',
    );
    await startServer();
    const found = await find(desk, ['--timeout', '8s']);
    const device = found.devices.find((row) => factsOf(row)['serial'] === 'X5ML012345');
    if (device === undefined) throw new Error(JSON.stringify(found.devices));
    id = device.id;
    token = join(desk.folder, 'token');
    writeFileSync(token, readFileSync(join(folder(), 'announce', 'token')), { mode: 0o600 });
    writeFileSync(wish(), 'devices:\n  X5ML012345:\n    location: Bar, left\n    info: receipts\n');
  });
  afterAll(() => lab.end());

  const placeInCups = async () => /Location: (.*)/.exec(await cups(server, 'lpstat', '-l', '-p', 'Till'))?.[1];
  const run = (...args: readonly string[]) => quietport(desk, args);

  it('opens to nobody without the token', async () => {
    const planned = await run('plan', wish(), '-o', 'json');
    expect(planned.code).toBe(4);
    expect(documentOf<Applied>(planned).devices).toMatchObject([{ problem: { code: 'manage/no-login' } }]);
    const added = await run(
      'credentials',
      'add',
      'till',
      '--kind',
      'ncdp2-token',
      '--scope',
      '10.30.10.1',
      '--from',
      token,
    );
    expect(added.code, added.err).toBe(0);
  });

  it('is planned, changed and put back, and CUPS shows it each time', async () => {
    const planned = await run('plan', wish(), '-o', 'json');
    expect(planned.code, planned.out).toBe(0);
    expect(documentOf<Applied>(planned).devices).toMatchObject([
      {
        device: id,
        changes: [
          { property: 'location', from: 'bar', to: 'Bar, left' },
          { property: 'info', to: 'receipts' },
        ],
        problem: null,
      },
    ]);
    expect(await placeInCups()).toBe('bar');
    const asked = await run('apply', wish());
    expect([asked.code, asked.err]).toEqual([2, expect.stringContaining('add --yes')]);
    const applied = await run('apply', wish(), '--yes', '-o', 'json');
    expect([applied.code, documentOf<Applied>(applied).devices[0]?.outcome]).toEqual([0, 'done']);
    expect(await placeInCups()).toBe('Bar, left');
    const undone = await run('undo', '--yes', '-o', 'json');
    expect([undone.code, documentOf<Applied>(undone).devices[0]?.outcome]).toEqual([0, 'done']);
    expect(await placeInCups()).toBe('bar');
    const again = await run('undo', '--yes');
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('no change to undo')]);
  });

  it('has each of it in the audit log of its server, and the token nowhere', async () => {
    const log = readFileSync(join(folder(), 'announce', 'audit.jsonl'), 'utf8');
    const entries = log
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]));
    expect(entries.map(({ is }) => is)).toEqual(['request', 'result', 'request', 'result']);
    expect(entries[0]).toMatchObject({ who: 'token', address: '10.30.10.2', what: 'S 0100' });
    expect(log).not.toContain(readFileSync(token, 'utf8').trim());
  });

  it('is left alone where another server stands in its place', async () => {
    await announce.end();
    const before = folder();
    const args = ['announce', '--cups', CUPS_SOCKET, '-i', 'eth0', '--data', `${before}-other`];
    announce = startQuietport(server, args);
    await server.listens('tcp', 3259, announce);
    const applied = await run('apply', wish(), '--yes', '-o', 'json');
    expect(applied.code).toBe(4);
    expect(documentOf<Applied>(applied).devices).toMatchObject([
      { outcome: 'not-done', problem: { code: 'credentials/certificate-changed' } },
    ]);
    expect(await placeInCups()).toBe('bar');
    await announce.end();
  });
});
