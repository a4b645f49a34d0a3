import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import type { Program } from './program.ts';
import { documentOf, quietport } from './quietport.ts';

interface Row {
  readonly transport: string;
  readonly address: string;
  readonly port: number;
  readonly exposure: string;
  readonly state: string;
  readonly dualStack: string | null;
  readonly pid: number | null;
  readonly pids: readonly number[];
  readonly process: string | null;
  readonly user: string | null;
  readonly ownerVisible: boolean;
  readonly ownerGap: string | null;
  readonly ownerKind: string;
  readonly namespace: string | null;
  readonly verdict: { readonly word: string };
}

interface Document {
  readonly schema: string;
  readonly listeners: readonly Row[];
  readonly gaps: readonly string[];
}

describe('who listens on a machine with several users', () => {
  const lab = new Lab();
  let host: Host;
  let other: Host;

  beforeAll(async () => {
    const segment = lab.segment('sw');
    host = lab.host('desk', segment, '10.33.1.1/24');
    other = lab.host('blue', segment, '10.33.1.2/24');
    const root = host.serve(
      sockets,
      'tcp 127.0.0.1 631',
      'tcp :: 9100',
      'tcp6 :: 8080',
      'tcp 10.33.1.1 8081',
      'udp 0.0.0.0 3289',
      'udp6 ::1 5353',
    );
    const backup = asBackup(host, [process.execPath, '-e', `(${sockets})('tcp 0.0.0.0 3259')`]);
    const far = other.serve(sockets, 'tcp 0.0.0.0 7777');
    await Promise.all([
      host.listens('udp', 5353, root),
      host.listens('tcp', 8081, root),
      host.listens('tcp', 3259, backup),
      other.listens('tcp', 7777, far),
      root.says(/shared/),
    ]);
  });
  afterAll(() => lab.end());

  it('is what ss -tulpn says as root, line by line', async () => {
    const told = await listeners(host);
    expect(here(told).map(lineOf).sort()).toEqual(await ssLines(host));
  });

  it('is the same among hundreds of processes', async () => {
    const crowd = host.start('sh', [
      '-c',
      'for i in $(seq 320); do sleep 600 >/dev/null 2>&1 & done; echo there; wait',
    ]);
    await crowd.says(/there/);
    const told = await listeners(host);
    expect(here(told).map(lineOf).sort()).toEqual(await ssLines(host));
    await crowd.end('SIGKILL');
  });

  it('names users, all who hold a socket with the parent first, and who is reached by whom', async () => {
    const told = await listeners(host);
    expect(at(told, 3259)).toMatchObject({
      user: 'backup',
      exposure: 'all',
      process: 'node',
      ownerKind: 'not-printing',
    });
    expect(at(told, 3259)?.verdict.word).toBe('look-into-it');
    expect(at(told, 631)).toMatchObject({ user: 'root', exposure: 'loopback' });
    expect(at(told, 8081)).toMatchObject({ exposure: 'address' });
    expect(at(told, 9100)).toMatchObject({ address: '::', dualStack: 'probably' });
    expect(at(told, 9100)?.pids).toHaveLength(2);
    expect(at(told, 9100)?.pid).toBe(at(told, 8080)?.pid);
  });

  it('is told to an ordinary user with every socket and user name, and one sentence of what privilege adds', async () => {
    const [root, ran] = [await listeners(host), await backupRuns(['listeners', '-o', 'json'])];
    const told = documentOf<Document>(ran);
    const seen = (row: Row) => [row.transport, row.address, row.port, row.user].join(' ');
    expect(told.listeners.map(seen)).toEqual(here(root).map(seen));
    expect(at(told, 3259)).toMatchObject({ ownerVisible: true, pid: at(root, 3259)?.pid });
    expect(at(told, 631)).toMatchObject({ ownerVisible: false, ownerGap: 'permission', ownerKind: 'owner-hidden' });
    const hidden = told.listeners.filter(({ ownerVisible }) => !ownerVisible).length;
    expect(told.gaps).toEqual([
      `Run as root (sudo), it would also show the processes behind ${hidden} of these ${told.listeners.length} sockets, and the sockets of other network namespaces.`,
    ]);
    expect(ran.err.trim()).toContain(told.gaps[0]);
  });

  it('says of other network namespaces which they are', async () => {
    const program = lab.start('ip', ['netns', 'exec', host.space, process.execPath, bin, 'listeners', '-o', 'json'], {
      HOME: host.folder,
    });
    const told = documentOf<Document>(await program.ended());
    expect(told.listeners.filter(({ port }) => port === 7777)).toMatchObject([{ namespace: other.space }]);
  });

  it('fits a terminal of 80 columns, and keeps to what is asked', async () => {
    const table = await quietport(host, [
      'listeners',
      '--port',
      '631,9100-9107',
      '--user',
      'root',
      '--transport',
      'tcp',
    ]);
    const lines = table.out.trimEnd().split('\n');
    // what others do in namespaces of theirs stands behind what is here
    expect(lines.slice(0, 3).map((line) => line.split(/ +/)[0])).toEqual(['PORT', '631/tcp', '9100/tcp']);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    const names = await quietport(host, ['listeners', '--exposure', 'loopback', '-o', 'name']);
    expect(names.out.split('\n').slice(0, 2)).toEqual(['631/tcp', '5353/udp']);
    const judged = await quietport(host, ['listeners', '--port', '3259', '--fail-on', 'look-into-it']);
    expect(judged.code).toBe(1);
  });

  it("says of a program's connection that happened to take 3259 that it is one", async () => {
    const client = other.serve(connection, '10.33.1.1', 8081, 3259);
    await client.says(/connected/);
    const ran = await quietport(other, ['port', '3259/tcp', '--only', 'here', '-o', 'json']);
    const told = documentOf<Document & { readonly verdict: { readonly word: string } }>(ran);
    expect(told.listeners.filter(({ namespace, state }) => namespace === null && state === 'client')).toMatchObject([
      { port: 3259, address: '10.33.1.2', ownerKind: 'random-client-socket', process: 'node' },
    ]);
    await client.end();
  });

  function backupRuns(args: readonly string[]) {
    return asBackup(host, [process.execPath, bin, ...args]).ended();
  }
});

function asBackup(host: Host, command: readonly string[]): Program {
  const as = ['--reuid', '34', '--regid', '34', '--clear-groups', '--inh-caps=-all'];
  return host.start('setpriv', [...as, ...command], { HOME: '/nonexistent' });
}

async function listeners(host: Host): Promise<Document> {
  const told = documentOf<Document>(await quietport(host, ['listeners', '-o', 'json']));
  expect(told.schema).toBe('quietport/listeners@1');
  return told;
}

const here = ({ listeners: rows }: Document) => rows.filter(({ namespace }) => namespace === null);
const at = (told: Document, port: number) => here(told).find((row) => row.port === port);
const lineOf = (row: Row) => [row.transport, row.address, row.port, ...[...row.pids].sort((a, b) => a - b)].join(' ');

/** `tcp LISTEN 0 511 *:9100 *:* users:(("node",pid=7,fd=20),("node",pid=9,fd=20))`; `*` is `::` that takes IPv4, too. */
async function ssLines(host: Host): Promise<readonly string[]> {
  const { out } = await host.run('ss', ['-H', '-t', '-u', '-l', '-p', '-n']);
  return out
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [transport = '', , , , local = ''] = line.split(/\s+/);
      const [, address = '', port = ''] = /^(.*):(\d+)$/.exec(local) ?? [];
      const pids = [...new Set([...line.matchAll(/pid=(\d+)/g)].map((match) => Number(match[1])))];
      return [transport, address.replace('*', '::').replace(/[[\]]/g, ''), port, ...pids.sort((a, b) => a - b)].join(
        ' ',
      );
    })
    .sort();
}

/** Binds what it is told, and hands the socket of 9100 to a child as well. */
function sockets(...wanted: readonly string[]): void {
  const net = require('node:net') as typeof import('node:net');
  const dgram = require('node:dgram') as typeof import('node:dgram');
  const { spawn } = require('node:child_process') as typeof import('node:child_process');
  for (const [kind = '', host = '', number] of wanted.map((text) => text.split(' '))) {
    const port = Number(number);
    if (kind.startsWith('udp')) {
      dgram.createSocket(kind === 'udp' ? 'udp4' : 'udp6').bind(port, host);
      continue;
    }
    const server = net.createServer().listen({ host, port, ipv6Only: kind === 'tcp6' }, () => {
      if (port !== 9100) return;
      const { fd } = (server as unknown as { _handle: { fd: number } })._handle;
      const child = spawn(process.execPath, ['-e', 'console.log("shared"); setInterval(() => {}, 1e9)'], {
        stdio: ['ignore', 'inherit', 'inherit', fd],
      });
      process.once('SIGTERM', () => child.kill() && process.exit());
    });
  }
}

function connection(host: string, port: number, localPort: number): void {
  const net = require('node:net') as typeof import('node:net');
  net.connect({ host, port, localPort }, () => console.log('connected'));
}

const bin = fileURLToPath(new URL('../../packages/cli/bin/quietport.js', import.meta.url));
