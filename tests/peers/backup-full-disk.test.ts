import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openSqliteStore } from '@quietport/store';
import { expect, it } from 'vitest';

it('a backup that fills the disk says so and leaves nothing of itself there', async () => {
  const home = mkdtempSync(join(tmpdir(), 'quietport-full-'));
  try {
    const [data, small] = [join(home, 'data'), join(home, 'small')];
    for (const folder of [data, small]) mkdirSync(folder);
    const store = await openSqliteStore(join(data, 'inventory.sqlite'));
    await store.records.put([{ kind: 'test', id: 'a', at: 0, value: { text: 'x'.repeat(600_000) } }]);
    await store.close();
    const program = resolve('packages/cli/bin/quietport.js');
    const steps = [
      `mount -t tmpfs -o size=300k tmpfs ${small}`,
      `node ${program} backup ${small}/monday --data ${data} 2>&1; echo "code $?"`,
      `echo "left $(ls -A ${small} | wc -l)"`,
    ];
    const said = execFileSync('unshare', ['-m', 'sh', '-c', steps.join('\n')], {
      encoding: 'utf8',
      env: { ...process.env, QUIETPORT_INTERFACES: 'lo', HOME: home },
    });
    expect(said).toContain('the disk is full');
    expect(said).toContain('code 4');
    expect(said).toContain('left 0');
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

it('a server whose disk is full refuses what it cannot keep, loses nothing kept, and goes on when there is room', () => {
  const home = mkdtempSync(join(tmpdir(), 'quietport-full-'));
  try {
    const program = resolve('packages/cli/bin/quietport.js');
    const api = 'http://127.0.0.1:29411';
    const settings = { kind: 'webhook', url: 'http://127.0.0.1:9/' };
    const channel = JSON.stringify({ title: 'Hook', secret: 'x'.repeat(32), enabled: false, settings });
    const heads = "-H 'quietport-request: 1' -H 'content-type: application/json'";
    const put = (id: string) =>
      `echo "${id} $(curl -s -m 20 -w ' %{http_code}' -X PUT ${heads} -d '${channel}' ${api}/api/v1/channels/${id})"`;
    const steps = [
      `mount -t tmpfs -o size=2m tmpfs ${home}`,
      'ip link set lo up',
      `node ${program} serve --data ${home}/data --listen 29411 -o ndjson >/dev/null 2>&1 & server=$!`,
      `curl -s -o /dev/null --retry 60 --retry-delay 1 --retry-connrefused ${api}/readyz`,
      put('before'),
      // nothing is left: not a byte more fits
      `cat /dev/zero >${home}/filler 2>/dev/null`,
      put('meanwhile'),
      `rm ${home}/filler`,
      put('after'),
      // killed, so that what is kept is what was acknowledged and no more
      'kill -9 $server; wait $server',
      `node ${program} serve --data ${home}/data --listen 29411 -o ndjson >/dev/null 2>&1 & server=$!`,
      `curl -s -o /dev/null --retry 60 --retry-delay 1 --retry-connrefused ${api}/readyz`,
      `echo "kept $(curl -s -m 20 ${api}/api/v1/channels)"`,
      'kill -9 $server; wait $server; true',
    ];
    const said = execFileSync('unshare', ['-n', '-m', 'sh', '-c', steps.join('\n')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, QUIETPORT_INTERFACES: 'lo', HOME: home },
    }).split('\n');
    const line = (start: string) => said.find((text) => text.startsWith(`${start} `));
    expect(line('before')).toMatch(/ 200$/);
    expect(line('meanwhile')).toMatch(/"code":"store\/full".* 507$/);
    expect(line('after')).toMatch(/ 200$/);
    const kept = JSON.parse(line('kept')?.slice(5) ?? '') as { channels: { id: string }[] };
    expect(kept.channels.map(({ id }) => id).sort()).toEqual(['after', 'before']);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}, 60_000);
