import {
  broadcastOf,
  type Datagram,
  type Endpoint,
  Fault,
  formatIp,
  NCDP2_GROUPS,
  type Network,
  type NetworkInterface,
  parseIp,
  parsePrefix,
  type UdpOptions,
  type UdpSocket,
} from '@quietport/core';
import { isOn } from './admission.ts';

export interface UdpDoorsOptions {
  readonly network: Pick<Network, 'udp' | 'interfaces'>;
  readonly port: number;
  /** Each datagram that was heard; `reply` goes to its sender from the serving port. */
  take(datagram: Datagram, reply: (bytes: Uint8Array) => unknown): void;
}

/**
 * The server's sockets. One stands on each address of each interface and alone speaks: a reply to a single address comes
 * from there. Ears stand on the broadcast addresses and on the groups, so that what comes by an interface that is not
 * served is not even heard, and a finder on the same machine keeps what is sent to it.
 */
export class UdpDoors {
  readonly #options: UdpDoorsOptions;
  readonly #open = new Map<string, Door>();
  #interfaces: readonly NetworkInterface[] = [];
  /** The other interfaces of this machine. */
  #unserved: readonly NetworkInterface[] = [];
  #unbound: readonly string[] = [];

  constructor(options: UdpDoorsOptions) {
    this.#options = options;
  }

  get interfaces(): readonly NetworkInterface[] {
    return this.#interfaces;
  }

  /** Addresses that could not be bound: IPv6 ones that the system is still testing come later. */
  get unbound(): readonly string[] {
    return this.#unbound;
  }

  /** Stands on these interfaces from now on: opens what is missing and closes what is too much. */
  async standOn(interfaces: readonly NetworkInterface[]): Promise<void> {
    const all = await this.#options.network.interfaces();
    this.#unserved = all.filter(({ name }) => !interfaces.some((row) => row.name === name));
    const wanted = new Map(interfaces.flatMap((row) => mouthsOn(row)));
    for (const [key, ear] of earsOn(interfaces)) wanted.set(key, ear);
    for (const [key, { socket }] of [...this.#open]) {
      if (wanted.has(key)) continue;
      socket.close();
      this.#open.delete(key);
    }
    const unbound: string[] = [];
    for (const [key, { speaks, ...options }] of wanted) {
      if (this.#open.has(key)) continue;
      try {
        const socket = await this.#options.network.udp({ ...options, port: this.#options.port, shared: true });
        const door: Door = { socket, on: options.interface, ...(speaks ? { speaksFrom: options.address ?? '' } : {}) };
        this.#open.set(key, door);
        socket.listen((datagram) => {
          if (!this.#isEcho(datagram) && !this.#isElsewhere(door, datagram))
            this.#options.take(datagram, (bytes) => this.#reply(door, datagram.from, bytes));
        });
      } catch (error) {
        // the address has gone, or is not there yet; the number itself was tried before
        if (!(error instanceof Fault) || error.code === 'network/not-permitted') throw error;
        unbound.push(options.address ?? key);
      }
    }
    this.#unbound = unbound;
    this.#interfaces = interfaces;
  }

  /** To the groups, once by each interface and family. */
  async announce(frame: Uint8Array): Promise<void> {
    for (const { name } of this.#interfaces)
      for (const family of [4, 6] as const) {
        const mouths = [...this.#open.values()].filter(
          ({ on, speaksFrom }) => on === name && speaksFrom?.includes(':') === (family === 6),
        );
        // the group is a link's: so is the address that speaks to it, where there is one (RFC 4291 section 2.8)
        const mouth = mouths.find(({ speaksFrom }) => speaksFrom?.startsWith('fe80:')) ?? mouths[0];
        const to = { address: NCDP2_GROUPS[family], port: this.#options.port, transport: 'udp' as const };
        await mouth?.socket.send(frame, to);
      }
  }

  close(): void {
    for (const { socket } of this.#open.values()) socket.close();
    this.#open.clear();
  }

  /**
   * An ear that belongs to no interface hears the others as well: limited broadcasts always, and a group that somebody
   * else on this machine has joined there.
   */
  #isElsewhere({ on }: Door, { from }: Datagram): boolean {
    const ip = on === undefined ? parseIp(from.address) : undefined;
    if (ip === undefined || this.#interfaces.some((row) => isOn(row, ip))) return false;
    return this.#unserved.some((row) => isOn(row, ip));
  }

  /** What we announce comes back to us from the groups. A finder beside us may ask from the same address and port. */
  #isEcho({ bytes, from }: Datagram): boolean {
    if (from.port !== this.#options.port || bytes[LETTER_AT] !== NOTIFICATION) return false;
    return [...this.#open.values()].some(({ speaksFrom }) => speaksFrom === from.address);
  }

  #reply(door: Door, to: Endpoint, bytes: Uint8Array): void {
    const mouth = door.speaksFrom === undefined ? this.#mouthTo(to.address) : door;
    mouth?.socket.post(bytes, to);
  }

  /** The address of ours that is nearest to the sender. */
  #mouthTo(address: string): Door | undefined {
    const ip = parseIp(address);
    if (ip === undefined) return undefined;
    const mouths = [...this.#open.values()].filter(
      ({ speaksFrom }) => speaksFrom !== undefined && speaksFrom.includes(':') === (ip.family === 6),
    );
    const near = this.#interfaces.find((row) => (ip.zone === undefined ? isOn(row, ip) : row.name === ip.zone));
    const onIt = mouths.filter(({ on }) => on === near?.name);
    const same = onIt.find(
      ({ speaksFrom }) => near !== undefined && speaksFrom !== undefined && isBeside(near, speaksFrom, address),
    );
    return same ?? onIt[0] ?? mouths.find(({ on }) => !this.#isLoopback(on)) ?? mouths[0];
  }

  #isLoopback(name: string | undefined): boolean {
    return this.#interfaces.find((row) => row.name === name)?.loopback === true;
  }
}

interface Door {
  readonly socket: UdpSocket;
  readonly on: string | undefined;
  /** Present where it stands on an address of ours. */
  readonly speaksFrom?: string;
}

interface Wanted extends UdpOptions {
  readonly speaks: boolean;
}

function mouthsOn(row: NetworkInterface): (readonly [string, Wanted])[] {
  return row.addresses.map(({ address, family }) => [
    `${row.name} ${address}`,
    {
      family,
      interface: row.name,
      address,
      broadcast: false,
      multicastTtl: LINK_TTL,
      receiveBuffer: BUFFER,
      speaks: true,
    },
  ]);
}

function earsOn(interfaces: readonly NetworkInterface[]): (readonly [string, Wanted])[] {
  const ears: (readonly [string, Wanted])[] = [];
  for (const row of interfaces)
    for (const { address, family, prefixLength } of row.addresses) {
      const prefix = family === 4 ? parsePrefix(`${address}/${prefixLength}`) : undefined;
      const broadcast = prefix && broadcastOf(prefix);
      if (broadcast === undefined) continue;
      const to = formatIp(broadcast);
      ears.push([`${row.name} ${to}`, { family: 4, interface: row.name, address: to, speaks: false }]);
    }
  if (interfaces.some(({ loopback, addresses }) => !loopback && addresses.some(({ family }) => family === 4)))
    ears.push(['limited broadcast', { family: 4, address: '255.255.255.255', speaks: false }]);
  const group = NCDP2_GROUPS[4];
  const on = interfaces.filter(({ addresses }) => addresses.some(({ family }) => family === 4));
  const joinOn = on.map(({ name }) => name);
  // another address may be another interface of that name: the group is then joined again
  const key = on.map(({ name, addresses }) => `${name} ${addresses.map(({ address }) => address).join(' ')}`).join(' ');
  const groupEar = { groups: [group], joinOn, receiveBuffer: BUFFER, speaks: false };
  if (on.length > 0) ears.push([`${group} ${key}`, { family: 4, address: group, ...groupEar }]);
  for (const { name, addresses } of interfaces) {
    if (!addresses.some(({ family }) => family === 6)) continue;
    // a link's group has a zone, and its socket belongs to that link
    const address = `${NCDP2_GROUPS[6]}%${name}`;
    const ear = { groups: [NCDP2_GROUPS[6]], receiveBuffer: BUFFER, speaks: false };
    ears.push([address, { family: 6, interface: name, address, ...ear }]);
  }
  return ears;
}

function isBeside(row: NetworkInterface, own: string, address: string): boolean {
  const ip = parseIp(address);
  const addresses = row.addresses.filter((each) => each.address === own);
  return ip !== undefined && isOn({ ...row, addresses }, ip);
}

/** Section 5: group datagrams stay on the link. */
const LINK_TTL = 1;
const LETTER_AT = 5;
const NOTIFICATION = 0x4e;
const BUFFER = 512 * 1024;
