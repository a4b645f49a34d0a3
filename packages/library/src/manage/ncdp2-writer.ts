import { type Attributes, type Device, Fault, type Ncdp2Answer, Ncdp2Lost, ncdp2Uuid } from '@quietport/core';
import { type LoggedIn, logIn, type Ncdp2Way, ncdp2WaysTo, noLogin } from './ncdp2-login.ts';
import type { IdentifyAction, ManageWorld, OpenDevice, Property, PropertyChange, Writer } from './writer.ts';

/** Changes devices by the NCDP/2 open profile, over TLS. */
export const ncdp2Writer: Writer = {
  protocol: 'ncdp2',
  properties: ['name', 'location', 'info', 'geo-location'],
  open: async (device, world) => {
    const ways = await ncdp2WaysTo(device, world);
    let first: Fault | undefined;
    for (const way of ways) {
      const open = await openBy(way, device, world);
      if (!(open instanceof Fault)) return open;
      first ??= open;
    }
    if (first !== undefined) throw first;
    return undefined;
  },
};

/**
 * The fault of a way that says nothing of the others: no token was given for this address, or nobody answers there. Any
 * other is thrown: a wrong token or another certificate is no reason to try the next door.
 */
async function openBy(way: Ncdp2Way, device: Device, world: ManageWorld): Promise<OpenDevice | Fault> {
  const { address } = way;
  let inside: LoggedIn | 'no-token';
  try {
    inside = await lostAsFault(device, () => logIn(device, way, world));
  } catch (error) {
    if (error instanceof Fault && error.code === 'manage/unreachable') return error;
    throw error;
  }
  if (inside === 'no-token') return noLogin(device, address);
  const open = new Ncdp2Device(device, way, inside, world);
  try {
    await open.read();
    return open;
  } catch (error) {
    open.close();
    throw error;
  }
}

class Ncdp2Device implements OpenDevice {
  readonly protocol = 'ncdp2';
  readonly address: string;
  readonly #device: Device;
  readonly #way: Ncdp2Way;
  readonly #inside: LoggedIn;
  readonly #world: ManageWorld;
  #seen: Ncdp2Answer | undefined;

  constructor(device: Device, way: Ncdp2Way, inside: LoggedIn, world: ManageWorld) {
    this.address = way.address;
    this.#device = device;
    this.#way = way;
    this.#inside = inside;
    this.#world = world;
  }

  async read(): Promise<Readonly<Record<Property, string | null>>> {
    const answer = await this.#ask(() => this.#inside.client.query('identity', this.#way));
    this.#demandDone(answer);
    this.#demandSame(answer.attributes);
    this.#seen = answer;
    return valuesIn(answer.attributes);
  }

  async check(changes: readonly PropertyChange[]): Promise<void> {
    if (changes.length === 0) return;
    const { client } = this.#inside;
    this.#demandDone(await this.#ask(() => client.set(this.#way, attributesOf(changes), { dryRun: true })));
  }

  async write(changes: readonly PropertyChange[]): Promise<void> {
    const { client } = this.#inside;
    const { revision, bootId } = this.#seen ?? {};
    const condition = {
      ...(revision === undefined ? {} : { revision }),
      ...(bootId === undefined ? {} : { bootId }),
      key: this.#world.house.dice.bytes(16),
    };
    const answer = await this.#ask(() => client.set(this.#way, attributesOf(changes), condition));
    if (answer.result === CONFLICT) throw await this.#conflict(changes);
    this.#demandDone(answer);
    const now = await this.read();
    for (const { property, to } of changes)
      if (now[property] !== to)
        throw new Fault('manage/not-kept', {
          id: this.#device.id,
          property,
          now: shown(now[property]),
          wanted: shown(to),
        });
  }

  async identify(actions: readonly IdentifyAction[]): Promise<void> {
    const attributes: Attributes = actions.length === 0 ? {} : { 'identify-actions': actions };
    this.#demandDone(await this.#ask(() => this.#inside.client.command('identify', this.#way, attributes)));
  }

  ledger() {
    return this.#inside.ledger();
  }

  close(): void {
    this.#inside.client.close();
  }

  #ask<T>(work: () => Promise<T>): Promise<T> {
    return lostAsFault(this.#device, work);
  }

  /** By the uuid that this place had when it was found, and by the serial. */
  #demandSame(attributes: Attributes): void {
    const { id, facts } = this.#device;
    const { address, uuid } = this.#way;
    const told = ncdp2Uuid(attributes['printer-uuid']);
    const serial = attributes['printer-serial-number'];
    const differ = (what: string, before: string, now: string) => {
      throw new Fault('manage/another-there', { address, id, what, now, before });
    };
    if (uuid === undefined || told !== uuid) differ('the UUID', uuid ?? 'not told', told ?? 'not told');
    const known = facts.serial?.value;
    if (known !== undefined && typeof serial === 'string' && serial !== known) differ('the serial', known, serial);
  }

  /** Which of them moved; where none did, something else of the device has. */
  async #conflict(changes: readonly PropertyChange[]): Promise<Fault> {
    const { id } = this.#device;
    const now = await this.read();
    const moved = changes.find(({ property, from }) => now[property] !== from);
    const { property, from } = moved ?? changes[0]!;
    return new Fault('manage/changed-meanwhile', {
      property: moved === undefined ? 'state' : property,
      id,
      now: moved === undefined ? 'another one' : shown(now[property]),
      expected: moved === undefined ? 'what it was' : shown(from),
    });
  }

  #demandDone({ result, attributes }: Ncdp2Answer): void {
    const { id } = this.#device;
    if (result === DONE || result === PARTLY) return;
    const { what } = attributes;
    const told = typeof what === 'string' ? what : '';
    if (result === BUSY) throw new Fault('manage/busy', { id, seconds: Number(attributes['retry-after'] ?? 1) });
    if (result === INTERNAL && told === 'outcome unknown') throw new Fault('manage/lost', { id, detail: told });
    const word = words.get(result) ?? `result ${result.toString(16).padStart(4, '0')}`;
    throw new Fault('manage/refused', { id, why: told === '' ? word : `${word} (${told})` });
  }
}

async function lostAsFault<T>({ id }: Device, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Ncdp2Lost) throw new Fault('manage/lost', { id, detail: error.message }, error);
    throw error;
  }
}

function attributesOf(changes: readonly PropertyChange[]): Attributes {
  return Object.fromEntries(changes.map(({ property, to }) => [`printer-${property}`, to]));
}

function valuesIn(attributes: Attributes): Readonly<Record<Property, string | null>> {
  const text = (name: string) => {
    const value = attributes[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    name: text('printer-name'),
    location: text('printer-location'),
    info: text('printer-info'),
    'geo-location': text('printer-geo-location'),
    contact: null,
  };
}

function shown(value: string | null): string {
  return value === null ? 'not set' : `"${value}"`;
}

// open profile, section 3
const DONE = 0x0000;
const PARTLY = 0x0001;
const BUSY = 0x0009;
const CONFLICT = 0x000a;
const INTERNAL = 0x00ff;
const words: ReadonlyMap<number, string> = new Map([
  [0x0002, 'there is no such device'],
  [0x0004, 'it speaks another version'],
  [0x0005, 'the value is malformed'],
  [0x0006, 'it does not do that'],
  [0x0007, 'the login is gone'],
  [0x0008, 'that is not allowed'],
  [0x000a, 'it has changed meanwhile'],
  [0x000b, 'the device said no'],
  [0x00ff, 'something went wrong there'],
]);
