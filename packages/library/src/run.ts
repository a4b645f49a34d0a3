import { setMaxListeners } from 'node:events';
import {
  type Attempt,
  Fault,
  Gate,
  type Ledger,
  type Looked,
  look,
  type Observation,
  type Tape,
} from '@quietport/core';
import { pinTroubles } from './credentials/pin-troubles.ts';
import type { House } from './house.ts';
import type { FindPlan } from './plan.ts';

/** A look under way, and when it is over, as it went. The lists grow while it runs. */
export interface Run {
  readonly startedAt: number;
  readonly observations: readonly Observation[];
  readonly attempts: readonly Attempt[];
  readonly ledger: Ledger;
  readonly looked: Looked;
}

/** Does what was planned, through a gate of its own. Throws `Fault` where nothing could be sent. */
export async function runPlan(
  plan: FindPlan,
  house: House,
  signal: AbortSignal,
  observed: (heard: readonly Observation[], attempts: readonly Attempt[]) => void = () => undefined,
  tape?: Tape,
): Promise<Run> {
  // hundreds of conversations wait on this signal: that is no leak
  setMaxListeners(0, signal);
  const { clock, dice, cryptography, locksmith, catalogue, host, neighbours } = house;
  const gate = new Gate(house.network, plan.policy, clock);
  const observations: Observation[] = [];
  const attempts: Attempt[] = [];
  const startedAt = clock.now();
  const looked = await look(
    plan.order,
    { gate, clock, dice, cryptography, locksmith, catalogue, host, tape, neighbours },
    {
      observed: (observation) => {
        observations.push(observation);
        observed(observations, attempts);
      },
      attempted: (attempt) => attempts.push(attempt),
    },
    signal,
  );
  if (!plan.order.passive && observations.length === 0 && gate.ledger.rows().length === 0 && !signal.aborted)
    throw looked.troubles[0] ?? new Fault('scope/no-route', { target: plan.scope.map((row) => row.prefix).join(', ') });
  const troubles = house.pins === undefined ? [] : await pinTroubles(observations, house.pins);
  return {
    startedAt,
    observations,
    attempts,
    ledger: gate.ledger,
    looked: { ...looked, troubles: [...looked.troubles, ...troubles] },
  };
}
