import type { Clock } from '../../../contracts/clock.ts';
import type { Dice } from '../../../contracts/dice.ts';
import type { Ncdp2Body } from '../codec-body.ts';
import { FUNCTION, type Ncdp2Function } from '../codec-tables.ts';
import { fittingFrame } from './reply-frames.ts';
import type { DeviceEvent, ServedDevice, ServedDevices } from './served-devices.ts';

export interface AnnouncerOptions {
  readonly devices: ServedDevices;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  readonly dice: Dice;
  readonly maxAgeSeconds: number;
  /** To the groups, by every interface. */
  send(frame: Uint8Array): Promise<unknown>;
}

/**
 * Says unasked what there is (section 5): *arrive* at 0, 1 and 3 s and then around every third of the max-age, *change*
 * at most once a second and device, *leave* once. Several devices have 20 ms between them.
 */
export class Announcer {
  readonly #options: AnnouncerOptions;
  /** By what is said and of whom: the same thing waits once. */
  readonly #queue = new Map<string, Frame>();
  readonly #changes = new Map<string, Held>();
  #over = false;
  #rounds = new AbortController();
  #emptying: Promise<void> | undefined;
  #lastAt = Number.NEGATIVE_INFINITY;
  #stopObserving: (() => void) | undefined;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopObserving = this.#options.devices.observe((event) => this.#take(event));
    this.restart();
  }

  /** An address has changed: all arrive again, as at the start. */
  restart(): void {
    this.#rounds.abort();
    this.#rounds = new AbortController();
    void this.#goRound(this.#rounds.signal);
  }

  /** Says that all leave, once each. Resolved when it is said. */
  async stop(): Promise<void> {
    this.#stopObserving?.();
    this.#rounds.abort();
    this.#over = true;
    this.#queue.clear();
    for (const device of this.#options.devices.list) this.#leave(device);
    await this.#emptying;
  }

  async #goRound(signal: AbortSignal): Promise<void> {
    const { clock, dice, maxAgeSeconds } = this.#options;
    for (const waitMs of FIRST_WAITS_MS) {
      await clock.sleep(waitMs, signal);
      if (signal.aborted) return;
      this.#arriveAll();
    }
    while (!signal.aborted) {
      const [high = 0, low = 0] = dice.bytes(2);
      const jitter = 1 + JITTER * ((2 * (high * 256 + low)) / 0xffff - 1);
      await clock.sleep((maxAgeSeconds * 1000 * jitter) / 3, signal);
      if (!signal.aborted) this.#arriveAll();
    }
  }

  #arriveAll(): void {
    for (const device of this.#options.devices.list) this.#arrive(device);
  }

  #take({ is, device, names }: DeviceEvent): void {
    if (is === 'arrived') void this.#arriveThrice(device);
    else if (is === 'changed') this.#change(device, names);
    else {
      for (const said of [FUNCTION.arrive, FUNCTION.change]) this.#queue.delete(entry(said, device));
      // what was held back is not said any more; when the last one was said still counts
      const held = this.#changes.get(device.key);
      if (held !== undefined) this.#changes.set(device.key, { saidAt: held.saidAt });
      this.#leave(device);
    }
  }

  async #arriveThrice(device: ServedDevice): Promise<void> {
    for (const waitMs of FIRST_WAITS_MS) {
      // no signal: there may be thousands, and seconds end by themselves
      await this.#options.clock.sleep(waitMs);
      if (this.#over) return;
      this.#arrive(device);
    }
  }

  #arrive({ key, ...device }: ServedDevice): void {
    const { devices, maxAgeSeconds } = this.#options;
    this.#say(FUNCTION.arrive, { key, ...device }, () => {
      const now = devices.list.find((row) => row.key === key);
      return now && { maxAgeSeconds, revision: now.revision, attributes: devices.read(now, 'short-identity') };
    });
  }

  #leave(device: ServedDevice): void {
    const { revision, uuid } = device;
    this.#say(FUNCTION.leave, device, () => ({ revision, attributes: { 'printer-uuid': uuid } }));
  }

  /** At once where a second has passed since the last one; else what is held back is merged and said then. */
  #change(device: ServedDevice, names: readonly string[]): void {
    const held = this.#changes.get(device.key);
    if (held?.names !== undefined) for (const name of names) held.names.add(name);
    else void this.#changeWhenDue(device, new Set(names), held?.saidAt);
  }

  async #changeWhenDue(device: ServedDevice, names: Set<string>, saidAt: number | undefined): Promise<void> {
    const { clock } = this.#options;
    const held: Held = { names, saidAt };
    this.#changes.set(device.key, held);
    const waitMs = (saidAt ?? Number.NEGATIVE_INFINITY) + CHANGE_EVERY_MS - clock.monotonic();
    if (waitMs > 0) await clock.sleep(waitMs);
    if (this.#over || this.#changes.get(device.key) !== held) return;
    this.#say(FUNCTION.change, device, () => this.#takeChange(device.key));
  }

  /** What has changed until this very moment. Names that one datagram cannot hold are said a second later. */
  #takeChange(key: string): Ncdp2Body | undefined {
    const { devices, clock, maxAgeSeconds } = this.#options;
    const held = this.#changes.get(key);
    const now = devices.list.find((row) => row.key === key);
    if (held?.names === undefined || now === undefined) return undefined;
    const all = [...held.names].sort();
    const said: string[] = [];
    let size = 0;
    for (const name of all) {
      size += 3 * name.length + 3;
      if (said.length > 0 && size > NAMES_MOST) break;
      said.push(name);
    }
    this.#changes.set(key, { saidAt: clock.monotonic() });
    if (said.length < all.length) this.#change(now, all.slice(said.length));
    return { maxAgeSeconds, revision: now.revision, changes: said };
  }

  #say(said: Ncdp2Function, device: ServedDevice, body: () => Ncdp2Body | undefined): void {
    const { type, number } = device;
    this.#queue.set(entry(said, device), () => {
      const now = body();
      const about = { letter: said.letter, type, number, function: said.id };
      return now && fittingFrame(about, { bootId: this.#options.devices.bootId, ...now });
    });
    this.#emptying ??= this.#empty();
  }

  async #empty(): Promise<void> {
    const { clock, send } = this.#options;
    // whoever has something else to say at this instant says it first
    await undefined;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const waitMs = this.#lastAt + APART_MS - clock.monotonic();
      if (waitMs > 0) await clock.sleep(waitMs);
      const frame = next();
      if (frame === undefined) continue;
      this.#lastAt = clock.monotonic();
      await send(frame);
    }
    this.#emptying = undefined;
  }

  #next(): Frame | undefined {
    const [first] = this.#queue;
    if (first === undefined) return undefined;
    this.#queue.delete(first[0]);
    return first[1];
  }
}

/** Made when it is said; `undefined` where there is nothing to say by then. */
type Frame = () => Uint8Array | undefined;

/** `names`: what is held back. Absent: nothing is, and `saidAt` is when the last change was said. */
interface Held {
  readonly names?: Set<string>;
  readonly saidAt: number | undefined;
}

function entry(said: Ncdp2Function, { key }: ServedDevice): string {
  return `${said.name} ${key}`;
}

/** At 0, 1 and 3 s. */
const FIRST_WAITS_MS = [0, 1000, 2000];
const JITTER = 0.1;
const CHANGE_EVERY_MS = 1000;
const APART_MS = 20;
// of 1,200 bytes, less the head and the other keys
const NAMES_MOST = 1100;
