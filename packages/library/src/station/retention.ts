import type { Clock, Millis, SampleLine, Store } from '@quietport/core';

/** How long what devices showed is kept. */
export interface Retention {
  /** Every sample. */
  readonly rawMs: number;
  /** The last number of each hour, and every change of words. */
  readonly hourlyMs: number;
}

export const defaultRetention: Retention = { rawMs: 30 * 86_400_000, hourlyMs: 730 * 86_400_000 };

/**
 * Thins and prunes what is old, once an hour and in small steps, until the signal ends it. It may be ended anywhere: what
 * was done is done, and doing it again changes nothing. How far it came is noted in the store, so that each pass reads what
 * has aged since the last one and no more.
 *
 * What is thrown away does not come back: so a wall clock that leapt by more than it should is believed only after it has
 * stood for a day.
 */
export async function keepTidy(
  retention: Retention,
  store: Pick<Store, 'samples' | 'records' | 'transaction'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  let before = { wall: clock.now(), steady: clock.monotonic() };
  let steadySince = before.steady;
  await clock.sleep(FIRST_MS, signal);
  while (!signal.aborted) {
    const now = { wall: clock.now(), steady: clock.monotonic() };
    if (Math.abs(now.wall - before.wall - (now.steady - before.steady)) > LEAP_MS) steadySince = now.steady;
    before = now;
    const done = await lastPass(store);
    // back from a long holiday, or the clock is wrong: both look alike
    const sure = done === undefined || Math.abs(now.wall - done.at) < STRANGE_MS || now.steady - steadySince >= SURE_MS;
    if (sure) await pass(retention, store, clock, now.wall, done, signal);
    await clock.sleep(EVERY_MS, signal);
  }
}

interface Done {
  readonly at: Millis;
  /** Thinned up to here. */
  readonly thinned: Millis;
}

async function pass(
  { rawMs, hourlyMs }: Retention,
  store: Pick<Store, 'samples' | 'records' | 'transaction'>,
  clock: Clock,
  now: Millis,
  done: Done | undefined,
  signal: AbortSignal,
): Promise<void> {
  const until = now - rawMs;
  // what a clock behind has thinned too far is thinned; a day anew costs little, and takes what came late
  const since = Math.min(done?.thinned ?? Math.max(0, now - hourlyMs), until) - DAY_MS;
  const lines: readonly SampleLine[] = await store.samples.latest();
  for (let start = 0; start < lines.length; start += LINES) {
    const some = lines.slice(start, start + LINES).map(({ device, metric }) => ({ device, metric }));
    for (let from = since; from < until; from += STRETCH_MS) {
      const how = { since: from, until: Math.min(until, from + STRETCH_MS + HOUR_MS), everyMs: HOUR_MS };
      await store.samples.thin(some, how);
      // whoever waits for the store has his turn
      await clock.sleep(REST_MS, signal);
      if (signal.aborted) return;
    }
    await store.samples.prune(some, now - hourlyMs);
    await clock.sleep(REST_MS, signal);
    if (signal.aborted) return;
  }
  await store.records.put([{ kind: KIND, id: ID, at: now, value: { thinned: until } }]);
}

async function lastPass({ records }: Pick<Store, 'records'>): Promise<Done | undefined> {
  const kept = await records.get(KIND, ID);
  const { thinned } = (kept?.value ?? {}) as { thinned?: unknown };
  return kept === undefined || typeof thinned !== 'number' ? undefined : { at: kept.at, thinned };
}

const KIND = 'retention';
const ID = 'samples';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FIRST_MS = 10 * 60_000;
const EVERY_MS = HOUR_MS;
const REST_MS = 20;
const LINES = 5;
const STRETCH_MS = 30 * DAY_MS;
const LEAP_MS = HOUR_MS;
const STRANGE_MS = 7 * DAY_MS;
const SURE_MS = DAY_MS;
