import type { Clock } from '../../contracts/clock.ts';
import type { Dice } from '../../contracts/dice.ts';
import type { DeviceId } from '../../model/device.ts';
import type { Millis, ProtocolId } from '../../model/observation.ts';

/** One protocol of one device: what is asked again in its turn. */
export interface Turn {
  readonly device: DeviceId;
  readonly protocol: ProtocolId;
}

/** A turn as it stands: `resting` ones are not asked, because that would wake the device. */
export interface PlannedTurn extends Turn {
  readonly everyMs: number;
  /** Turns in vain since the last answer: each doubles the wait. */
  readonly failures: number;
  readonly resting: boolean;
  readonly inMs: number;
}

/** What is to be asked again of one device. */
export interface WatchedDevice {
  readonly id: DeviceId;
  readonly asleep: boolean;
  readonly protocols: readonly {
    readonly protocol: ProtocolId;
    readonly everyMs: number;
    /** A question by it wakes who sleeps. */
    readonly wakes: boolean;
    /** When it was answered last, as far as that is known: a restart goes on from there. */
    readonly lastAt?: Millis;
  }[];
}

/**
 * Whose turn it is. Turns are spread by chance, so that a thousand devices that were found in one second are not asked in
 * one second; what was overdue when the house started is spread, too. Who is silent is asked ever less often, and who
 * sleeps is asked nothing that wakes. Time is the monotonic one: a clock that is set anew brings no storm.
 */
export class Schedule {
  readonly #clock: Clock;
  readonly #dice: Dice;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock, dice: Dice) {
    this.#clock = clock;
    this.#dice = dice;
  }

  /** Takes over who is watched now: the new get their turn, who is gone loses it, the others keep theirs. */
  sync(devices: readonly WatchedDevice[]): void {
    const left = new Set(this.#entries.keys());
    for (const { id, asleep, protocols } of devices) {
      for (const { protocol, everyMs, wakes, lastAt } of protocols) {
        const key = `${id} ${protocol}`;
        left.delete(key);
        const resting = asleep && wakes;
        const entry = this.#entries.get(key);
        if (entry === undefined) {
          const due = this.#firstDue(everyMs, lastAt);
          this.#entries.set(key, { turn: { device: id, protocol }, everyMs, failures: 0, resting, due });
          continue;
        }
        // whole floors wake up at eight
        if (entry.resting && !resting) entry.due = Math.max(entry.due, this.#now() + this.#chance() * SPREAD_MS);
        entry.everyMs = everyMs;
        entry.resting = resting;
      }
    }
    for (const key of left) this.#entries.delete(key);
  }

  /** The turns that are due, the longest overdue first, of so many devices at most. */
  due(mostDevices: number): readonly Turn[] {
    const now = this.#now();
    const due = [...this.#entries.values()].filter((entry) => !entry.resting && entry.due <= now);
    due.sort((a, b) => a.due - b.due);
    const devices = new Set<DeviceId>();
    for (const { turn } of due) if (devices.size < mostDevices) devices.add(turn.device);
    return due.map(({ turn }) => turn).filter(({ device }) => devices.has(device));
  }

  /** How long until something is due: 0 where something is, `undefined` where nothing will be. */
  waitMs(): number | undefined {
    let next: number | undefined;
    for (const entry of this.#entries.values())
      if (!entry.resting && (next === undefined || entry.due < next)) next = entry.due;
    return next === undefined ? undefined : Math.max(0, next - this.#now());
  }

  /** Every turn that is kept, and how long until each. */
  turns(): readonly PlannedTurn[] {
    const now = this.#now();
    return [...this.#entries.values()].map(({ turn, everyMs, failures, resting, due }) => ({
      ...{ ...turn, everyMs, failures, resting, inMs: Math.max(0, due - now) },
    }));
  }

  /** How it went: the next turn comes after the usual time, or later with each time in vain. */
  told({ device, protocol }: Turn, answered: boolean): void {
    const entry = this.#entries.get(`${device} ${protocol}`);
    if (entry === undefined) return;
    entry.failures = answered ? 0 : entry.failures + 1;
    const wait = Math.min(entry.everyMs * 2 ** entry.failures, Math.max(entry.everyMs, LONGEST_MS));
    entry.due = this.#now() + this.#about(wait);
  }

  #firstDue(everyMs: number, lastAt: Millis | undefined): number {
    const age = lastAt === undefined ? everyMs : Math.max(0, this.#clock.now() - lastAt);
    const rest = age < everyMs ? this.#about(everyMs - age) : this.#chance() * Math.min(everyMs, SPREAD_MS);
    return this.#now() + rest;
  }

  /** A tenth more or less. */
  #about(ms: number): number {
    return ms * (0.9 + 0.2 * this.#chance());
  }

  #chance(): number {
    const [a = 0, b = 0] = this.#dice.bytes(2);
    return (a * 256 + b) / 65_536;
  }

  #now(): number {
    return this.#clock.monotonic();
  }
}

interface Entry {
  readonly turn: Turn;
  everyMs: number;
  failures: number;
  resting: boolean;
  /** Monotonic. */
  due: number;
}

const SPREAD_MS = 60_000;
const LONGEST_MS = 4 * 3_600_000;
