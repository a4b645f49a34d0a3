import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadSqlite } from './sqlite-engine.ts';
import { openSqliteStore } from './sqlite-store.ts';

const sqlite = await loadSqlite('auto');
const folder = mkdtempSync(join(tmpdir(), 'quietport-files-'));
let files = 0;
afterAll(() => rmSync(folder, { recursive: true }));

describe('a file that is no store of ours', () => {
  test.each<[string, (path: string) => unknown, string, RegExp]>([
    [
      'of something else',
      (path) => writeFileSync(path, 'x'.repeat(5_000)),
      'store/damaged',
      /: it is no SQLite file\./,
    ],
    [
      'of another program',
      (path) => run(path, 'create table song (title text)'),
      'store/damaged',
      /: it is a SQLite file of something else\./,
    ],
    [
      'of a newer version',
      newer,
      'store/newer',
      /: a newer Quietport made it \(its shape is 999, this one knows up to \d+\)\./,
    ],
    ['whose tables are damaged', damaged, 'store/damaged', /: it is damaged\./],
  ])('%s is refused with a sentence, and left as it is', async (_, make, code, sentence) => {
    const path = join(folder, `${++files}.sqlite`);
    await make(path);
    const before = readFileSync(path);
    const refused = { code, text: expect.stringMatching(sentence), exit: 3 };
    await expect(openSqliteStore(path)).rejects.toMatchObject(refused);
    expect(Buffer.compare(readFileSync(path), before)).toBe(0);
  });
});

test('a table that vanishes while the file is open is a fault that names the file, not an empty list', async () => {
  const path = join(folder, `${++files}.sqlite`);
  await (await openSqliteStore(path)).close();
  const store = await openSqliteStore(path);
  run(path, 'drop table observation');
  await expect(store.observations.all()).rejects.toMatchObject({
    code: 'file/cannot-read',
    text: expect.stringContaining(path),
  });
  await expect(store.attempts.append([ATTEMPT])).resolves.toBeUndefined();
  await store.close();
});

test('a write that SQLite refuses is a fault that names the file, and the store goes on', async () => {
  const path = join(folder, `${++files}.sqlite`);
  const store = await openSqliteStore(path);
  run(path, "create trigger full before insert on attempt begin select raise(abort, 'no more'); end");
  await expect(store.attempts.append([ATTEMPT])).rejects.toMatchObject({
    code: 'file/cannot-write',
    text: expect.stringContaining(path),
  });
  run(path, 'drop trigger full');
  await store.attempts.append([ATTEMPT]);
  expect(await store.attempts.all()).toEqual([ATTEMPT]);
  await store.close();
});

test('a file of the first shape keeps the newest of every attempt, and goes on so', async () => {
  const path = join(folder, `${++files}.sqlite`);
  await (await openSqliteStore(path)).close();
  const rows = [3, 9, 5].map((at) => `(${at}, '${JSON.stringify({ ...ATTEMPT, at })}')`).join();
  run(
    path,
    `drop table attempt; drop table look; drop table sample; drop table record; drop index device_id; delete from migration where number > 1;
     create table attempt (position integer primary key, at real not null, attempt text not null) strict;
     insert into attempt (at, attempt) values ${rows}`,
  );
  const store = await openSqliteStore(path);
  expect(await store.attempts.all()).toEqual([{ ...ATTEMPT, at: 9 }]);
  await store.attempts.append([{ ...ATTEMPT, at: 10 }]);
  expect(await store.attempts.all()).toEqual([{ ...ATTEMPT, at: 10 }]);
  await store.close();
});

test('a file that another program keeps locked is a fault after the busy timeout, and the store goes on', async () => {
  const path = join(folder, `${++files}.sqlite`);
  const store = await openSqliteStore(path);
  const other = sqlite.connect(path);
  other.exec('begin exclusive');
  const locked = { code: 'store/locked', text: expect.stringContaining(path), exit: 5 };
  await expect(store.attempts.append([ATTEMPT])).rejects.toMatchObject(locked);
  other.exec('rollback');
  other.close();
  await store.attempts.append([{ ...ATTEMPT, at: 20 }]);
  expect(await store.attempts.all()).toEqual([{ ...ATTEMPT, at: 20 }]);
  await store.close();
}, 30_000);

async function newer(path: string): Promise<void> {
  await (await openSqliteStore(path)).close();
  run(path, "insert into migration values (999, 'of the future')");
}

/** The first page of a SQLite file lists its tables after a header of 100 bytes. */
async function damaged(path: string): Promise<void> {
  await (await openSqliteStore(path)).close();
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0x5a, 100, 4096));
}

function run(path: string, sql: string): void {
  const connection = sqlite.connect(path);
  connection.exec(sql);
  connection.close();
}

const ATTEMPT = {
  at: 1,
  vantage: { host: 'desk', interface: 'eth0' },
  target: { address: '192.0.2.9', port: 161, transport: 'udp' },
  probe: 'snmp.identify',
  outcome: 'silent',
} as const;
