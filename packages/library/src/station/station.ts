import {
  type Bus,
  type Device,
  Fault,
  type LedgerRow,
  type LookReason,
  type Millis,
  type NetworkInterface,
  type Store,
} from '@quietport/core';
import { openMemoryStore } from '@quietport/node';
import { type Diagnosis, doctor } from '../doctor/doctor.ts';
import { emulateFleet, fleetDevices, loopbackHouse } from '../emulate.ts';
import type { Found } from '../find.ts';
import type { House } from '../house.ts';
import { chooseInterfaces } from '../interfaces.ts';
import { byAddress } from '../inventory.ts';
import type { FindRequest } from '../plan.ts';
import type { Consent, ConsentBook, ConsentWay } from './consent.ts';
import { FleetPast } from './fleet-past.ts';
import { History } from './history.ts';
import { KeptReading } from './kept-reading.ts';
import { DeviceNews } from './news.ts';
import { defaultRetention, keepTidy, type Retention } from './retention.ts';
import { type Doorbell, type TendPlan, tendNetwork } from './tend.ts';

export interface StationWish {
  /** The real world, with the store that lasts. Nothing is sent by it before a person has consented. */
  readonly house: House;
  /** How looks are done; targets and interfaces are the station's. */
  readonly request: FindRequest;
  readonly bus: Bus;
  /** The virtual fleet that is shown until then, on loopback. */
  readonly fleet: string;
  readonly book: ConsentBook;
  /** Consent that was given with this start, and holds as long as it runs. */
  readonly standing?: Consent | undefined;
  /** How long what devices showed is kept; 30 days and 2 years by default. */
  readonly retention?: Retention;
}

/** One look that is over, or could not be done. */
export interface LookTold {
  readonly why: LookReason;
  readonly virtual: boolean;
  readonly startedAt: Millis;
  readonly finishedAt: Millis;
  readonly asked: number;
  readonly answered: number;
  readonly ledger: readonly LedgerRow[];
  readonly troubles: readonly string[];
  readonly failed?: string;
}

/** By what orders for the devices that are shown now are sent: the real house, or the one of the virtual fleet. */
export interface StationWorld {
  readonly house: House;
  /** As a person asked for it: community, exclusions, and where the virtual fleet has moved its ports. */
  readonly how: FindRequest;
}

export interface StationSchedule {
  readonly virtual: boolean;
  readonly at: Millis;
  readonly plan: TendPlan | undefined;
}

/** What is looked at now. */
export interface StationScope {
  /** True where it is the virtual fleet, and nothing has left this machine. */
  readonly virtual: boolean;
  readonly consent: Consent | undefined;
  /** The interfaces that a person may consent to, by what is there now and what QUIETPORT_INTERFACES allows. */
  readonly offered: readonly NetworkInterface[];
  /** Why there is no virtual fleet, in words: another one may stand on its addresses. */
  readonly trouble: string | undefined;
}

/**
 * What `serve` keeps running: the virtual fleet until a person consents, then the devices of the real segments. Everybody
 * who shows something asks here, and hears of changes on the bus.
 */
export class Station {
  readonly #wish: StationWish;
  readonly #looks: LookTold[] = [];
  readonly #vantage: KeptReading<Diagnosis>;
  #consent: Consent | undefined;
  #store: Store;
  #virtual = true;
  #devices: readonly Device[] = [];
  #world: StationWorld | undefined;
  #trouble: string | undefined;
  #plan: (() => TendPlan) | undefined;
  /** Takes devices that were concluded outside of a look. */
  #show: (devices: readonly Device[]) => Promise<void> = async () => {};
  /** Ends what runs now, so that the other thing begins. */
  #turn = new AbortController();
  #bell = new AbortController();

  private constructor(wish: StationWish, consent: Consent | undefined) {
    this.#wish = wish;
    this.#consent = consent;
    this.#vantage = new KeptReading(wish.house.clock, VANTAGE_KEPT_MS);
    // what is shown is never half of one thing and half of the other
    this.#store = consent === undefined ? openMemoryStore() : wish.house.store;
    this.#virtual = consent === undefined;
  }

  static async open(wish: StationWish): Promise<Station> {
    return new Station(wish, wish.standing ?? (await wish.book.read()));
  }

  /** Tends until the signal ends it. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#turn = new AbortController();
      const until = AbortSignal.any([signal, this.#turn.signal]);
      if (this.#consent === undefined) await this.#showFleet(until);
      else await this.#tendReal(this.#consent, until);
    }
  }

  get virtual(): boolean {
    return this.#virtual;
  }

  /** Of what is shown now: the inventory, or the virtual fleet's own store, which lasts no longer than it. */
  get store(): Store {
    return this.#store;
  }

  /** The devices of that store, in the order of their addresses. */
  get devices(): readonly Device[] {
    return this.#devices;
  }

  /** None while nothing is looked at yet. */
  get world(): StationWorld | undefined {
    return this.#world;
  }

  /** A person's word on what is shown now: devices that are otherwise by it are told at once. */
  async correct<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = this.#store;
    const done = await work(store);
    if (store === this.#store) await this.#show(await store.devices.all());
    return done;
  }

  /** What is asked next, and when; nothing where nothing is looked at. */
  schedule(): StationSchedule {
    return { virtual: this.#virtual, at: this.#wish.house.clock.now(), plan: this.#plan?.() };
  }

  /** The latest looks, the newest first. */
  looks(): readonly LookTold[] {
    return [...this.#looks].reverse();
  }

  async scope(): Promise<StationScope> {
    const { house } = this.#wish;
    const all = await house.network.interfaces();
    const offered = chooseInterfaces(all, [], house.allowedInterfaces).interfaces.filter((row) => !row.loopback);
    return { virtual: this.#virtual, consent: this.#consent, offered, trouble: this.#trouble };
  }

  /** What can be seen from here by the interfaces that are looked at, or would be, as of some seconds ago. It sends nothing. */
  async vantage(): Promise<Diagnosis> {
    const { house } = this.#wish;
    const there = (await house.network.interfaces()).map(({ name }) => name);
    const interfaces = (this.#consent?.interfaces ?? []).filter((name) => there.includes(name));
    return this.#vantage.of(interfaces.join(' '), () =>
      doctor({ interfaces, quiet: true }, house, house.clock.timeout(VANTAGE_WAIT_MS)),
    );
  }

  /**
   * A person says that these interfaces may be looked at, or all that are offered if none is named. Kept for good. Throws
   * `scope/no-such-interface`, `scope/interface-not-allowed` and `scope/nothing-to-look-at`.
   */
  async consent(named: readonly string[], by: ConsentWay): Promise<void> {
    const { house, book } = this.#wish;
    const all = await house.network.interfaces();
    const interfaces = chooseInterfaces(all, named, house.allowedInterfaces)
      .interfaces.filter((row) => !row.loopback)
      .map(({ name }) => name);
    if (interfaces.length === 0) throw new Fault('scope/nothing-to-look-at');
    const consent: Consent = { interfaces, at: house.clock.now(), by };
    await book.write(consent);
    this.#change(consent);
  }

  /** Takes consent back: nothing more is sent to a real network. What was found stays in the inventory. */
  async withdraw(): Promise<void> {
    await this.#wish.book.write(undefined);
    this.#change(undefined);
  }

  /** A person wants a look now. Throws `serve/no-consent` where only the virtual fleet may be looked at. */
  look(): void {
    if (this.#consent === undefined) throw new Fault('serve/no-consent');
    this.#bell.abort();
  }

  #change(consent: Consent | undefined): void {
    this.#consent = consent;
    // from now on no order goes the old way
    this.#world = undefined;
    this.#turn.abort();
  }

  async #showFleet(signal: AbortSignal): Promise<void> {
    const { fleet: name, request } = this.#wish;
    // virtual devices never enter the inventory of real ones
    const house = await loopbackHouse();
    const fleet = await emulateFleet(name).catch((error: unknown) => {
      if (error instanceof Fault) return error;
      throw error;
    });
    if (fleet instanceof Fault) return this.#showNothing(`${fleet.text} ${fleet.next}`, house, signal);
    try {
      const overFleet = { ...request, targets: [], interfaces: [], fleet: fleet.scope };
      await this.#tend(house, overFleet, FLEET_EVERY_MS, new FleetPast(fleetDevices(name), house.store), signal);
    } finally {
      await fleet.close();
    }
  }

  /** There is no fleet to show, for example because another one runs: everything else is served all the same. */
  async #showNothing(trouble: string, { store, clock }: House, signal: AbortSignal): Promise<void> {
    this.#store = store;
    this.#world = undefined;
    this.#virtual = true;
    if (this.#trouble !== trouble) {
      this.#trouble = trouble;
      this.#wish.bus.publish('scope-changed', { at: clock.now() });
    }
    // the other one may end
    await clock.sleep(AGAIN_MS, signal);
  }

  async #tendReal({ interfaces }: Consent, signal: AbortSignal): Promise<void> {
    const { house, request } = this.#wish;
    await this.#tend(house, { ...request, targets: [], interfaces }, NETWORK_EVERY_MS, undefined, signal);
  }

  async #tend(
    house: House,
    request: FindRequest,
    everyMs: number,
    past: FleetPast | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { bus, retention = defaultRetention } = this.#wish;
    const virtual = past !== undefined;
    const { clock, store } = house;
    const [history, news] = [await History.open(store), new DeviceNews(bus)];
    news.know(await store.devices.all());
    this.#store = store;
    this.#world = { house, how: request };
    this.#virtual = virtual;
    this.#trouble = undefined;
    this.#bell = new AbortController();
    this.#looks.length = 0;
    bus.publish('scope-changed', { at: clock.now() });
    let startedAt = clock.now();
    this.#show = async (devices) => {
      this.#devices = byAddress(devices);
      await past?.give(devices, clock.now());
      await history.take(devices, clock.now());
      news.tell(devices);
    };
    const over = new AbortController();
    const tidying = keepTidy(retention, store, clock, AbortSignal.any([signal, over.signal]));
    const tending = tendNetwork(request, house, signal, everyMs, this.#doorbell(), {
      started: (why) => {
        startedAt = clock.now();
        bus.publish('look-started', { at: startedAt, why });
      },
      finished: (why, result) => {
        const told = { why, virtual, startedAt, finishedAt: clock.now(), ...toldOf(result) };
        this.#looks.push(told);
        if (this.#looks.length > KEPT_LOOKS) this.#looks.shift();
        const { finishedAt: at, asked, answered, failed } = told;
        bus.publish('look-finished', { at, why, asked, answered, ...(failed === undefined ? {} : { failed }) });
      },
      devices: this.#show,
      planned: (ask) => {
        this.#plan = ask;
      },
    });
    await Promise.all([tending.finally(() => over.abort()), tidying]);
    // who looks at the other thing sees none of these any more
    this.#plan = undefined;
    this.#devices = [];
    news.tell([]);
  }

  #doorbell(): Doorbell {
    return {
      rung: () => this.#bell.signal,
      answer: () => {
        this.#bell = new AbortController();
      },
    };
  }
}

function toldOf(result: Found | Fault): Pick<LookTold, 'asked' | 'answered' | 'ledger' | 'troubles' | 'failed'> {
  if (result instanceof Fault)
    return { asked: 0, answered: 0, ledger: [], troubles: [], failed: `${result.text} ${result.next}` };
  const { coverage, ledger, troubles } = result;
  return { asked: coverage.asked, answered: coverage.answered, ledger, troubles };
}

// Whoever answers is polled in its turn; a round finds who is new and who is silent.
const NETWORK_EVERY_MS = 10 * 60_000;
// Nobody sleeps on loopback, and who tries the program out wants to see that something happens.
const FLEET_EVERY_MS = 30_000;
const KEPT_LOOKS = 50;
const AGAIN_MS = 5_000;
// To read it starts a program that lists the packet filter's rules.
const VANTAGE_KEPT_MS = 5_000;
const VANTAGE_WAIT_MS = 30_000;
