import {
  type AlertMemory,
  type AlertRule,
  type AlertScene,
  type AlertSeverity,
  type Bus,
  type Clock,
  type Device,
  type Dice,
  Fault,
  formatHex,
  graver,
  type RaisedAlert,
  type Silence,
  type Store,
  stepAlerts,
} from '@quietport/core';
import { Forecasts } from '../forecast/forecasts.ts';
import type { LookTold } from '../station/station.ts';
import {
  alertCalled,
  alertRecord,
  alertsIn,
  dropSilence,
  forgetAlerts,
  memoryRecord,
  newSinceIn,
  newSinceRecord,
  readMemory,
  silencedBy,
  silenceRecord,
  silencesIn,
} from './alert-book.ts';
import type { Outbox } from './outbox.ts';
import { rulesOf } from './rule-book.ts';

/** What is watched: the devices that are shown now, with the store that they stand in. */
export interface WatchedStation {
  readonly store: Store;
  readonly virtual: boolean;
  readonly devices: readonly Device[];
  looks(): readonly LookTold[];
}

export interface AlertWorld {
  readonly station: WatchedStation;
  /** Where rules and channels are kept, whatever is shown. */
  readonly kept: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly dice: Dice;
  /** Tells people. Nobody is told of virtual devices. */
  readonly outbox: Outbox;
}

export interface AlertFilter {
  readonly state: 'open' | 'ended' | 'all';
  readonly severity?: AlertSeverity | undefined;
  readonly rule?: string | undefined;
  readonly device?: string | undefined;
}

/** An alert as it is shown. */
export interface ShownAlert {
  readonly alert: RaisedAlert;
  readonly silenced: Silence | undefined;
}

/**
 * Goes over the devices after everything that may have changed them, and every half minute, because time alone makes and
 * ends alerts. What it finds is kept together with what is to be told of it, before anybody is told.
 */
export class AlertWatch {
  readonly #world: AlertWorld;
  readonly #forecasts: Forecasts;
  #store: Store | undefined;
  #memory: AlertMemory = { open: new Map(), pending: new Map() };
  #written = '';
  #steppedAt: number | undefined;
  #blindSince: number | undefined;
  /** One thing at a time: a step, or a person's word. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(world: AlertWorld) {
    this.#world = world;
    this.#forecasts = new Forecasts(world.clock);
  }

  async run(signal: AbortSignal): Promise<void> {
    const { bus, clock } = this.#world;
    let news = new AbortController();
    const listening = (async () => {
      for await (const { topic } of bus.subscribe({ signal })) if (topic !== 'alert-changed') news.abort();
    })();
    while (!signal.aborted) {
      news = new AbortController();
      await this.#inTurn(() => this.#step());
      await clock.sleep(STEP_MS, AbortSignal.any([signal, news.signal]));
      // what comes together is gone over once
      if (!signal.aborted) await clock.sleep(GATHER_MS, signal);
    }
    await listening;
  }

  /** The open ones first, each the newest first. */
  async list({ state, severity, rule, device }: AlertFilter): Promise<readonly ShownAlert[]> {
    const { station, clock } = this.#world;
    const silences = await silencesIn(station.store, clock.now());
    const all = await alertsIn(station.store, Number.MAX_SAFE_INTEGER);
    const fits = all.filter(
      (alert) =>
        (state === 'all' || (alert.endedAt === undefined) === (state === 'open')) &&
        (severity === undefined || graver(alert.severity, severity) >= 0) &&
        (rule === undefined || alert.rule === rule) &&
        (device === undefined || alert.device === device),
    );
    const open = fits.filter(({ endedAt }) => endedAt === undefined);
    return [...open, ...fits.filter(({ endedAt }) => endedAt !== undefined)].map((alert) => ({
      alert,
      silenced: silencedBy(alert, silences, clock.now()),
    }));
  }

  /** Throws `alert/not-found`. */
  async get(id: string): Promise<ShownAlert> {
    const { station, clock } = this.#world;
    const alert = await alertCalled(station.store, id);
    if (alert === undefined) throw new Fault('alert/not-found', { alert: id });
    const silences = await silencesIn(station.store, clock.now());
    return { alert, silenced: silencedBy(alert, silences, clock.now()) };
  }

  /** Somebody looks after it; without `word` that is taken back. Throws `alert/not-found`. */
  acknowledge(
    id: string,
    word: { readonly by: string | null; readonly note: string } | undefined,
  ): Promise<ShownAlert> {
    return this.#inTurn(async () => {
      const { station, bus, clock } = this.#world;
      const { alert: before } = await this.get(id);
      const { acknowledged: _, ...bare } = before;
      const alert = word === undefined ? bare : { ...bare, acknowledged: { ...word, at: clock.now() } };
      const open = new Map(this.#memory.open);
      for (const [key, row] of open) if (row.alert.id === id) open.set(key, { ...row, alert });
      this.#memory = { ...this.#memory, open };
      await station.store.records.put([alertRecord(alert), memoryRecord(this.#memory, clock.now())]);
      bus.publish('alert-changed', { what: 'changed', alert });
      return this.get(id);
    });
  }

  async silences(): Promise<readonly Silence[]> {
    const { station, clock } = this.#world;
    return silencesIn(station.store, clock.now());
  }

  /** Throws `alert/bad-silence` where its end is not to come. */
  async silence(wish: Omit<Silence, 'id' | 'at'>): Promise<void> {
    const { station, clock, dice } = this.#world;
    if (!(wish.until > clock.now()))
      throw new Fault('alert/bad-silence', { until: new Date(wish.until).toISOString() });
    const silence = { ...wish, id: formatHex(dice.bytes(6)), at: clock.now() };
    await station.store.records.put([silenceRecord(silence)]);
  }

  /** Throws `alert/no-such-silence`. */
  async unsilence(id: string): Promise<void> {
    if (!(await dropSilence(this.#world.station.store, id))) throw new Fault('alert/no-such-silence', { silence: id });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #step(): Promise<void> {
    const { station, kept, bus, dice, outbox } = this.#world;
    const { store, devices } = station;
    if (this.#store !== store) await this.#enter(store);
    const looks = station.looks().filter(({ why }) => why !== 'poll');
    // before the first look of this run nothing is known to be so now
    const [latest] = looks;
    if (latest === undefined) return;
    const scene = await this.#scene(devices, latest, looks, store);
    const { memory, changes } = stepAlerts(this.#memory, scene, () => formatHex(dice.bytes(8)));
    const record = memoryRecord(memory, scene.at);
    const text = JSON.stringify(record.value);
    if (text !== this.#written || changes.length > 0) {
      const silences = await silencesIn(store, scene.at);
      await store.transaction(async (inside) => {
        const open = [...memory.open.values()].map(({ alert }) => alert);
        const news = new Map(
          [...open.filter(({ changedAt }) => changedAt === scene.at), ...changes.map(({ alert }) => alert)].map(
            (alert) => [alert.id, alert],
          ),
        );
        await inside.records.put([...[...news.values()].map(alertRecord), record]);
        const told = changes.filter(({ alert }) => silencedBy(alert, silences, scene.at) === undefined);
        if (!station.virtual) await outbox.take(told, inside);
      });
      if (!station.virtual && changes.length > 0) outbox.wake();
    }
    this.#memory = memory;
    this.#written = text;
    for (const change of changes) bus.publish('alert-changed', change);
    if (kept === store && changes.length > 0) await forgetAlerts(store, scene.at - KEPT_MS);
  }

  async #enter(store: Store): Promise<void> {
    this.#memory = await readMemory(store);
    this.#store = store;
    this.#written = '';
    this.#steppedAt = undefined;
    this.#blindSince = undefined;
  }

  async #scene(
    devices: readonly Device[],
    latest: LookTold,
    looks: readonly LookTold[],
    store: Store,
  ): Promise<AlertScene> {
    const { clock, kept } = this.#world;
    const monotonic = clock.monotonic();
    const elapsedMs = this.#steppedAt === undefined ? 0 : monotonic - this.#steppedAt;
    this.#steppedAt = monotonic;
    this.#blindSince = latest.failed === undefined ? undefined : (this.#blindSince ?? latest.finishedAt);
    const seen = looks.find(({ failed }) => failed === undefined);
    let newSince = await newSinceIn(store);
    if (newSince === undefined && seen !== undefined) {
      newSince = clock.now();
      await store.records.put([newSinceRecord(newSince)]);
    }
    const days = new Map(
      (await this.#forecasts.all({ store, devices })).map(({ device, supplies }) => [
        device.id,
        new Map(
          supplies.flatMap(({ metric, forecast }) =>
            forecast.left.is === 'days' ? [[metric, forecast.left.from] as const] : [],
          ),
        ),
      ]),
    );
    return {
      at: clock.now(),
      elapsedMs,
      devices: devices.filter(({ ignored }) => ignored !== true),
      rules: this.#world.station.virtual ? (await rulesOf(kept)).map(atOnce) : await rulesOf(kept),
      lookedAt: seen?.finishedAt ?? 0,
      ...(newSince === undefined ? {} : { newSince }),
      ...(this.#blindSince === undefined ? {} : { blind: { since: this.#blindSince, text: latest.failed ?? '' } }),
      beside: (device) => ({ daysLeft: days.get(device.id) ?? new Map() }),
    };
  }
}

/** Nobody is told of virtual devices, and who tries the program out does not wait five minutes for an alert. */
function atOnce(rule: AlertRule): AlertRule {
  return { ...rule, holdSeconds: 0, endHoldSeconds: 0, inARow: 1 };
}

const STEP_MS = 30_000;
const GATHER_MS = 500;
const KEPT_MS = 400 * 86_400_000;
