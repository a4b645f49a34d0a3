import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltProgram } from '../support/built-program.ts';
import { killLoop } from '../support/kill-loop.ts';

describe('what was acknowledged', () => {
  const program = new BuiltProgram();
  afterAll(() => program.remove());

  it('is there, whole, after a writer was killed fifty times in the middle of its work', async () => {
    const { acknowledged, lost, halves } = await killLoop(join(program.home, 'killed.sqlite'), 50, Math.random);
    expect({ lost, halves }).toEqual({ lost: [], halves: [] });
    expect(acknowledged).toBeGreaterThanOrEqual(50);
  }, 240_000);
});

describe('backup and restore', () => {
  const program = new BuiltProgram();
  const data = join(program.home, 'data', 'quietport');
  const inventory = join(data, 'inventory.sqlite');
  const file = join(program.home, 'monday.quietport');
  const writers: ChildProcess[] = [];
  const users = async (path = inventory, ...put: readonly string[]): Promise<unknown> =>
    JSON.parse((await program.node(['tests/support/store-notes.mjs', path, ...put])).stdout);

  /** A process that writes and writes, as soon as it has begun. */
  async function startWriter(): Promise<() => Promise<void>> {
    const child = spawn(process.execPath, ['tests/support/kill-writer.mjs', inventory, '0']);
    writers.push(child);
    await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
    child.stdout.resume();
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    return async () => {
      child.kill('SIGKILL');
      await closed;
    };
  }

  beforeAll(async () => {
    mkdirSync(join(data, 'credentials'), { recursive: true });
    writeFileSync(join(data, 'consent.json'), '{"interfaces":[]}');
    writeFileSync(join(data, 'credentials', 'office.sealed'), 'sealed');
    await users(inventory, 'monday');
  });
  afterAll(() => {
    for (const child of writers) child.kill('SIGKILL');
    program.remove();
  });

  it('copies a store that somebody writes to, with the files beside it', async () => {
    const end = await startWriter();
    const { code, stdout, stderr } = await program.run('backup', file, '-o', 'json');
    await end();
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('credentials.key') });
    const document = JSON.parse(stdout) as { observations: number };
    expect(document).toMatchObject({ schema: 'quietport/backup@1', path: file, devices: 0 });
    expect(document.observations).toBeGreaterThan(0);
    expect(readdirSync(program.home).filter((name) => name.startsWith('monday'))).toEqual(['monday.quietport']);
    expect(await users(inventory, 'tuesday')).toEqual(['tuesday', 'monday']);
  });

  it('never writes over a file unless told to', async () => {
    const before = readFileSync(file);
    expect(await program.run('backup', file)).toMatchObject({ code: 6 });
    expect(readFileSync(file)).toEqual(before);
    const other = join(program.home, 'tuesday.quietport');
    writeFileSync(other, 'something');
    expect(await program.run('backup', other, '--replace')).toMatchObject({ code: 0 });
    expect(readFileSync(other).subarray(0, 15).toString()).toBe('SQLite format 3');
  });

  it('asks before it restores; where there is nobody to ask, nothing changes', async () => {
    const { code, stderr } = await program.run('restore', file);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    expect(await users()).toEqual(['tuesday', 'monday']);
  });

  it('refuses while another process has the inventory open', async () => {
    const end = await startWriter();
    const { code, stderr } = await program.run('restore', file, '--yes');
    await end();
    expect({ code, stderr }).toMatchObject({ code: 6, stderr: expect.stringContaining('is in use') });
    expect(await users()).toEqual(['tuesday', 'monday']);
  });

  it('puts everything back, and what was there aside', async () => {
    writeFileSync(join(data, 'consent.json'), '{"interfaces":["eth9"]}');
    const { code, stdout } = await program.run('restore', file, '--yes', '-o', 'json');
    expect(code).toBe(0);
    expect(await users()).toEqual(['monday']);
    expect(readFileSync(join(data, 'consent.json'), 'utf8')).toBe('{"interfaces":[]}');
    expect(readFileSync(join(data, 'credentials', 'office.sealed'), 'utf8')).toBe('sealed');
    const { before } = JSON.parse(stdout) as { before: string };
    expect(readFileSync(join(before, 'consent.json'), 'utf8')).toBe('{"interfaces":["eth9"]}');
    expect(await users(join(before, 'inventory.sqlite'))).toEqual(['tuesday', 'monday']);
    expect(readdirSync(data).filter((name) => name.startsWith('restoring') || name === 'serve.pid')).toEqual([]);
  });

  it('says that a damaged inventory wants a backup, and restores one in its place, the WAL put aside with it', async () => {
    const garbage = Buffer.alloc(20_000, 0xa5);
    for (const beside of ['', '-wal']) writeFileSync(`${inventory}${beside}`, garbage);
    const refused = await program.run('devices');
    expect(refused).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/it is no SQLite file.*quietport restore/s),
    });
    const { code, stdout } = await program.run('restore', file, '--yes', '-o', 'json');
    expect(code).toBe(0);
    expect(await users()).toEqual(['monday']);
    const { before } = JSON.parse(stdout) as { before: string };
    expect(readFileSync(join(before, 'inventory.sqlite'))).toEqual(garbage);
  });

  it.each([
    ['no database', (whole: Buffer) => Buffer.from(`not ${whole.length}`)],
    ['cut off', (whole: Buffer) => whole.subarray(0, whole.length / 2)],
    ['damaged in the middle', (whole: Buffer) => Buffer.from(whole).fill(0xa5, 8192, 40_000)],
  ])('refuses a file that is %s, and leaves what is there', async (_, harm) => {
    const bad = join(program.home, 'bad.quietport');
    writeFileSync(bad, harm(readFileSync(file)));
    const { code, stderr } = await program.run('restore', bad, '--yes');
    expect(stderr).toContain(`The file ${bad} is no backup: `);
    expect(code).toBe(2);
    expect(await users()).toEqual(['monday']);
  });

  it('is no way in for a file that is an inventory and no backup', async () => {
    const { code, stderr } = await program.run('restore', inventory, '--yes');
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('in use, not a copy') });
  });
});
