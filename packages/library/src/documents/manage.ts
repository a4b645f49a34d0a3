import type { AppliedDevice, PlannedDevice } from '../manage/manage.ts';
import { type KeptPlan, type PlanRow, planRow } from '../manage/plan-book.ts';
import { iso } from './device.ts';

/** `quietport plan -o json` */
export function planDocument(devices: readonly PlannedDevice[]): object {
  return { schema: 'quietport/plan@1', devices: devices.map((row) => planRecord(planRow(row))) };
}

/** `quietport apply -o json` */
export function applyDocument(run: string, devices: readonly AppliedDevice[]): object {
  return { schema: 'quietport/apply@1', run, devices: devices.map(applyRecord) };
}

/** `quietport undo -o json` */
export function undoDocument(run: string, devices: readonly AppliedDevice[]): object {
  return { schema: 'quietport/undo@1', run, devices: devices.map(applyRecord) };
}

/** `quietport identify -o json` */
export function identifyDocument(device: string, protocol: string, address: string): object {
  return { schema: 'quietport/identify@1', device, protocol, address, outcome: 'done' };
}

/** A plan that somebody decides on, as `quietport/kept-plan@1`. */
export function keptPlanDocument(plan: KeptPlan, running: boolean, virtual: boolean): object {
  return { schema: 'quietport/kept-plan@1', virtual, ...keptRecord(plan, running) };
}

/** A page of them as `quietport/plans@1`, the latest first. */
export function keptPlansDocument(
  plans: readonly KeptPlan[],
  isRunning: (id: string) => boolean,
  virtual: boolean,
  next: string | undefined,
): object {
  const records = plans.map((plan) => keptRecord(plan, isRunning(plan.id)));
  return { schema: 'quietport/plans@1', virtual, plans: records, next: next ?? null };
}

function keptRecord({ id, at, by, undoes, rows, decided }: KeptPlan, running: boolean): object {
  return {
    id,
    at: iso(at),
    by,
    state: stateOf(decided, running),
    undoes: undoes ?? null,
    run: decided?.run ?? null,
    decided: decided === undefined ? null : { is: decided.is, by: decided.by, at: iso(decided.at) },
    devices: rows.map((row) => ({ ...planRecord(row), outcome: row.outcome ?? null })),
  };
}

/** `cut-off`: the program ended in the middle; the journal of changes has what was begun. */
function stateOf(decided: KeptPlan['decided'], running: boolean): string {
  if (decided === undefined) return 'waiting';
  if (decided.is === 'discarded' || decided.endedAt !== undefined) return decided.is;
  return running ? 'applying' : 'cut-off';
}

function planRecord({ undoes: _, outcome: __, ...record }: PlanRow): object {
  return record;
}

function applyRecord(row: AppliedDevice): object {
  return { ...planRecord(planRow(row)), outcome: row.outcome };
}
