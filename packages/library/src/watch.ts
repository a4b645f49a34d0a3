import { type Device, Fault, type Observation } from '@quietport/core';
import { type Found, find } from './find.ts';
import type { House } from './house.ts';
import { byAddress } from './inventory.ts';
import { lastingHouse } from './lasting-house.ts';
import { listenFor, rememberBlind } from './listen.ts';
import type { FindPlan, FindRequest } from './plan.ts';

/** Who hears of it while a watch goes on. */
export interface WatchListener {
  /** The first look is thought through; nothing was sent yet. */
  planned?(plan: FindPlan): void;
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
  visited: House,
  signal: AbortSignal,
  everyMs: number,
  listener: WatchListener,
): Promise<void> {
  const house = lastingHouse(visited);
  const known = new Known();
  const show = (devices: readonly Device[], heard: readonly Observation[]) =>
    listener.devices(known.take(devices, heard));
  const look = async (progress: Parameters<typeof find>[3]) => {
    const found = await find({ ...request, again: true }, house, signal, progress);
    listener.looked?.(found);
    show(await house.store.devices.all(), found.observations);
  };

  await look({
    planned: (plan) => listener.planned?.(plan),
    ...(listener.sofar === undefined ? {} : { devices: (devices) => listener.sofar?.(devices) }),
  });
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

/** Those whose last word in the batch was a goodbye (RFC 6762 section 10.1: it holds for no time). */
function whoLeft(devices: readonly Device[], batch: readonly Observation[]): readonly Device[] {
  return devices.filter(({ observations }) => {
    const own = new Set(observations);
    return batch.findLast(({ id, relayed }) => own.has(id) && relayed !== true)?.validForMs === 0;
  });
}
