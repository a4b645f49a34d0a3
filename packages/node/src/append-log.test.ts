import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAppendLog } from './append-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quietport-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a log of lines', () => {
  it('keeps every line in the order in which it was given, for its owner alone', async () => {
    const path = join(folder, 'deep', 'audit.log');
    const log = await openAppendLog(path);
    await Promise.all(Array.from({ length: 50 }, (_, i) => log.append(`line ${i}`)));
    await log.close();
    expect(readFileSync(path, 'utf8')).toBe(Array.from({ length: 50 }, (_, i) => `line ${i}\n`).join(''));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const again = await openAppendLog(path);
    expect(await again.tail((line) => line === 'line 46')).toEqual(['line 47', 'line 48', 'line 49']);
    await again.close();
  });

  it('goes on after half a line that a crash left, and does not read it as one', async () => {
    const path = join(folder, 'audit.log');
    const first = await openAppendLog(path);
    await first.append('whole');
    await first.close();
    appendFileSync(path, '{"is":"req');
    const log = await openAppendLog(path);
    expect(await log.tail(() => false)).toEqual(['whole']);
    await log.append('next');
    await log.close();
    expect(readFileSync(path, 'utf8')).toBe('whole\n{"is":"req\nnext\n');
  });

  it('finds its recent lines behind megabytes of old ones', async () => {
    const path = join(folder, 'audit.log');
    const old = `old ${'x'.repeat(1000)}\n`.repeat(3000);
    writeFileSync(path, `${old}${'new\n'.repeat(500_000)}`, { mode: 0o600 });
    const log = await openAppendLog(path);
    expect((await log.tail((line) => line.startsWith('old'))).length).toBe(500_000);
    await log.close();
  });

  it('is not written where others may read it', async () => {
    const path = join(folder, 'audit.log');
    writeFileSync(path, '');
    chmodSync(path, 0o644);
    await expect(openAppendLog(path)).rejects.toMatchObject({ code: 'credentials/key-exposed' });
  });
});
