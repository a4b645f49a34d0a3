import { blindNote, type Device, Fault, formatHex, type Observation } from '@quietport/core';
import { type Found, find } from './find.ts';
import type { House } from './house.ts';
import { byAddress, remember } from './inventory.ts';
import { type FindRequest, planFind } from './plan.ts';
import { runPlan } from './run.ts';

/** Who hears of it while a watch goes on. */
export interface WatchListener {
  /**
   * The devices that this watch has heard, as all evidence shows them: after each look, and between looks when something
   * is announced. Who is silent stays, with the time when it was last seen: asleep is not offline.
   */
  devices(devices: readonly Device[]): void;
  /** What the first look has come to so far. */
  sofar?(devices: readonly Device[]): void;
  /** A look is over. */
  looked?(found: Found): void;
  /** Between looks a device took back what it had announced, as most do when they are switched off in good order. */
  saidGoodbye?(device: Device): void;
  /** A later look, or listening, could not be done: the watch goes on. */
  failed?(fault: Fault): void;
}

/**
 * Looks again and again, `everyMs` apart, and listens on the same segments in between, until the signal ends it. Throws
 * `Fault` where the first look could not be done.
 */
export async function watchNetwork(
  request: FindRequest,
  house: House,
  signal: AbortSignal,
  everyMs: number,
  listener: WatchListener,
): Promise<void> {
  const { sofar } = listener;
  const known = new Known();
  const show = (devices: readonly Device[], heard: readonly Observation[]) =>
    listener.devices(known.take(devices, heard));
  const look = async (progress: Parameters<typeof find>[3]) => {
    const found = await find({ ...request, again: true }, house, signal, progress);
    listener.looked?.(found);
    show(await house.store.devices.all(), found.observations);
  };

  await look(sofar === undefined ? {} : { devices: sofar });
  while (!signal.aborted) {
    try {
      await listenFor(everyMs, request, house, signal, (devices, heard) => {
        show(devices, heard);
        for (const device of whoLeft(devices, heard)) listener.saidGoodbye?.(device);
      });
      if (!signal.aborted) await look({});
    } catch (error) {
      // a network that is away for an hour ends no watch of a week
      if (!(error instanceof Fault)) throw error;
      listener.failed?.(error);
      show(await rememberBlind(error, house), []);
      await house.clock.sleep(everyMs, signal);
    }
  }
}

/** The look could not be done: all that it says of the devices is that nobody saw them. */
async function rememberBlind({ text }: Fault, { store, clock, dice, host }: House): Promise<readonly Device[]> {
  const note = { at: clock.now(), id: formatHex(dice.bytes(5)) };
  return (await remember(store, [], [], (known) => [blindNote(host, text, known, note)])).devices;
}

/** The devices that were heard since the watch began, under whatever id they go now. */
class Known {
  readonly #ids = new Set<string>();

  take(devices: readonly Device[], heard: readonly Observation[]): readonly Device[] {
    const fresh = new Set(heard.map(({ id }) => id));
    const mine = devices.filter(
      ({ id, aliases, observations }) =>
        this.#ids.has(id) ||
        aliases.some((alias) => this.#ids.has(alias)) ||
        observations.some((one) => fresh.has(one)),
    );
    for (const { id } of mine) this.#ids.add(id);
    return byAddress(mine);
  }
}

/** Listens on the segments of the request for that time, without a word, and remembers what comes in small batches. */
async function listenFor(
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
  const plan = await planFind({ ...request, passive: true, patienceMs: ms }, house, until);
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

/** Those whose last word in the batch was a goodbye (RFC 6762 section 10.1: it holds for no time). */
function whoLeft(devices: readonly Device[], batch: readonly Observation[]): readonly Device[] {
  return devices.filter(({ observations }) => {
    const own = new Set(observations);
    return batch.findLast(({ id, relayed }) => own.has(id) && relayed !== true)?.validForMs === 0;
  });
}

const GATHER_MS = 250;
