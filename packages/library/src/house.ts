import { hostname } from 'node:os';
import { type Catalogue, type Clock, catalogue, type Dice, type Network, type Store } from '@quietport/core';
import { openNetwork, systemClock, systemDice } from '@quietport/node';

/** What the verbs work with: the machine's network, clock and dice, the rooms, and the store that remembers. */
export interface House {
  readonly network: Network;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly catalogue: Catalogue;
  readonly store: Store;
  /** The name of this machine: the vantage of what is heard here. */
  readonly host: string;
  /** The interfaces that nothing goes beyond, where a person set such a limit. */
  readonly allowedInterfaces?: readonly string[];
}

/** The real world. `allowedInterfaces` (QUIETPORT_INTERFACES) is honoured before a socket opens. */
export function openHouse(store: Store, allowedInterfaces?: readonly string[]): House {
  const limits = allowedInterfaces === undefined ? {} : { allowedInterfaces };
  return {
    network: openNetwork(limits),
    clock: systemClock,
    dice: systemDice,
    catalogue,
    store,
    host: hostname(),
    ...limits,
  };
}
