import { setMaxListeners } from 'node:events';
import { type Attempt, type Device, Gate, type LedgerRow, look, type Observation, type Refusal } from '@quietport/core';
import type { House } from './house.ts';
import { remember } from './inventory.ts';
import { type FindPlan, type FindRequest, planFind, type ScopeRow } from './plan.ts';

/** What a look brought. */
export interface Found {
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly scope: readonly ScopeRow[];
  /** The devices that were heard in this look, as the whole evidence shows them. */
  readonly devices: readonly Device[];
  readonly coverage: { readonly asked: number; readonly answered: number; readonly notCovered: readonly string[] };
  readonly ledger: readonly LedgerRow[];
  readonly refused: readonly Refusal[];
  readonly troubles: readonly string[];
  readonly observations: readonly Observation[];
  /** True where the signal ended the look before its time. */
  readonly interrupted: boolean;
}

export interface FindProgress {
  /** Before the first packet. */
  planned?(plan: FindPlan): void;
  observed?(observation: Observation): void;
}

/** Looks once. Throws `Fault` where it could not look; a look that finds nobody is a result. */
export async function find(
  request: FindRequest,
  house: House,
  signal: AbortSignal,
  progress: FindProgress = {},
): Promise<Found> {
  // hundreds of conversations wait on this signal: that is no leak
  setMaxListeners(0, signal);
  const plan = await planFind(request, house, signal);
  progress.planned?.(plan);
  const { clock, dice, catalogue, host } = house;
  const gate = new Gate(house.network, plan.policy, clock);
  const observations: Observation[] = [];
  const attempts: Attempt[] = [];
  const startedAt = clock.now();
  const looked = await look(
    plan.order,
    { gate, clock, dice, catalogue, host },
    {
      observed: (observation) => {
        observations.push(observation);
        progress.observed?.(observation);
      },
      attempted: (attempt) => attempts.push(attempt),
    },
    signal,
  );
  const fused = await remember(house.store, observations, attempts);
  const heard = new Set(observations.map((observation) => observation.id));
  return {
    startedAt,
    finishedAt: clock.now(),
    scope: plan.scope,
    devices: fused.devices.filter((device) => device.observations.some((id) => heard.has(id))),
    coverage: { asked: looked.asked, answered: looked.answered, notCovered: plan.notCovered },
    ledger: gate.ledger.rows(),
    refused: gate.ledger.refusals(),
    troubles: looked.troubles,
    observations,
    interrupted: signal.aborted,
  };
}
