import type { Clock, Network, NetworkInterface, Transport, VirtualDevice } from '@quietport/core';

/** What every behaviour of one device shares. */
export interface Place {
  readonly network: Network;
  readonly clock: Clock;
  readonly device: VirtualDevice;
  /** The interface on which the device's address is. */
  readonly on: NetworkInterface;
  readonly admits: (address: string) => boolean;
  readonly counters: Counters;
}

export interface Closable {
  close(): Promise<void>;
}

/** Counts by the standard's number of a port. */
export class Counters {
  readonly #bytes = new Map<string, number>();
  readonly #connections = new Map<number, number>();

  add(port: number, transport: Transport, bytes: number): void {
    this.#bytes.set(`${transport} ${port}`, this.bytes(port, transport) + bytes);
  }

  connected(port: number): void {
    this.#connections.set(port, this.connections(port) + 1);
  }

  bytes(port: number, transport: Transport): number {
    return this.#bytes.get(`${transport} ${port}`) ?? 0;
  }

  connections(port: number): number {
    return this.#connections.get(port) ?? 0;
  }
}
