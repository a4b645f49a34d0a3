import { createSocket, type Socket, type SocketOptions } from 'node:dgram';
import {
  canonicalIp,
  classOfText,
  type Datagram,
  type Endpoint,
  Fault,
  type NetworkInterface,
  parseIp,
  type SendFailure,
  type UdpOptions,
  type UdpSocket,
} from '@quietport/core';
import { nextTurn } from '../clock.ts';
import type { Reach } from './reach.ts';
import { bindFault, sendFailure } from './system-error.ts';

/**
 * One socket on one interface. Where only a family and an interface are named, IPv4 sockets stand on the interface's
 * own address: then the limited broadcast leaves by it too (Linux takes the device from the source address).
 */
export async function openUdp(options: UdpOptions, reach: Reach): Promise<UdpSocket> {
  const on = interfaceFor(options, reach);
  const address = options.address ?? ownAddress(options, on) ?? (options.family === 4 ? '0.0.0.0' : '::');
  reach.demandBind(address);
  const socket = createSocket(socketOptions(options));
  const ear = new NodeUdpSocket(socket, on?.name, reach);
  const at = { address, port: options.port ?? 0, transport: 'udp' as const };
  try {
    await bind(socket, at.address, at.port);
    prepare(socket, options, on, reach);
  } catch (error) {
    ear.close();
    throw error instanceof Fault ? error : bindFault(error, at);
  }
  ear.open();
  return ear;
}

/** The interface that the socket belongs to: the one named, or the only one that may be used. */
function interfaceFor(options: UdpOptions, reach: Reach): NetworkInterface | undefined {
  if (options.interface !== undefined) return reach.interface(options.interface);
  const usable = reach.limited ? reach.interfaces() : [];
  return usable.length === 1 ? usable[0] : undefined;
}

function ownAddress(options: UdpOptions, on: NetworkInterface | undefined): string | undefined {
  const listens = options.port !== undefined || (options.groups ?? []).length > 0;
  if (on === undefined || listens) return undefined;
  if (options.family === 6) return on.loopback ? '::1' : undefined;
  const own = on.addresses.find(({ family }) => family === 4)?.address;
  if (own === undefined) throw new Fault('network/no-such-address', { address: `${on.name} (IPv4)` });
  return own;
}

function socketOptions(options: UdpOptions): SocketOptions {
  const literal: SocketOptions['lookup'] = (host, _options, done) => done(null, host, options.family);
  return {
    type: options.family === 4 ? 'udp4' : 'udp6',
    reuseAddr: options.shared === true,
    ...(options.shared === true && canReusePort ? { reusePort: true } : {}),
    ...(options.family === 6 ? { ipv6Only: true } : {}),
    lookup: literal,
  };
}

function bind(socket: Socket, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address, port, exclusive: true }, () => {
      socket.removeListener('error', reject);
      resolve();
    });
  });
}

function prepare(socket: Socket, options: UdpOptions, on: NetworkInterface | undefined, reach: Reach): void {
  if (options.broadcast === true) socket.setBroadcast(true);
  const ways = options.joinOn?.map((name) => reach.interface(name)) ?? waysOf(on, reach);
  const doors = ways.flatMap((way) => groupDoor(way, options.family));
  if (doors[0] !== undefined) socket.setMulticastInterface(doors[0]);
  for (const group of options.groups ?? []) {
    if (ways.length === 0) socket.addMembership(group);
    for (const door of doors) socket.addMembership(group, door);
  }
  if (options.multicastTtl !== undefined) socket.setMulticastTTL(options.multicastTtl);
  // others on this machine (a virtual fleet) shall hear us as well
  socket.setMulticastLoopback(true);
  const { receiveBuffer, sendBuffer } = options;
  if (receiveBuffer !== undefined) enlarge(() => socket.setRecvBufferSize(receiveBuffer));
  if (sendBuffer !== undefined) enlarge(() => socket.setSendBufferSize(sendBuffer));
}

function waysOf(on: NetworkInterface | undefined, reach: Reach): readonly NetworkInterface[] {
  if (on !== undefined) return [on];
  return reach.limited ? reach.interfaces() : [];
}

/** How Node names an interface for groups: by its IPv4 address, by its zone for IPv6. */
function groupDoor(on: NetworkInterface, family: 4 | 6): string[] {
  const own = on.addresses.find((row) => row.family === family);
  if (own === undefined) return [];
  return [family === 4 ? own.address : `::%${on.name}`];
}

function enlarge(ask: () => void): void {
  try {
    ask();
  } catch {
    // the system's own size remains: slower or with more loss under load, never a wrong answer
  }
}

class NodeUdpSocket implements UdpSocket {
  readonly #socket: Socket;
  readonly #on: string | undefined;
  readonly #limited: boolean;
  /** Whether a datagram may leave for an address. */
  readonly #wayTo: (address: string) => 'open' | 'denied' | 'unreachable';
  #local: Endpoint = { address: '', port: 0, transport: 'udp' };
  #listener: ((datagram: Datagram) => void) | undefined;
  #early: Datagram[] = [];
  #closed = false;

  constructor(socket: Socket, on: string | undefined, reach: Reach) {
    this.#socket = socket;
    this.#on = on;
    this.#limited = reach.limited;
    this.#wayTo = reach.remembering((address) => {
      if (reach.limited && !this.#staysInBounds(address, reach)) return 'denied';
      return parseIp(address) === undefined ? 'unreachable' : 'open';
    });
    const hears = reach.remembering((address) => reach.hears(address, on));
    // without a listener an 'error' event would end the process; a failed send is reported by its own callback
    socket.on('error', () => undefined);
    socket.on('message', (bytes, from) => {
      // an IPv4 address comes in its one form
      const address = from.family === 'IPv4' ? from.address : canonicalIp(from.address);
      if (!hears(address)) return;
      // Node hands each datagram over in memory of its own: a view is enough
      const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
      this.#take({ from: { address, port: from.port, transport: 'udp' }, bytes: view });
    });
  }

  get local(): Endpoint {
    return this.#local;
  }

  open(): void {
    const { address, port } = this.#socket.address();
    this.#local = { address: canonicalIp(address), port, transport: 'udp' };
  }

  listen(listener: (datagram: Datagram) => void): void {
    this.#listener = listener;
    for (const datagram of this.#early.splice(0)) listener(datagram);
  }

  send(bytes: Uint8Array, to: Endpoint): Promise<SendFailure | undefined> {
    const bar = this.#barOf(to);
    if (bar !== undefined) return Promise.resolve(bar);
    return new Promise((resolve) => {
      try {
        this.#socket.send(bytes, to.port, to.address, (error) => resolve(error ? sendFailure(error) : undefined));
      } catch (error) {
        resolve(sendFailure(error));
      }
    });
  }

  post(bytes: Uint8Array, to: Endpoint): void {
    if (this.#barOf(to) !== undefined) return;
    try {
      this.#socket.send(bytes, to.port, to.address);
    } catch {
      // nobody asks
    }
  }

  async sendEach(bytes: Uint8Array, addresses: readonly string[], port: number): Promise<number> {
    let sent = 0;
    let open = 0;
    let rest: (() => void) | undefined;
    // one callback for all and no promise a packet: this is what a sweep's speed hangs on
    const handed = (error: Error | null): void => {
      if (!error) sent++;
      if (--open === 0) rest?.();
    };
    for (const address of addresses) {
      if (this.#closed || (this.#limited && this.#wayTo(address) !== 'open')) continue;
      open++;
      try {
        this.#socket.send(bytes, port, address, handed);
      } catch {
        open--;
      }
    }
    await nextTurn();
    if (open > 0)
      await new Promise<void>((resolve) => {
        rest = resolve;
      });
    return sent;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#listener = undefined;
    this.#early = [];
    this.#socket.close();
  }

  #barOf({ address, port }: Endpoint): SendFailure | undefined {
    if (this.#closed) return 'denied';
    const way = this.#wayTo(address);
    if (way !== 'open') return way;
    return port < 1 || port > 65535 ? 'unreachable' : undefined;
  }

  #staysInBounds(address: string, reach: Reach): boolean {
    const kind = classOfText(address);
    if (kind === 'broadcast') return reach.permitsLimitedBroadcast(this.#local.address);
    if (kind !== 'multicast') return reach.permits(address);
    // groups leave by the interface that was set, or by the one whose zone stands behind the address
    const zone = parseIp(address)?.zone;
    return zone === undefined || zone === this.#on;
  }

  #take(datagram: Datagram): void {
    if (this.#listener) this.#listener(datagram);
    else if (!this.#closed && this.#early.length < EARLY_MOST) this.#early.push(datagram);
  }
}

const EARLY_MOST = 256;

// dgram's `reusePort` came with 22.12 and 23.1; with it, programs that set SO_REUSEPORT alone share as well
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const canReusePort =
  process.platform === 'linux' && (major > 23 || (major === 22 && minor >= 12) || (major === 23 && minor >= 1));
