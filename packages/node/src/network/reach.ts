import {
  canonicalIp,
  classOf,
  contains,
  Fault,
  formatIp,
  type IpAddress,
  type NetworkInterface,
  parseIp,
  parsePrefix,
} from '@quietport/core';
import { systemClock } from '../clock.ts';
import { machineInterfaces } from './machine-interfaces.ts';
import { machineRoutes, type Route, routesTo } from './route-table.ts';

/** What decides where packets go. */
export interface Machine {
  readonly interfaces: readonly NetworkInterface[];
  readonly routes: readonly Route[];
}

/**
 * How far the sockets of this process may go. With a list of interfaces nothing leaves by another one and nothing that
 * came by another one is heard; without a list there is no limit here (the gate has its own).
 */
export class Reach {
  readonly #allowed: readonly string[] | undefined;
  readonly #look: () => Machine;
  #seen: Machine;
  #seenAt: number;
  readonly #permits = this.remembering((address: string) => this.#mayGoTo(address));

  constructor(allowed: readonly string[] | undefined, look: () => Machine = lookAtMachine) {
    this.#allowed = allowed;
    this.#look = look;
    this.#seen = look();
    this.#seenAt = systemClock.monotonic();
  }

  get limited(): boolean {
    return this.#allowed !== undefined;
  }

  /** The interfaces that may be used. */
  interfaces(): readonly NetworkInterface[] {
    return this.#machine().interfaces.filter(({ name }) => this.#allowed?.includes(name) ?? true);
  }

  /** The interface of that name; an error where it does not exist or may not be used. */
  interface(name: string): NetworkInterface {
    if (this.#allowed !== undefined && !this.#allowed.includes(name)) {
      throw new Fault('scope/interface-not-allowed', { interface: name, allowed: this.#allowed.join(', ') });
    }
    const interfaces = this.interfaces();
    const found = interfaces.find((row) => row.name === name);
    if (found) return found;
    const known = interfaces.map((row) => row.name).join(', ');
    throw new Fault('scope/no-such-interface', { interface: name, known });
  }

  /** True where a datagram or a connection to this (unicast or directed broadcast) address stays in bounds. */
  permits(address: string): boolean {
    if (this.#allowed === undefined) return true;
    return this.#permits(address);
  }

  #mayGoTo(address: string): boolean {
    const ip = parseIp(canonicalIp(address));
    if (ip === undefined) return false;
    const ways = this.#ways(ip);
    return ways.length > 0 && ways.every((name) => this.#allowed?.includes(name));
  }

  /** An error where the address is out of bounds. */
  demand(address: string): void {
    if (!this.permits(address)) this.#refuse(address);
  }

  /** An error where a UDP socket may not be bound to this address; the wildcard may, because what it hears is sifted. */
  demandBind(address: string): void {
    const ip = parseIp(address);
    if (this.#allowed === undefined || ip === undefined) return;
    const kind = classOf(ip);
    if (kind === 'unspecified' || kind === 'multicast') return;
    // an ear for limited broadcasts hears real segments only
    if (kind === 'broadcast' && this.interfaces().some(({ loopback }) => !loopback)) return;
    if (!this.permits(address)) this.#refuse(address);
  }

  /** An error where a TCP server may not stand on this address. A wildcard would answer every interface. */
  demandListen(address: string): void {
    const ip = parseIp(address);
    if (this.#allowed !== undefined && (ip === undefined || classOf(ip) === 'unspecified')) this.#refuse(address);
    this.demand(address);
  }

  /** The local address to connect from, so that the connection really leaves by the interface that was judged. */
  sourceFor(address: string): string | undefined {
    const ip = parseIp(canonicalIp(address));
    if (!this.limited || ip?.family !== 4 || classOf(ip) === 'loopback') return undefined;
    const [way] = this.#ways(ip);
    const own = this.interfaces()
      .find(({ name }) => name === way)
      ?.addresses.filter(({ family }) => family === 4);
    return (own?.find((row) => isWithin(row, ip)) ?? own?.[0])?.address;
  }

  /** True where a datagram from this address may be taken by a socket that belongs to the given interface. */
  hears(from: string, on: string | undefined): boolean {
    const ip = parseIp(from);
    if (ip === undefined || !this.permits(from)) return false;
    if (on === undefined) return true;
    if (ip.zone !== undefined) return ip.zone === on;
    // the kernel hands a wildcard socket what came by any interface: it belongs to the socket of the other one
    const near = this.#machine().interfaces.filter(({ addresses }) => addresses.some((row) => isWithin(row, ip)));
    return near.length === 0 || near.some(({ name }) => name === on);
  }

  /** The limited broadcast: only from a socket bound to an address of a real interface it leaves where it should. */
  permitsLimitedBroadcast(boundTo: string): boolean {
    if (!this.limited) return true;
    const own = this.interfaces().find(({ addresses }) => addresses.some(({ address }) => address === boundTo));
    return (own !== undefined && !own.loopback) || this.permits('255.255.255.255');
  }

  #ways(ip: IpAddress): readonly string[] {
    const { interfaces, routes } = this.#machine();
    if (ip.zone !== undefined) return [ip.zone];
    if (classOf(ip) === 'loopback') return interfaces.filter(({ loopback }) => loopback).map(({ name }) => name);
    // the kernel routes our own addresses by way of lo; for us they belong to the interface that has them
    const own = interfaces.filter((row) => row.addresses.some(({ address }) => address === formatIp(ip)));
    return own.length > 0 ? own.map(({ name }) => name) : routesTo(routes, ip);
  }

  /** The same judgement, asked once of an address for each look at the machine: a server asks it of every datagram. */
  remembering<T>(judge: (address: string) => T): (address: string) => T {
    const judged = new Map<string, T>();
    let by: Machine | undefined;
    return (address) => {
      const machine = this.#machine();
      if (machine !== by || judged.size >= JUDGED_MOST) judged.clear();
      by = machine;
      const before = judged.get(address);
      if (before !== undefined || judged.has(address)) return before as T;
      const answer = judge(address);
      judged.set(address, answer);
      return answer;
    };
  }

  #machine(): Machine {
    // the table is read again after a second: reading it for every datagram of a sweep would cost more than the sweep
    const now = systemClock.monotonic();
    if (now - this.#seenAt > 1000) {
      this.#seen = this.#look();
      this.#seenAt = now;
    }
    return this.#seen;
  }

  #refuse(address: string): never {
    throw new Fault('scope/address-not-allowed', { address, allowed: this.#allowed?.join(', ') ?? '' });
  }
}

function lookAtMachine(): Machine {
  const interfaces = machineInterfaces();
  return { interfaces, routes: machineRoutes(interfaces) };
}

const JUDGED_MOST = 4096;

function isWithin(own: NetworkInterface['addresses'][number], ip: IpAddress): boolean {
  const prefix = parsePrefix(`${own.address}/${own.prefixLength}`);
  return prefix !== undefined && contains(prefix, ip);
}
