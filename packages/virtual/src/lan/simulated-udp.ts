import {
  broadcastOf,
  classOf,
  type Datagram,
  type Endpoint,
  Fault,
  formatIp,
  type IpAddress,
  parseIp,
  parsePrefix,
  type SendFailure,
  type UdpOptions,
  type UdpSocket,
} from '@quietport/core';
import type { HostState, SimulatedInterface, UdpEar } from './world.ts';

/** Binds a UDP socket on a host. */
export function openSimulatedUdp(host: HostState, options: UdpOptions): SimulatedUdpSocket {
  const on =
    options.interface === undefined ? undefined : host.interfaces.find(({ name }) => name === options.interface);
  if (options.interface !== undefined && on === undefined) {
    const known = host.interfaces.map(({ name }) => name).join(', ');
    throw new Fault('scope/no-such-interface', { interface: options.interface, known });
  }
  const address = options.address ?? ownAddress(options, on) ?? (options.family === 4 ? '0.0.0.0' : '::');
  if (!mayBind(host, address)) throw new Fault('network/no-such-address', { address });
  const clash = (port: number): boolean =>
    host.udp.some((other) => other.clashes(options.family, address, port, options.shared === true));
  const port = options.port ?? host.freePort(clash);
  const at = { address, port, transport: 'udp' as const };
  if (port < 1024 && !host.privileged) throw new Fault('network/not-permitted', at);
  if (clash(port)) throw new Fault('network/address-in-use', at);
  const socket = new SimulatedUdpSocket(host, options, on, at);
  host.udp.push(socket);
  return socket;
}

/** As on a real machine: with an interface and nothing else the socket stands on the interface's own address. */
function ownAddress(options: UdpOptions, on: SimulatedInterface | undefined): string | undefined {
  const listens = options.port !== undefined || (options.groups ?? []).length > 0;
  if (on === undefined || listens || (options.family === 6 && !on.loopback)) return undefined;
  const own = on.addresses.find(({ family }) => family === options.family)?.address;
  if (own === undefined) throw new Fault('network/no-such-address', { address: `${on.name} (IPv${options.family})` });
  return own;
}

function mayBind(host: HostState, address: string): boolean {
  const ip = parseIp(address);
  if (ip === undefined) return false;
  const kind = classOf(ip);
  if (kind === 'unspecified' || kind === 'multicast' || kind === 'broadcast') return true;
  return host.has(address) || host.interfaces.some((row) => broadcastsOf(row).includes(address));
}

function broadcastsOf(row: SimulatedInterface): readonly string[] {
  return row.addresses.flatMap(({ address, prefixLength }) => {
    const prefix = parsePrefix(`${address}/${prefixLength}`);
    const broadcast = prefix && broadcastOf(prefix);
    return broadcast === undefined ? [] : [formatIp(broadcast)];
  });
}

export class SimulatedUdpSocket implements UdpSocket, UdpEar {
  readonly local: Endpoint;
  readonly #host: HostState;
  readonly #options: UdpOptions;
  readonly #on: SimulatedInterface | undefined;
  #listener: ((datagram: Datagram) => void) | undefined;
  #early: Datagram[] = [];
  #closed = false;

  constructor(host: HostState, options: UdpOptions, on: SimulatedInterface | undefined, local: Endpoint) {
    this.#host = host;
    this.#options = options;
    this.#on = on;
    this.local = local;
  }

  listen(listener: (datagram: Datagram) => void): void {
    this.#listener = listener;
    for (const datagram of this.#early.splice(0)) listener(datagram);
  }

  async send(bytes: Uint8Array, to: Endpoint): Promise<SendFailure | undefined> {
    const ip = parseIp(to.address);
    if (this.#closed) return 'denied';
    if (ip === undefined || ip.family !== this.#options.family) return 'unreachable';
    if (bytes.length > DATAGRAM_MOST) return 'too-large';
    const kind = classOf(ip);
    const many = kind === 'multicast' || kind === 'broadcast';
    const way = many ? this.#wayToMany(ip) : this.#host.wayTo(ip);
    const source = way && this.#sourceOn(way, ip);
    if (way === undefined || source === undefined) return 'unreachable';
    const broadcast = kind === 'broadcast' || broadcastsOf(way).includes(formatIp(ip));
    if (broadcast && this.#options.broadcast !== true) return 'denied';
    this.#put(new Uint8Array(bytes), to, way, source, kind === 'multicast' || broadcast);
    return undefined;
  }

  post(bytes: Uint8Array, to: Endpoint): void {
    void this.send(bytes, to);
  }

  async sendEach(bytes: Uint8Array, addresses: readonly string[], port: number): Promise<number> {
    const to = addresses.map((address) => ({ address, port, transport: 'udp' as const }));
    const outcomes = await Promise.all(to.map((endpoint) => this.send(bytes, endpoint)));
    return outcomes.filter((failure) => failure === undefined).length;
  }

  close(): void {
    this.#closed = true;
    this.#listener = undefined;
    this.#early = [];
    const at = this.#host.udp.indexOf(this);
    if (at >= 0) this.#host.udp.splice(at, 1);
  }

  clashes(family: 4 | 6, address: string, port: number, shared: boolean): boolean {
    if (family !== this.#options.family || port !== this.local.port) return false;
    const overlap = address === this.local.address || isWildcard(address) || isWildcard(this.local.address);
    return overlap && !(shared && this.#options.shared === true);
  }

  fit(to: Endpoint, on: SimulatedInterface, many: boolean): 0 | 1 | 2 {
    if (to.port !== this.local.port || to.address.includes(':') !== (this.#options.family === 6)) return 0;
    const bare = to.address.replace(/%.*$/, '');
    const kind = classOf(parseIp(bare)!);
    if (many && this.#on !== undefined && this.#on.name !== on.name) return 0;
    const { groups = [], joinOn } = this.#options;
    if (kind === 'multicast' && !groups.includes(bare)) return 0;
    if (kind === 'multicast' && joinOn?.includes(on.name) === false) return 0;
    if (this.local.address.replace(/%.*$/, '') === bare) return 2;
    return isWildcard(this.local.address) ? 1 : 0;
  }

  take(datagram: Datagram): void {
    if (this.#listener) this.#listener(datagram);
    else if (!this.#closed && this.#early.length < EARLY_MOST) this.#early.push(datagram);
  }

  #wayToMany(ip: IpAddress): SimulatedInterface | undefined {
    const zone = ip.zone === undefined ? undefined : this.#host.interfaces.find(({ name }) => name === ip.zone);
    const own = isWildcard(this.local.address)
      ? undefined
      : this.#host.interfaces.find((row) => holds(row, this.local.address));
    return zone ?? this.#on ?? own ?? this.#host.interfaces[1] ?? this.#host.interfaces[0];
  }

  #sourceOn(way: SimulatedInterface, to: IpAddress): string | undefined {
    if (this.#host.faults.answersFrom !== undefined && !way.loopback) return this.#host.faults.answersFrom;
    const bound = parseIp(this.local.address);
    const kind = bound && classOf(bound);
    const many = kind === 'multicast' || kind === 'unspecified' || broadcastsOf(way).includes(this.local.address);
    if (!many) return this.local.address;
    // to one of our own addresses we speak from that address
    if (way.loopback && classOf(to) !== 'loopback' && classOf(to) !== 'multicast') return formatIp(to);
    const own = way.addresses.filter(({ family }) => family === to.family);
    const scope = classOf(to) === 'link-local' || classOf(to) === 'multicast' ? 'link-local' : undefined;
    return (own.find(({ address }) => classOf(parseIp(address)!) === scope) ?? own[0])?.address;
  }

  #put(bytes: Uint8Array, to: Endpoint, way: SimulatedInterface, source: string, many: boolean): void {
    const { lan } = this.#host;
    const targets = way.loopback ? [this.#host] : lan.on(way.segment).filter((host) => many || host.has(to.address));
    for (const target of targets) {
      const faults = way.loopback ? [] : [lan.faultsOf(way.segment), target.faults];
      lan.wire.carry(faults, () => {
        if (!target.faults.blackhole) arrive(target, bytes, to, way, { ...this.local, address: source }, many);
      });
    }
  }
}

function arrive(
  host: HostState,
  bytes: Uint8Array,
  to: Endpoint,
  way: SimulatedInterface,
  from: Endpoint,
  many: boolean,
): void {
  const on = host.interfaces.find(({ segment }) => segment === way.segment) ?? way;
  host.count(to.port, 'udp', bytes.length);
  const ip = parseIp(from.address);
  // a link-local sender is named with the interface that heard it
  const sender = ip?.family === 6 && classOf(ip) === 'link-local' ? formatIp({ ...ip, zone: on.name }) : from.address;
  const fits = host.udp.map((socket) => ({ socket, fit: socket.fit(to, on, many) })).filter(({ fit }) => fit > 0);
  // one datagram to one socket: the closest, of several the youngest
  const best = Math.max(...fits.map(({ fit }) => fit));
  const takers = many ? fits : fits.filter(({ fit }) => fit === best).slice(-1);
  for (const { socket } of takers) socket.take({ from: { ...from, address: sender }, bytes: new Uint8Array(bytes) });
}

function holds(row: SimulatedInterface, address: string): boolean {
  const ip = parseIp(address);
  if (row.loopback && ip !== undefined && classOf(ip) === 'loopback') return true;
  return row.addresses.some((own) => own.address === address) || broadcastsOf(row).includes(address);
}

function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

// RFC 768, RFC 791: 65535 less the heads
const DATAGRAM_MOST = 65507;
const EARLY_MOST = 256;
