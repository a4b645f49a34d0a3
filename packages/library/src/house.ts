import { hostname } from 'node:os';
import {
  type Catalogue,
  type Clock,
  type Cryptography,
  catalogue,
  type Dice,
  type Locksmith,
  type NeighbourTable,
  type Network,
  type PinBook,
  type Store,
} from '@quietport/core';
import {
  neighbourLimit,
  openMemoryStore,
  openNetwork,
  systemClock,
  systemCryptography,
  systemDice,
  systemNeighbours,
} from '@quietport/node';

/** What the verbs work with: the machine's network, clock and dice, the rooms, and the store that remembers. */
export interface House {
  readonly network: Network;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly cryptography: Cryptography;
  /** Who hands out keys to devices; without one only what everybody may read is asked. */
  readonly locksmith?: Locksmith;
  /** Who knows which certificates devices are to show; without one any will do. */
  readonly pins?: PinBook;
  readonly catalogue: Catalogue;
  readonly store: Store;
  /** The name of this machine: the vantage of what is heard here. */
  readonly host: string;
  /** What the system remembers of its neighbours. */
  readonly neighbours?: NeighbourTable;
  /** How many addresses of a segment this machine can hold at a time; beyond it datagrams vanish. */
  neighbourLimit(): Promise<number>;
  /** The interfaces that nothing goes beyond, where a person set such a limit. */
  readonly allowedInterfaces?: readonly string[];
}

export interface HouseWish {
  /** What remembers; by default a store that lasts as long as the process. */
  readonly store?: Store;
  readonly locksmith?: Locksmith | undefined;
  readonly pins?: PinBook | undefined;
  /** Nothing goes beyond these interfaces (QUIETPORT_INTERFACES): honoured before a socket opens. */
  readonly allowedInterfaces?: readonly string[] | undefined;
}

/** The real world. */
export function openHouse({ store = openMemoryStore(), locksmith, pins, allowedInterfaces }: HouseWish = {}): House {
  const limits = allowedInterfaces === undefined ? {} : { allowedInterfaces };
  return {
    network: openNetwork(limits),
    clock: systemClock,
    dice: systemDice,
    cryptography: systemCryptography,
    ...(locksmith === undefined ? {} : { locksmith }),
    ...(pins === undefined ? {} : { pins }),
    catalogue,
    store,
    host: hostname(),
    neighbours: systemNeighbours,
    neighbourLimit,
    ...limits,
  };
}

/** The same house, whose sockets go no further than these interfaces. Host names are asked for wherever it asked before. */
export function houseOn(house: House, interfaces: readonly string[]): House {
  const { network } = house;
  const narrow = openNetwork({ allowedInterfaces: interfaces });
  return { ...house, network: { ...narrow, resolve: (name, signal) => network.resolve(name, signal) } };
}
