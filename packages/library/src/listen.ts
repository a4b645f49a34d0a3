import { blindNote, type Device, type Fault, formatHex, type Observation } from '@quietport/core';
import type { House } from './house.ts';
import { remember } from './inventory.ts';
import { type FindRequest, planFind } from './plan.ts';
import { runPlan } from './run.ts';

/**
 * Listens on the segments of the request for that time, and remembers what comes in small batches. Nothing is said, but
 * where the request may ask and a room asks whoever announces something.
 */
export async function listenFor(
  ms: number,
  request: FindRequest,
  house: House,
  signal: AbortSignal,
  heard: (devices: readonly Device[], batch: readonly Observation[]) => void,
): Promise<void> {
  const { clock, store } = house;
  const until = clock.timeout(ms, signal);
  // where listening ends before its time (there was nothing to listen with) the time still passes
  const over = clock.sleep(ms, signal);
  const attends = request.passive !== true;
  const plan = await planFind({ ...request, passive: true, attends, patienceMs: ms }, house, until);
  let taken = 0;
  let taking: Promise<void> | undefined;
  const take = async (all: readonly Observation[]): Promise<void> => {
    // an announcement comes as several packets, and twice
    await clock.sleep(GATHER_MS, until);
    taking = undefined;
    const batch = all.slice(taken);
    taken = all.length;
    if (batch.length > 0) heard((await remember(store, batch, [])).devices, batch);
  };
  const batches: Promise<void>[] = [];
  await runPlan(plan, house, until, (all) => {
    if (taking !== undefined) return;
    taking = take(all);
    batches.push(taking);
  });
  await Promise.all([...batches, over]);
}

/** The look could not be done: all that it says of the devices is that nobody saw them. */
export async function rememberBlind({ text }: Fault, { store, clock, dice, host }: House): Promise<readonly Device[]> {
  const note = { at: clock.now(), id: formatHex(dice.bytes(5)) };
  return (await remember(store, [], [], (known) => [blindNote(host, text, known, note)])).devices;
}

const GATHER_MS = 250;
