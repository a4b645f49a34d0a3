import type { Clock } from '../../contracts/clock.ts';
import type { Locksmith } from '../../contracts/credentials.ts';
import type { Cryptography } from '../../contracts/cryptography.ts';
import type { Dice } from '../../contracts/dice.ts';
import type { NeighbourTable } from '../../contracts/neighbours.ts';
import type { Catalogue } from '../../contracts/protocol.ts';
import type { Fault } from '../../model/fault.ts';
import type { Attempt, Observation } from '../../model/observation.ts';
import type { Gate } from '../gate/gate.ts';
import type { Tape } from '../gate/tape.ts';

/** What a look works with. */
export interface LookWorld {
  readonly gate: Gate;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly cryptography: Cryptography;
  /** Who hands out keys; absent where nobody gave us any. */
  readonly locksmith?: Locksmith | undefined;
  readonly catalogue: Catalogue;
  /** What the system remembers of its neighbours; absent where nobody can say. */
  readonly neighbours?: NeighbourTable | undefined;
  /** Where a person wants it: every word that is said to hosts, and every answer. */
  readonly tape?: Tape | undefined;
  /** The name of this machine, for the vantage. */
  readonly host: string;
}

/** Who hears of it, while it goes on. */
export interface LookListener {
  observed(observation: Observation): void;
  attempted(attempt: Attempt): void;
}

export interface Looked {
  /** Addresses asked by unicast, and how many hosts answered anything. */
  readonly asked: number;
  readonly answered: number;
  /** What we could not do, each once: a socket that was refused, an interface that is not allowed, a key that fits no door. */
  readonly troubles: readonly Fault[];
}
