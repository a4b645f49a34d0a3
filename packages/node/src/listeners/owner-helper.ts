import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Walked } from './owner-walk.ts';

/** What a helper is sent for. */
export interface Errand {
  readonly root: string;
  readonly pids: readonly number[];
  readonly next: Int32Array;
  readonly inodes: ReadonlySet<string>;
}

/** A second thread for the walk. `undefined` instead of a result: it could not help, and what it took must be redone. */
export interface OwnerHelper {
  walk(errand: Errand): Promise<Walked | undefined>;
  end(): void;
}

/**
 * Starts a helper where it pays: with this many processes the walk takes longer than a thread's start. There is none where
 * the source runs without a build, since a thread knows no loader of TypeScript.
 */
export function startOwnerHelper(processes: number): OwnerHelper | undefined {
  if (processes < WORTH_A_THREAD || !import.meta.url.endsWith('.js')) return undefined;
  const worker = new Worker(new URL('./owner-worker.js', import.meta.url), { stdin: false });
  let failed = false;
  worker.on('error', () => {
    failed = true;
  });
  return {
    async walk(errand) {
      if (failed) return undefined;
      worker.postMessage(errand);
      try {
        // the thread ends by itself after its one message
        const [walked] = await once(worker, 'message');
        return walked as Walked;
      } catch {
        return undefined;
      }
    },
    end: () => void worker.terminate(),
  };
}

const WORTH_A_THREAD = 300;
