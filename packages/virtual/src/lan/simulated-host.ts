import { classOf, formatIp, type IpAddress, type Network, parseIp, type Transport } from '@quietport/core';
import { SimulatedNetwork } from './simulated-network.ts';
import {
  type HostFaults,
  type HostState,
  isWithin,
  type LanState,
  type SimulatedInterface,
  type TcpListener,
  type UdpEar,
} from './world.ts';

export interface HostInterface {
  /** `eth0` if absent. */
  readonly name?: string;
  readonly segment: string;
  /** With the length of the prefix: `192.0.2.9/24`. */
  readonly addresses: readonly string[];
  readonly mac?: string;
  readonly pointToPoint?: boolean;
}

export interface HostOptions {
  readonly name: string;
  readonly interfaces: readonly HostInterface[];
  readonly faults?: HostFaults;
  /** False: ports below 1024 may not be bound. */
  readonly privileged?: boolean;
}

/** One host of a simulated LAN, with a loopback interface that reaches itself alone. */
export class SimulatedHost implements HostState {
  readonly name: string;
  readonly lan: LanState;
  readonly interfaces: readonly SimulatedInterface[];
  readonly privileged: boolean;
  readonly network: Network;
  readonly udp: UdpEar[] = [];
  readonly tcp: TcpListener[] = [];
  /** May be changed while the world runs. */
  faults: HostFaults;
  readonly #received = new Map<string, number>();
  #nextPort = 49152;

  constructor(lan: LanState, options: HostOptions) {
    this.lan = lan;
    this.name = options.name;
    this.privileged = options.privileged ?? true;
    this.faults = options.faults ?? {};
    this.interfaces = [loopbackOf(options.name), ...options.interfaces.map(interfaceOf)];
    this.network = new SimulatedNetwork(this);
  }

  /** Bytes of payload that came to a port, whether or not anybody took them. */
  received(port: number, transport: Transport): number {
    return this.#received.get(`${transport} ${port}`) ?? 0;
  }

  count(port: number, transport: Transport, bytes: number): void {
    this.#received.set(`${transport} ${port}`, this.received(port, transport) + bytes);
  }

  has(address: string): boolean {
    const ip = parseIp(address);
    if (ip === undefined) return false;
    // all of 127/8 is ours, as on Linux
    if (classOf(ip) === 'loopback') return true;
    const bare = formatIp({ family: ip.family, bytes: ip.bytes });
    return this.interfaces.some((row) => row.addresses.some((own) => own.address.replace(/%.*$/, '') === bare));
  }

  /** The interface by which a unicast address is reached. */
  wayTo(ip: IpAddress): SimulatedInterface | undefined {
    if (this.has(formatIp(ip))) return this.interfaces[0];
    if (ip.zone !== undefined) return this.interfaces.find(({ name }) => name === ip.zone);
    return this.interfaces.find((row) => row.addresses.some((own) => isWithin(own, ip)));
  }

  /** A free port, counting up from the dynamic range. */
  freePort(taken: (port: number) => boolean): number {
    do this.#nextPort = this.#nextPort >= 65535 ? 49152 : this.#nextPort + 1;
    while (taken(this.#nextPort));
    return this.#nextPort;
  }
}

function loopbackOf(host: string): SimulatedInterface {
  return {
    name: 'lo',
    loopback: true,
    pointToPoint: false,
    segment: `loopback of ${host}`,
    addresses: [
      { address: '127.0.0.1', family: 4, prefixLength: 8 },
      { address: '::1', family: 6, prefixLength: 128 },
    ],
  };
}

function interfaceOf(options: HostInterface): SimulatedInterface {
  const name = options.name ?? 'eth0';
  const addresses = options.addresses.map((text) => {
    const [bare = '', length] = text.split('/');
    const ip = parseIp(bare);
    if (ip === undefined || length === undefined) throw new RangeError(`"${text}" is no address with a prefix length`);
    const zoned = ip.family === 6 && classOf(ip) === 'link-local' ? { ...ip, zone: name } : ip;
    return { address: formatIp(zoned), family: ip.family, prefixLength: Number(length) };
  });
  return {
    name,
    ...(options.mac === undefined ? {} : { mac: options.mac }),
    loopback: false,
    pointToPoint: options.pointToPoint ?? false,
    addresses,
    segment: options.segment,
  };
}
