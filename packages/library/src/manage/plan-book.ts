import { Fault, type Millis, type Store } from '@quietport/core';
import type { AppliedDevice, PlannedDevice } from './manage.ts';
import type { PropertyChange } from './writer.ts';

/** A plan that waits for somebody's yes, or what came of it. */
export interface KeptPlan {
  readonly id: string;
  readonly at: Millis;
  /** Who made it; null for whoever is on this machine. */
  readonly by: string | null;
  /** The run that it takes back. */
  readonly undoes?: string;
  readonly rows: readonly PlanRow[];
  readonly decided?: Decision;
}

export interface Decision {
  readonly is: 'applied' | 'discarded';
  readonly at: Millis;
  readonly by: string | null;
  /** What the journal of changes has it under. */
  readonly run?: string;
  /** When the last device was through. None: it is under way, or was cut off. */
  readonly endedAt?: Millis;
}

/** One device of a plan as it is kept; `outcome` once it was tried. */
export interface PlanRow {
  readonly device: string;
  readonly name: string | null;
  readonly protocol: string | null;
  readonly address: string | null;
  readonly changes: readonly PropertyChange[];
  readonly problem: PlanProblem | null;
  readonly undoes?: string;
  readonly outcome?: AppliedDevice['outcome'];
}

export type PlanProblem = Pick<Fault, 'code' | 'text' | 'next'>;

type Book = Pick<Store, 'records'>;

/** Throws `plan/not-found`. */
export async function planCalled(id: string, { records }: Book): Promise<KeptPlan> {
  const row = await records.get(KIND, id);
  if (row === undefined) throw new Fault('plan/not-found', { plan: id });
  return { ...(row.value as KeptPlan), id, at: row.at };
}

/** The latest first. */
export async function keptPlans(
  most: number,
  behind: { readonly at: Millis; readonly id: string } | undefined,
  { records }: Book,
): Promise<readonly KeptPlan[]> {
  const rows = await records.list(KIND, { most, ...(behind === undefined ? {} : { behind }) });
  return rows.map(({ id, at, value }) => ({ ...(value as KeptPlan), id, at }));
}

export async function keepPlan({ id, at, ...value }: KeptPlan, { records }: Book): Promise<void> {
  await records.put([{ kind: KIND, id, at, value }]);
}

export function planRow({ device, protocol, address, changes, problem, undoes }: PlannedDevice): PlanRow {
  return {
    device: device.id,
    name: device.facts.name?.value ?? null,
    protocol: protocol ?? null,
    address: address ?? null,
    changes,
    problem: problem === undefined ? null : problemOf(problem),
    ...(undoes === undefined ? {} : { undoes }),
  };
}

export function problemOf({ code, text, next }: Fault): PlanProblem {
  return { code, text, next };
}

const KIND = 'plan';
