import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type EngineInfo, openSqliteStore } from '@quietport/store';
import { afterEach, describe, expect, test } from 'vitest';
import { entry } from './store-samples.ts';

/** What holds between processes: a `find --watch` and a `devices` at once, and a process that is killed. */
export function describeProcesses(name: string, engine: EngineInfo['name'], newFile: () => string): void {
  describe(`${name} among processes`, () => {
    const children: ChildProcess[] = [];
    afterEach(() => {
      for (const child of children.splice(0)) child.kill('SIGKILL');
    });

    function append(path: string, prefix: string, count: number): Appender {
      const condition = ['--conditions', '@quietport/source', '--import', 'tsx'];
      const child = spawn(process.execPath, [...condition, APPENDER, path, engine, prefix, String(count)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      const acknowledged: string[] = [];
      const lines = createInterface({ input: child.stdout });
      lines.on('line', (line) => acknowledged.push(line));
      const ended = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(([[code, signal]]) => code ?? signal);
      return {
        acknowledged,
        ended,
        kill: () => child.kill('SIGKILL'),
        until: async (n) => {
          while (acknowledged.length < n) {
            const more = await Promise.race([once(lines, 'line'), ended]);
            if (!Array.isArray(more))
              throw new Error(`the appender ended (${String(more)}) after ${acknowledged.length}`);
          }
        },
      };
    }

    test('a killed process loses nothing that was acknowledged', async () => {
      const path = newFile();
      for (const [round, enough] of [1, 60, 300].entries()) {
        const appender = append(path, `round${round}-`, 100_000);
        await appender.until(enough);
        appender.kill();
        expect(await appender.ended).toBe('SIGKILL');
        const store = await openSqliteStore(path, engine);
        const kept = new Map((await store.observations.all()).map((row) => [row.id, row.raw]));
        await store.close();
        expect(appender.acknowledged.length).toBeGreaterThanOrEqual(enough);
        expect(appender.acknowledged.filter((id) => kept.get(id)?.length !== 700)).toEqual([]);
      }
    }, 60_000);

    test('processes that make the same file at once all get their rows into it', async () => {
      const path = newFile();
      const appenders = ['a', 'b', 'c'].map((prefix) => append(path, prefix, 40));
      expect(await Promise.all(appenders.map(({ ended }) => ended))).toEqual([0, 0, 0]);
      const store = await openSqliteStore(path, engine);
      expect(await store.observations.all()).toHaveLength(120);
      await store.close();
    }, 60_000);

    test('one process reads and writes while another goes on appending', async () => {
      const path = newFile();
      const appender = append(path, 'w', 600);
      const store = await openSqliteStore(path, engine);
      for (let i = 1; i <= 10; i++) {
        await appender.until(i * 10);
        await store.roll.put([entry(`d${i}`)]);
        expect((await store.observations.all()).length).toBeGreaterThanOrEqual(i * 10);
      }
      expect(await appender.ended).toBe(0);
      expect(await store.observations.all()).toHaveLength(600);
      expect(await store.roll.all()).toHaveLength(10);
      await store.close();
    }, 60_000);
  });
}

interface Appender {
  /** The ids that it has said so far. */
  readonly acknowledged: readonly string[];
  /** Its exit code or the signal that ended it, once all that it said was read. */
  readonly ended: Promise<unknown>;
  kill(): void;
  /** Resolves when it has said that many. */
  until(count: number): Promise<void>;
}

const APPENDER = fileURLToPath(new URL('store-appender.ts', import.meta.url));
