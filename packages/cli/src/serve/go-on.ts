import type { Clock } from '@quietport/core';

/**
 * Work beside the server that goes on whatever happens to it: a full disk or a locked database ends one turn of it, and not
 * everything else. What went wrong is said once, not each time it happens again.
 */
export async function goOn(
  what: string,
  run: (signal: AbortSignal) => Promise<void>,
  clock: Pick<Clock, 'sleep' | 'monotonic'>,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<void> {
  let said = '';
  let wait = FIRST_MS;
  while (!signal.aborted) {
    const turn = new AbortController();
    const began = clock.monotonic();
    try {
      return await run(AbortSignal.any([signal, turn.signal]));
    } catch (error) {
      // what this turn listened to is let go of
      turn.abort();
      const text = error instanceof Error ? error.message : String(error);
      if (text !== said) say(`${what}: ${text}. Trying again.`);
      said = text;
      // it had worked for a while: this is another trouble, and not the same one still
      wait = clock.monotonic() - began > LONGEST_MS ? FIRST_MS : Math.min(wait * 2, LONGEST_MS);
      await clock.sleep(wait, signal);
    }
  }
}

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
