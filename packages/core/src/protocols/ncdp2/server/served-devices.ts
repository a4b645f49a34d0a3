import { parseHex } from '../../../bytes/hex.ts';
import type {
  AttachedDevice,
  AttachedSource,
  Attributes,
  AttributeValue,
  CarriedOut,
  DeviceCommand,
} from '../../../contracts/attached-device.ts';
import type { Clock } from '../../../contracts/clock.ts';
import type { Dice } from '../../../contracts/dice.ts';
import type { NetworkInterface } from '../../../contracts/network.ts';
import { type AttributeGroup, attributesOf, sameValue, UP_TIME } from './attribute-groups.ts';
import { attributesTold, type Chosen, chooseDevices, type LeftOut, uuidOf } from './choose-devices.ts';
import { type DevicePlace, placeDevices } from './device-places.ts';

/** One device as the server shows it now. A later state is another value; `key` stays. */
export interface ServedDevice {
  readonly key: string;
  readonly type: number;
  readonly number: number;
  /** `printer-uuid` */
  readonly uuid: string;
  /** Key 3: grows by one with each set of changes, and compares within one boot id. */
  readonly revision: number;
  readonly settable: readonly string[];
  readonly commands: readonly DeviceCommand[];
}

/** What happened to a device. `names` are in order; in `values` null stands for what was removed. */
export interface DeviceEvent {
  readonly is: 'arrived' | 'changed' | 'left';
  readonly device: ServedDevice;
  readonly names: readonly string[];
  readonly values: Attributes;
}

/** What could not be read, once more to be tried. */
export interface Unread {
  readonly source: string;
  readonly error: unknown;
}

export interface ServedDevicesOptions {
  readonly sources: readonly AttachedSource[];
  /** `ncdp-implementation`: name/version of the server. */
  readonly implementation: string;
  /** Key 4, already kept on disk. */
  readonly bootId: number;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly dice: Dice;
  /** Places that earlier runs gave away. */
  readonly places: readonly DevicePlace[];
  /** Called before a new place is used; resolved means kept. */
  keepPlaces(places: readonly DevicePlace[]): Promise<void>;
}

/** The devices that a server serves, over UDP and TLS alike. */
export class ServedDevices {
  readonly bootId: number;
  readonly #options: ServedDevicesOptions;
  readonly #rows = new Map<string, Row>();
  readonly #lanes = new Map<AttachedSource, Promise<unknown>>();
  readonly #listeners = new Set<(event: DeviceEvent) => void>();
  /** Revisions of this run by key, so that one that comes back does not go back. */
  readonly #revisions = new Map<string, number>();
  readonly #found = new Map<AttachedSource, readonly AttachedDevice[]>();
  #places: readonly DevicePlace[];
  #placing: Promise<unknown> = Promise.resolve();
  #interfaces: AttributeValue = [];
  #list: readonly ServedDevice[] = [];
  /** The same by type and number: most questions name one. */
  readonly #byPlace = new Map<number, readonly ServedDevice[]>();
  #leftOut: readonly LeftOut[] = [];

  constructor(options: ServedDevicesOptions) {
    this.#options = options;
    this.bootId = options.bootId;
    this.#places = options.places;
  }

  /** In order of type and number. */
  get list(): readonly ServedDevice[] {
    return this.#list;
  }

  get leftOut(): readonly LeftOut[] {
    return this.#leftOut;
  }

  /** Those of this type and number; FF is any. 00 is the server itself, and no device. */
  matching(type: number, number: number): readonly ServedDevice[] {
    if (type !== ANY && number !== ANY) return this.#byPlace.get(type * ANY + number) ?? NONE;
    return this.#list.filter((row) => (type === ANY || row.type === type) && (number === ANY || row.number === number));
  }

  /** Seconds since the device began, as `printer-up-time` tells them; 0 for one that has left. */
  upTime(device: Pick<ServedDevice, 'key'>): number {
    const row = this.#rows.get(device.key);
    return row === undefined ? 0 : this.#upTime(row);
  }

  /** A device's attributes as they are now. Empty for one that has left. */
  read(device: Pick<ServedDevice, 'key'>, group: AttributeGroup): Attributes {
    const row = this.#rows.get(device.key);
    if (row === undefined) return {};
    return attributesOf(group, { ...row.attributes, [UP_TIME]: this.#upTime(row) });
  }

  /** Tells what happens from now on, until the returned function is called. */
  observe(listener: (event: DeviceEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads every source. What cannot be read stays as it was, and is said. */
  async refresh(signal: AbortSignal): Promise<readonly Unread[]> {
    const unread = await Promise.all(
      this.#options.sources.map((source) =>
        this.#inTurn(source, async (): Promise<Unread | undefined> => {
          try {
            const devices = await source.read(signal);
            this.#found.set(source, devices);
            await this.#takeIn(source);
            return undefined;
          } catch (error) {
            return { source: source.id, error };
          }
        }),
      ),
    );
    return unread.filter((row) => row !== undefined);
  }

  /**
   * Sets attributes at the device's source, all or none; null removes one. What was done shows at once, as one change
   * with one revision. Whoever asks has checked names, types and lengths.
   */
  async set(device: Pick<ServedDevice, 'key'>, changes: Attributes, signal: AbortSignal): Promise<CarriedOut> {
    const row = this.#rows.get(device.key);
    if (row === undefined) return gone;
    return this.#inTurn(row.source, async () => {
      const carried = await row.source.set(device.key, changes, signal);
      const now = this.#rows.get(device.key);
      if (carried.is === 'done' && now !== undefined) this.#change(now, withChanges(now.attributes, changes));
      return carried;
    });
  }

  /** Tells the device's source to do something. */
  async command(
    device: Pick<ServedDevice, 'key'>,
    command: DeviceCommand,
    attributes: Attributes,
    signal: AbortSignal,
  ): Promise<CarriedOut> {
    const row = this.#rows.get(device.key);
    if (row === undefined) return gone;
    return row.source.command(device.key, command, attributes, signal);
  }

  /** The interfaces that are served, as `ncdp-interfaces` of every device. Others are a change. */
  standOn(interfaces: readonly NetworkInterface[]): void {
    this.#interfaces = interfaces.map(({ name, mac, addresses }) => {
      const bytes = mac === undefined ? undefined : parseHex(mac);
      const bare = addresses.map(({ address }) => address.replace(/%.*$/, ''));
      return { name, ...(bytes?.length === 6 ? { mac: bytes } : {}), addresses: bare };
    });
    for (const row of [...this.#rows.values()])
      this.#change(row, { ...row.attributes, 'ncdp-interfaces': this.#interfaces });
  }

  /** One after the other at each source: a read that began before a change must not bring the old value back. */
  #inTurn<T>(source: AttachedSource, work: () => Promise<T>): Promise<T> {
    const turn = (this.#lanes.get(source) ?? Promise.resolve()).then(work);
    this.#lanes.set(
      source,
      turn.catch(() => undefined),
    );
    return turn;
  }

  async #takeIn(source: AttachedSource): Promise<void> {
    const place = this.#placing.then(() => this.#place());
    this.#placing = place.catch(() => undefined);
    await place;
    const found = this.#options.sources.map((each) => [each, this.#found.get(each) ?? []] as const);
    const served = chooseDevices(found, this.#places);
    this.#leftOut = served.leftOut;
    for (const row of [...this.#rows.values()])
      if (served.chosen.get(row.device.key)?.source !== row.source) this.#leave(row);
    for (const [key, chosen] of served.chosen) {
      if (chosen.source !== source) continue;
      const attributes = this.#attributesOf(chosen);
      const row = this.#rows.get(key);
      if (row === undefined) this.#arrive(chosen, attributes);
      else {
        this.#rows.set(key, {
          ...row,
          ...this.#upTimeOf(chosen.attached),
          device: { ...row.device, ...abilities(chosen.attached) },
        });
        this.#change(this.#rows.get(key)!, attributes);
      }
    }
    this.#sort();
  }

  /** New devices get their places, and these are on disk before anybody hears of them. */
  async #place(): Promise<void> {
    const devices = [...this.#found.values()].flat();
    const places = placeDevices(devices, this.#places, this.#options.dice);
    if (sameRows(places, this.#places)) return;
    await this.#options.keepPlaces(places);
    this.#places = places;
  }

  #attributesOf(chosen: Chosen): Attributes {
    const { implementation } = this.#options;
    return attributesTold(chosen, { 'ncdp-implementation': implementation, 'ncdp-interfaces': this.#interfaces });
  }

  #arrive({ source, attached, place }: Chosen, attributes: Attributes): void {
    const { key, type, number } = place;
    const revision = (this.#revisions.get(key) ?? 0) + 1;
    const device = { key, type, number, uuid: uuidOf(attached, place), revision, ...abilities(attached) };
    this.#revisions.set(key, revision);
    this.#rows.set(key, { source, device, attributes, ...this.#upTimeOf(attached) });
    this.#sort();
    this.#tell({ is: 'arrived', device, names: Object.keys(attributes).sort(), values: attributes });
  }

  #change(row: Row, attributes: Attributes): void {
    const names = [...new Set([...Object.keys(row.attributes), ...Object.keys(attributes)])]
      .filter((name) => name !== UP_TIME && !sameValue(row.attributes[name], attributes[name]))
      .sort();
    if (names.length === 0) return;
    const { key } = row.device;
    const revision = row.device.revision + 1;
    const device = { ...row.device, revision, uuid: String(attributes['printer-uuid']) };
    this.#revisions.set(key, revision);
    this.#rows.set(key, { ...row, device, attributes });
    this.#sort();
    const values = Object.fromEntries(names.map((name) => [name, attributes[name] ?? null]));
    this.#tell({ is: 'changed', device, names, values });
  }

  #leave(row: Row): void {
    this.#rows.delete(row.device.key);
    this.#sort();
    this.#tell({ is: 'left', device: row.device, names: [], values: {} });
  }

  #tell(event: DeviceEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  #sort(): void {
    const devices = [...this.#rows.values()].map(({ device }) => device);
    this.#list = devices.sort((a, b) => a.type - b.type || a.number - b.number);
    this.#byPlace.clear();
    for (const device of this.#list) this.#byPlace.set(device.type * ANY + device.number, [device]);
  }

  /** Seconds: what the device told and the time since, or the time that it has been served (RFC 8011 section 5.4.29). */
  #upTime({ upTime, upTimeAt }: Row): number {
    return Math.max(1, upTime + Math.floor((this.#options.clock.monotonic() - upTimeAt) / 1000));
  }

  #upTimeOf(attached: AttachedDevice): Pick<Row, 'upTime' | 'upTimeAt'> {
    const told = attached.attributes[UP_TIME];
    const before = this.#rows.get(attached.key);
    const upTimeAt = this.#options.clock.monotonic();
    if (typeof told === 'number' && Number.isSafeInteger(told)) return { upTime: told, upTimeAt };
    return before === undefined ? { upTime: 0, upTimeAt } : { upTime: before.upTime, upTimeAt: before.upTimeAt };
  }
}

interface Row {
  readonly source: AttachedSource;
  readonly device: ServedDevice;
  /** All but the up time. */
  readonly attributes: Attributes;
  readonly upTime: number;
  readonly upTimeAt: number;
}

/** Null removes. */
function withChanges(attributes: Attributes, changes: Attributes): Attributes {
  return Object.fromEntries(Object.entries({ ...attributes, ...changes }).filter(([name]) => changes[name] !== null));
}

function abilities({ settable, commands }: AttachedDevice): Pick<ServedDevice, 'settable' | 'commands'> {
  return { settable, commands };
}

function sameRows(a: readonly DevicePlace[], b: readonly DevicePlace[]): boolean {
  return a.length === b.length && a.every((row, i) => row === b[i]);
}

const gone: CarriedOut = { is: 'failed', why: 'the device is gone' };
const ANY = 0xff;
const NONE: readonly ServedDevice[] = [];
