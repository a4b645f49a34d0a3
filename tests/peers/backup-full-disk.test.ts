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
