import {
  type Device,
  Fault,
  type LookReason,
  type Observation,
  type PlannedTurn,
  Schedule,
  watchedDevice,
} from '@quietport/core';
import { type Found, find } from '../find.ts';
import type { House } from '../house.ts';
import { lastingHouse } from '../lasting-house.ts';
import { listenFor, rememberBlind } from '../listen.ts';
import type { FindRequest } from '../plan.ts';
import { askableOf, finders, withOwners } from './askable.ts';
import { onThere, Reach } from './reach.ts';

/** Who hears how it goes. */
export interface TendListener {
  started(why: LookReason): void;
  /** A `Fault`: it could not be done, and the tending goes on. */
  finished(why: LookReason, result: Found | Fault): void;
  /** All devices of the inventory, after everything that may have changed them. */
  devices(devices: readonly Device[]): Promise<void>;
  /** Once, at the beginning: whom to ask what comes next. */
  planned?(ask: () => TendPlan): void;
}

/** What comes next. */
export interface TendPlan {
  readonly roundEveryMs: number;
  /** Until the next round over the segments; 0 while it is under way. */
  readonly roundInMs: number;
  readonly turns: readonly PlannedTurn[];
}

/** Where a person rings who wants a look now. */
export interface Doorbell {
  /** Fires when somebody rings, or has rung since `answer`. */
  rung(): AbortSignal;
  answer(): void;
}

/**
 * Tends the devices of the segments until the signal ends it: rounds over the segments find who is new and who is silent,
 * polls ask each device by each of its protocols in its turn, and in between it listens. After a restart it goes on from
 * what the store remembers. No look that fails ends it.
 */
export async function tendNetwork(
  request: FindRequest,
  house: House,
  signal: AbortSignal,
  roundEveryMs: number,
  bell: Doorbell,
  listener: TendListener,
): Promise<void> {
  const tender = new Tender(request, house, signal, listener);
  await tender.open();
  let nextRound = house.clock.monotonic();
  listener.planned?.(() => {
    const roundInMs = Math.max(0, nextRound - house.clock.monotonic());
    return { roundEveryMs, roundInMs, turns: tender.turns() };
  });
  while (!signal.aborted) {
    const rung = bell.rung();
    const rest = nextRound - house.clock.monotonic();
    if (rung.aborted) {
      bell.answer();
      await tender.round('order');
    } else if (rest <= 0) await tender.round('round');
    else if (!(await tender.poll())) await tender.listen(Math.min(rest, tender.waitMs()), rung);
    if (rung.aborted || rest <= 0) nextRound = house.clock.monotonic() + roundEveryMs;
  }
}

class Tender {
  readonly #request: FindRequest;
  readonly #house: House;
  readonly #signal: AbortSignal;
  readonly #listener: TendListener;
  readonly #schedule: Schedule;
  /** Every device that was asked all questions, in this process or before it, under all of its ids. */
  readonly #met = new Set<string>();
  #devices: readonly Device[] = [];

  constructor(request: FindRequest, house: House, signal: AbortSignal, listener: TendListener) {
    this.#request = request;
    this.#house = lastingHouse(house);
    this.#signal = signal;
    this.#listener = listener;
    this.#schedule = new Schedule(house.clock, house.dice);
  }

  async open(): Promise<void> {
    await this.#take(await this.#house.store.devices.all());
    this.#meet(this.#devices);
  }

  /** The segments: everybody by everything where nobody is known or a person asks; else who is there, and who is new. */
  async round(why: 'round' | 'order'): Promise<void> {
    const whole = why === 'order' || this.#devices.length === 0;
    const some = whole ? {} : { sweepOnly: true, methods: finders(this.#house.catalogue) };
    await this.#look(why, { ...(await this.#there()), again: true, ...some });
    if (whole) this.#meet(this.#devices);
  }

  /** Asks who is new, or whose turn it is. False where there is nobody. */
  async poll(): Promise<boolean> {
    const request = await this.#there();
    const reach = await Reach.of(request, this.#house);
    const fresh = this.#devices.filter((device) => !this.#isMet(device));
    if (fresh.length > 0) {
      this.#meet(fresh);
      const targets = fresh.flatMap((device) => reach.addressOf(device) ?? []);
      if (targets.length > 0) await this.#look('poll', { ...request, targets, poll: true });
      return true;
    }
    const turns = this.#schedule.due(MOST_DEVICES);
    const byMethods = new Map<string, Batch>();
    for (const id of new Set(turns.map(({ device }) => device))) {
      const own = turns.filter(({ device }) => device === id);
      const methods = own.map(({ protocol }) => protocol).sort();
      const device = this.#devices.find((row) => row.id === id);
      const address = device === undefined ? undefined : reach.addressOf(device);
      // out of reach now: it gets its next turn
      if (address === undefined) for (const turn of own) this.#schedule.told(turn, false);
      else {
        const batch = byMethods.get(methods.join()) ?? { methods, targets: [] };
        batch.targets.push(address);
        byMethods.set(methods.join(), batch);
      }
    }
    for (const { methods, targets } of byMethods.values()) {
      if (this.#signal.aborted) return true;
      const how = { targets, methods: withOwners(methods, this.#house.catalogue), poll: true };
      await this.#look('poll', { ...request, ...how });
    }
    // those that were answered have their next turn already
    const unanswered = new Set(this.#schedule.due(MOST_DEVICES).map(({ device, protocol }) => `${device} ${protocol}`));
    for (const turn of turns) if (unanswered.has(`${turn.device} ${turn.protocol}`)) this.#schedule.told(turn, false);
    return turns.length > 0;
  }

  turns(): readonly PlannedTurn[] {
    return this.#schedule.turns();
  }

  waitMs(): number {
    return this.#schedule.waitMs() ?? Infinity;
  }

  /** Listens until that time is over, somebody rings, or somebody new is heard. */
  async listen(ms: number, rung: AbortSignal): Promise<void> {
    const news = new AbortController();
    const until = AbortSignal.any([this.#signal, rung, news.signal]);
    try {
      await listenFor(Math.max(ms, SHORTEST_MS), await this.#there(), this.#house, until, (devices, heard) => {
        this.#settle(heard);
        void this.#take(devices).then(() => {
          if (devices.some((device) => !this.#isMet(device))) news.abort();
        });
      });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // nothing to listen with: the time passes all the same
      await this.#house.clock.sleep(Math.max(ms, SHORTEST_MS), until);
    }
  }

  #there(): Promise<FindRequest> {
    return onThere(this.#request, this.#house);
  }

  async #look(why: LookReason, request: FindRequest): Promise<void> {
    this.#listener.started(why);
    let result: Found | Fault;
    try {
      result = await find(request, this.#house, this.#signal);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      result = error;
    }
    const failed = result instanceof Fault;
    // a poll that failed says nothing of the segments
    const devices =
      failed && why !== 'poll'
        ? await rememberBlind(result as Fault, this.#house)
        : await this.#house.store.devices.all();
    await this.#take(devices);
    if (!(result instanceof Fault)) this.#settle(result.observations);
    this.#listener.finished(why, result);
  }

  async #take(devices: readonly Device[]): Promise<void> {
    this.#devices = devices;
    const askable = askableOf(this.#house.catalogue);
    this.#schedule.sync(devices.map((device) => watchedDevice(device, askable)));
    await this.#listener.devices(devices);
  }

  /** What was heard of a device just now need not be asked again in its turn. */
  #settle(heard: readonly Observation[]): void {
    const owners = new Map(
      this.#devices.flatMap(({ id, interfaces }) =>
        interfaces.flatMap(({ addresses }) => addresses.map((address) => [address, id] as const)),
      ),
    );
    const told = new Map(
      heard.flatMap(({ from, protocol, relayed }) => {
        const device = relayed === true ? undefined : owners.get(from.address);
        return device === undefined ? [] : [[`${device} ${protocol}`, { device, protocol }] as const];
      }),
    );
    for (const turn of told.values()) this.#schedule.told(turn, true);
  }

  #meet(devices: readonly Device[]): void {
    for (const { id, aliases } of devices) for (const one of [id, ...aliases]) this.#met.add(one);
  }

  #isMet({ id, aliases }: Device): boolean {
    return [id, ...aliases].some((one) => this.#met.has(one));
  }
}

interface Batch {
  readonly methods: readonly string[];
  readonly targets: string[];
}

/** Devices whose turns are taken together: their answers are concluded from in one go. */
const MOST_DEVICES = 16;
const SHORTEST_MS = 500;
