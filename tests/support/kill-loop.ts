import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { openSqliteStore } from '@quietport/store';

export interface KillLoop {
  readonly rounds: number;
  /** Transactions that were acknowledged before their process was killed. */
  readonly acknowledged: number;
  /** Acknowledged, and not there afterwards. */
  readonly lost: readonly number[];
  /** There, and only in a part of their tables. */
  readonly halves: readonly number[];
}

/**
 * Starts a process that writes to one store, kills it with SIGKILL after a random number of acknowledged transactions,
 * compares what it acknowledged with what is there, and begins again on the same file. `dice` gives 0 to 1.
 */
export async function killLoop(path: string, rounds: number, dice: () => number): Promise<KillLoop> {
  const lost: number[] = [];
  const halves: number[] = [];
  let next = 0;
  let acknowledged = 0;
  for (let round = 0; round < rounds; round++) {
    const said = await writeUntilKilled(path, next, 1 + Math.floor(dice() * MOST_A_ROUND), dice() * MOST_WAIT_MS);
    acknowledged += said.length;
    const store = await openSqliteStore(path);
    try {
      // one may be there that had no time to be acknowledged
      const wanted = Array.from({ length: said.length + 1 }, (_, i) => next + i);
      const rows = await store.observations.some(wanted.map((i) => `o${i}`));
      const observed = new Set(rows.filter(({ raw }) => raw.length === 700).map(({ at }) => at));
      const span = { metric: 'counter.impressions', since: next, most: wanted.length };
      const counted = new Set((await store.samples.of(['d'], span)).map(({ at }) => at));
      const noted = new Set(
        (await store.records.list('note', { since: next, most: wanted.length })).map(({ at }) => at),
      );
      for (const i of said) if (!observed.has(i)) lost.push(i);
      for (const i of wanted) {
        const there = [observed, counted, noted].filter((set) => set.has(i)).length;
        if (there === 1 || there === 2) halves.push(i);
      }
      next += said.length;
      if (observed.has(next)) next++;
    } finally {
      await store.close();
    }
  }
  return { rounds, acknowledged, lost, halves };
}

async function writeUntilKilled(
  path: string,
  from: number,
  enough: number,
  waitMs: number,
): Promise<readonly number[]> {
  const child = spawn(process.execPath, ['tests/support/kill-writer.mjs', path, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = new Promise<string>((resolve) =>
    child.once('close', (code, signal) => resolve(signal ?? String(code))),
  );
  const said: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(Number(line));
    // at any moment of a transaction, not always right behind one
    if (said.length === enough) setTimeout(() => child.kill('SIGKILL'), waitMs);
  }
  const end = await closed;
  if (end !== 'SIGKILL') throw new Error(`the writer ended by itself (${end}) after ${said.length} transactions`);
  return said;
}

const MOST_A_ROUND = 40;
const MOST_WAIT_MS = 5;
