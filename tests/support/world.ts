import { setMaxListeners } from 'node:events';
import {
  type Attempt,
  type Catalogue,
  type Clock,
  Gate,
  type GatePolicy,
  type Looked,
  type LookOrder,
  look,
  type NeighbourTable,
  type Network,
  type Observation,
  parsePrefix,
  segmentsOf,
} from '../../packages/core/src/index.ts';
import { systemCryptography } from '../../packages/node/src/index.ts';
import { seededDice } from '../../packages/virtual/src/index.ts';

export interface LookedAt {
  readonly looked: Looked;
  readonly observations: readonly Observation[];
  readonly attempts: readonly Attempt[];
  readonly gate: Gate;
}

/** A gate for a network whose every private prefix is in scope, with `more` in place of the defaults. */
export function openGate(network: Network, clock: Clock, more: Partial<GatePolicy> = {}): Gate {
  const scope = {
    prefixes: ['10.0.0.0/8', '192.0.2.0/24', '127.0.0.0/8'].map((text) => parsePrefix(text)!),
    ranges: [],
    excluded: [],
    publicToo: true,
  };
  const policy: GatePolicy = {
    scope,
    rate: 100_000,
    perHost: 400,
    knockPrintPorts: false,
    standardPort: (_address, port) => port,
    ...more,
  };
  return new Gate(network, policy, clock);
}

/** One look from a simulated host at its own segment (or at what `more` says), in no real time. */
export async function lookFrom(
  network: Network,
  clock: Clock,
  catalogue: Catalogue,
  more: Partial<LookOrder> = {},
  policy: Partial<GatePolicy> = {},
  neighbours?: NeighbourTable,
): Promise<LookedAt> {
  const interfaces = (await network.interfaces()).filter((row) => !row.loopback);
  const order: LookOrder = {
    segments: segmentsOf(interfaces),
    bySegment: true,
    ranges: [],
    excluded: [],
    addresses: [],
    passive: false,
    patienceMs: 4_000,
    waitMs: 500,
    tries: 3,
    community: 'public',
    neighbourLimit: 800,
    ...more,
  };
  const gate = openGate(network, clock, policy);
  const observations: Observation[] = [];
  const attempts: Attempt[] = [];
  const looked = await look(
    order,
    { gate, clock, dice: seededDice(7), cryptography: systemCryptography, catalogue, host: 'here', neighbours },
    { observed: (row) => observations.push(row), attempted: (row) => attempts.push(row) },
    patientSignal(),
  );
  return { looked, observations, attempts, gate };
}

/** A signal that never fires, on which as many conversations may wait as a look holds: that is no leak. */
export function patientSignal(): AbortSignal {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return signal;
}
