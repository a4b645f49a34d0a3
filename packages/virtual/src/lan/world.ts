import {
  contains,
  type Datagram,
  type Endpoint,
  type IpAddress,
  type NetworkInterface,
  parsePrefix,
} from '@quietport/core';
import type { SimulatedStream } from './simulated-stream.ts';
import type { Faults, Wire } from './wire.ts';

/** How a host misbehaves. */
export interface HostFaults extends Faults {
  /** Takes nothing and answers nothing. */
  readonly blackhole?: boolean;
  /** TCP ports where a connect is never answered. */
  readonly filtered?: readonly number[];
  /** Its datagrams bear this address instead of its own. */
  readonly answersFrom?: string;
}

export interface SimulatedInterface extends NetworkInterface {
  readonly segment: string;
}

/** A host as its sockets and its neighbours see it. */
export interface HostState {
  readonly name: string;
  readonly lan: LanState;
  /** The loopback interface first. */
  readonly interfaces: readonly SimulatedInterface[];
  readonly privileged: boolean;
  readonly faults: HostFaults;
  readonly udp: UdpEar[];
  readonly tcp: TcpListener[];
  has(address: string): boolean;
  /** The interface by which a unicast address is reached. */
  wayTo(ip: IpAddress): SimulatedInterface | undefined;
  freePort(taken: (port: number) => boolean): number;
  count(port: number, transport: Endpoint['transport'], bytes: number): void;
}

export interface LanState {
  readonly wire: Wire;
  readonly hosts: readonly HostState[];
  /** The hosts that hear what is sent on a segment, in the order in which they were put there. */
  on(segment: string): readonly HostState[];
  faultsOf(segment: string): Faults;
}

/** A bound UDP socket. */
export interface UdpEar {
  /** True where a socket with these wishes cannot stand beside this one. */
  clashes(family: 4 | 6, address: string, port: number, shared: boolean): boolean;
  /** How closely a datagram fits: 2 to its very address, 1 to the wildcard, 0 not at all. */
  fit(to: Endpoint, on: SimulatedInterface, many: boolean): 0 | 1 | 2;
  take(datagram: Datagram): void;
}

/** A TCP port that is listened on. */
export interface TcpListener {
  readonly address: string;
  readonly port: number;
  accept(stream: SimulatedStream): void;
}

export function isWithin(own: NetworkInterface['addresses'][number], ip: IpAddress): boolean {
  const prefix = parsePrefix(`${own.address}/${own.prefixLength}`);
  return prefix !== undefined && contains(prefix, ip);
}
