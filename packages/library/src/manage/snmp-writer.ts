import {
  type DatagramLine,
  type Device,
  Fault,
  Gate,
  type LedgerRow,
  SnmpClient,
  type SnmpSecret,
  type SystemValues,
} from '@quietport/core';
import { planInspect } from '../inspect.ts';
import { demandStillThere } from '../still-there.ts';
import { orderWithSomeKey } from './snmp-order.ts';
import { snmpRefusal } from './snmp-refusals.ts';
import type { ManageWorld, OpenDevice, Property, PropertyChange, Writer } from './writer.ts';

/**
 * Changes devices by an SNMP SET of sysName, sysLocation and sysContact, with the communities and users that a person
 * keeps for them and no other: the community that everybody reads with is not tried.
 */
export const snmpWriter: Writer = {
  protocol: 'snmp',
  properties: ['name', 'location', 'contact'],
  open: async (device, world, wish) => {
    // nothing in SNMP makes a device show itself
    if (wish.properties === undefined) return undefined;
    const place = await snmpPlace(device, world);
    if (place === undefined) return undefined;
    const { house, how, signal } = world;
    const before = await demandStillThere(device, place.address, how, house, signal);
    const open = new SnmpDevice(device, place, world, before);
    try {
      await open.enter();
      return open;
    } catch (error) {
      open.close();
      throw error;
    }
  },
};

interface Place {
  readonly address: string;
  readonly port: number;
}

/** Where the device itself answered last over SNMP; what a print server told of another thing is no place of that. */
async function snmpPlace({ observations }: Device, { house }: ManageWorld): Promise<Place | undefined> {
  const own = new Set(observations);
  const heard = (await house.store.observations.all()).filter(
    (row) => row.protocol === 'snmp' && row.relayed !== true && own.has(row.id),
  );
  return heard.reduce<(typeof heard)[number] | undefined>(
    (a, b) => (a === undefined || b.at >= a.at ? b : a),
    undefined,
  )?.from;
}

class SnmpDevice implements OpenDevice {
  readonly protocol = 'snmp';
  readonly address: string;
  readonly #device: Device;
  readonly #place: Place;
  readonly #world: ManageWorld;
  readonly #ledgers: (() => readonly LedgerRow[])[];
  readonly #tried: string[] = [];
  readonly #lines: DatagramLine[] = [];
  #client: SnmpClient | undefined;

  constructor(device: Device, place: Place, world: ManageWorld, before: readonly LedgerRow[]) {
    this.address = place.address;
    this.#device = device;
    this.#place = place;
    this.#world = world;
    this.#ledgers = [() => before];
  }

  /** With the next key that opens it: users first, for what they say is proved. Throws `manage/no-login`. */
  async enter(): Promise<void> {
    let why: string | undefined;
    for (const kind of ['snmp-user', 'snmp-community'] as const) {
      for (;;) {
        const key = await this.#world.house.locksmith?.next(kind, this.address, this.#tried);
        if (key === undefined || key.secret.for !== kind) break;
        this.#tried.push(key.name);
        const client = await this.#clientFor(key.secret);
        const outcome = await client.read();
        const worked = outcome.is === 'read';
        // whoever stays silent has not said that the key is wrong
        if (worked) await this.#world.house.locksmith?.told(this.address, key.name, true);
        if (outcome.is === 'closed')
          await this.#world.house.locksmith?.told(this.address, key.name, false, outcome.why);
        if (outcome.is === 'not-sent') this.#unreachable('it cannot be sent to');
        if (worked) {
          this.#client = client;
          return;
        }
        why = `${key.name}: ${outcome.is === 'closed' ? outcome.why : outcome.is === 'refused' ? snmpRefusal(outcome.errorStatus) : 'no answer, as to a wrong community'}`;
      }
    }
    const { address } = this;
    const text = why === undefined ? '' : ` (${why})`;
    const kind = 'snmp-community';
    throw new Fault('manage/no-login', { id: this.#device.id, address, protocol: 'SNMP', why: text, kind });
  }

  async read(): Promise<Readonly<Record<Property, string | null>>> {
    const outcome = await this.#inside().read();
    if (outcome.is === 'read') return propertiesOf(outcome.values);
    if (outcome.is === 'refused') this.#refuse(snmpRefusal(outcome.errorStatus));
    return this.#unreachable(outcome.is === 'closed' ? outcome.why : outcome.is);
  }

  /** SNMP has no trial: what no agent takes is refused here, and whether the key may write shows when it does. */
  async check(changes: readonly PropertyChange[]): Promise<void> {
    for (const { property, to } of changes) {
      const octets = new TextEncoder().encode(to ?? '').length;
      // RFC 3418: DisplayString (SIZE (0..255))
      if (octets > MOST_OCTETS)
        this.#refuse(`the ${property} has ${octets} octets, and SNMP takes ${MOST_OCTETS} at most`);
    }
  }

  async write(changes: readonly PropertyChange[]): Promise<void> {
    await this.check(changes);
    await this.#writeWithSomeKey(changes);
    // whatever it said: what it keeps is what counts
    const now = await this.#readBack();
    const { id } = this.#device;
    for (const { property, to } of changes)
      if (now[property] !== (to === '' ? null : to))
        throw new Fault('manage/not-kept', { id, property, now: shown(now[property]), wanted: shown(to) });
  }

  async #writeWithSomeKey(changes: readonly PropertyChange[]): Promise<void> {
    const { id } = this.#device;
    const outcome = await orderWithSomeKey({
      write: () => this.#inside().write(valuesOf(changes)),
      another: () => this.#entersWithAnother(),
      keeps: async () => {
        const now = await this.#readBack();
        if (changes.every(({ property, to }) => now[property] === (to === '' ? null : to))) return 'new';
        return changes.every(({ property, from }) => now[property] === from) ? 'old' : 'other';
      },
    });
    if (outcome.is === 'not-sent') this.#unreachable('it cannot be sent to');
    if (outcome.is === 'refused') this.#refuse(outcome.why);
    if (outcome.is === 'lost') throw new Fault('manage/lost', { id, detail: outcome.detail });
  }

  async #entersWithAnother(): Promise<boolean> {
    try {
      await this.enter();
      return true;
    } catch (error) {
      if (error instanceof Fault) return false;
      throw error;
    }
  }

  async identify(): Promise<void> {
    this.#refuse('nothing in SNMP makes it show itself');
  }

  ledger(): readonly LedgerRow[] {
    return this.#ledgers.flatMap((rows) => rows());
  }

  close(): void {
    for (const line of this.#lines) line.close();
  }

  /** Something was written: where nobody answers now, it is not known what is there. */
  async #readBack(): Promise<Readonly<Record<Property, string | null>>> {
    try {
      return await this.read();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const detail = `it could not be read back: ${error.text}`;
      throw new Fault('manage/lost', { id: this.#device.id, detail }, error);
    }
  }

  /** On a socket of its own: a late answer to another key finds nobody. */
  async #clientFor(secret: SnmpSecret): Promise<SnmpClient> {
    const { house, how, signal } = this.#world;
    const { policy } = await planInspect({ ...how, host: this.address }, house, signal);
    const gate = new Gate(house.network, policy, house.clock);
    this.#ledgers.push(() => gate.ledger.rows());
    const line = await gate.datagramLine({ for: 'order', order: 'manage.snmp', ...this.#place });
    if (line === 'forbidden') return this.#unreachable(line);
    this.#lines.push(line);
    const { clock, dice, cryptography } = house;
    return new SnmpClient(line, secret, { clock, dice, cryptography, signal, waitMs: how.waitMs ?? WAIT_MS, tries: 2 });
  }

  #inside(): SnmpClient {
    if (this.#client === undefined) throw new Error('this door is not open');
    return this.#client;
  }

  #refuse(why: string): never {
    throw new Fault('manage/refused', { id: this.#device.id, why });
  }

  #unreachable(how: string): never {
    const { address, port } = this.#place;
    throw new Fault('manage/unreachable', { address, port, how, protocol: 'SNMP' });
  }
}

function propertiesOf({ sysName, sysLocation, sysContact }: SystemValues): Readonly<Record<Property, string | null>> {
  return { name: sysName, location: sysLocation, contact: sysContact, info: null, 'geo-location': null };
}

function valuesOf(changes: readonly PropertyChange[]): Partial<SystemValues> {
  return Object.fromEntries(
    changes.flatMap(({ property, to }) => {
      const name = names.get(property);
      return name === undefined ? [] : [[name, to] as const];
    }),
  );
}

function shown(value: string | null): string {
  return value === null ? 'not set' : `"${value}"`;
}

const names: ReadonlyMap<Property, keyof SystemValues> = new Map([
  ['name', 'sysName'],
  ['location', 'sysLocation'],
  ['contact', 'sysContact'],
]);
const MOST_OCTETS = 255;
const WAIT_MS = 1_500;
