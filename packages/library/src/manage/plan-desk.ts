import { type Clock, type Dice, Fault, formatHex, type Store } from '@quietport/core';
import { findDevice } from '../inventory.ts';
import type { Journal } from './journal.ts';
import { applyDevice, type DesiredDevice, newRun, type PlannedDevice, plan, planUndo } from './manage.ts';
import { type Decision, type KeptPlan, keepPlan, type PlanRow, planCalled, planRow, problemOf } from './plan-book.ts';
import type { ManageWorld } from './writer.ts';

/** Who may say yes to a plan: anybody who may change devices, or only somebody else than the one who made it. */
export type Approval = 'anybody' | 'another';

/** Where the devices of a plan are, and what remembers it. */
export interface PlanPlace {
  readonly store: Store;
  world(signal: AbortSignal): ManageWorld;
  withJournal<T>(work: (journal: Journal) => Promise<T>): Promise<T>;
}

export interface PlanDeskWish {
  /** What is shown now. */
  place(): PlanPlace;
  readonly approval: Approval;
  readonly clock: Pick<Clock, 'now'>;
  readonly dice: Dice;
  /** Told of what should never be, in a run that nobody waits for. */
  failed(error: unknown): void;
}

/** Plans that somebody makes, and somebody says yes to: what `plan`, `apply` and `undo` do with a question in between. */
export class PlanDesk {
  readonly #wish: PlanDeskWish;
  readonly #running = new Map<string, Promise<void>>();

  constructor(wish: PlanDeskWish) {
    this.#wish = wish;
  }

  /** Asks the devices, changes nothing, and keeps what would be changed. Throws `device/…`. */
  make(desired: readonly DesiredDevice[], by: string | null, signal: AbortSignal): Promise<KeptPlan> {
    return this.#keep(by, undefined, ({ world }) => plan(desired, world(signal)));
  }

  /** A plan that takes a run back. Throws `manage/nothing-to-undo`. */
  makeUndo(run: string, by: string | null, signal: AbortSignal): Promise<KeptPlan> {
    return this.#keep(by, run, ({ world, withJournal }) =>
      withJournal((journal) => planUndo(run, journal, world(signal))),
    );
  }

  /** Throws `plan/not-found`. */
  get(id: string): Promise<KeptPlan> {
    return planCalled(id, this.#wish.place().store);
  }

  isRunning(id: string): boolean {
    return this.#running.has(id);
  }

  /** Puts a plan away. Throws `plan/not-found` and `plan/decided`. */
  discard(id: string, by: string | null): Promise<KeptPlan> {
    return this.#decide(id, { is: 'discarded', by, at: this.#wish.clock.now() });
  }

  /**
   * Says yes: the plan is carried out, whoever waits for it or not; what comes of each device is kept as it comes. Throws
   * `plan/not-found`, `plan/decided`, `plan/nothing-to-do` and `plan/needs-another`.
   */
  async approve(id: string, by: string | null): Promise<KeptPlan> {
    const place = this.#wish.place();
    const made = await planCalled(id, place.store);
    if (!made.rows.some(({ changes, problem }) => changes.length > 0 && problem === null))
      throw new Fault('plan/nothing-to-do', { plan: id });
    if (this.#wish.approval === 'another' && made.by === by) throw new Fault('plan/needs-another', { plan: id });
    const decided = await this.#decide(id, { is: 'applied', by, at: this.#wish.clock.now() });
    const run = this.#carryOut(decided, place)
      .catch((error: unknown) => this.#wish.failed(error))
      .finally(() => this.#running.delete(id));
    this.#running.set(id, run);
    return decided;
  }

  /** When nothing is under way any more. */
  async idle(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  async #keep(
    by: string | null,
    undoes: string | undefined,
    planning: (place: PlanPlace) => Promise<readonly PlannedDevice[]>,
  ): Promise<KeptPlan> {
    const place = this.#wish.place();
    const rows = (await planning(place)).map(planRow);
    const id = `p${formatHex(this.#wish.dice.bytes(6))}`;
    const made = { id, at: this.#wish.clock.now(), by, rows, ...(undoes === undefined ? {} : { undoes }) };
    await keepPlan(made, place.store);
    return made;
  }

  /** Once, whoever else says something at the same time. */
  #decide(id: string, decision: Decision): Promise<KeptPlan> {
    return this.#wish.place().store.transaction(async (inside) => {
      const kept = await planCalled(id, inside);
      if (kept.decided !== undefined) throw new Fault('plan/decided', { plan: id, how: kept.decided.is });
      const decided = { ...kept, decided: decision };
      await keepPlan(decided, inside);
      return decided;
    });
  }

  async #carryOut({ decided: decision, ...agreed }: KeptPlan, place: PlanPlace): Promise<void> {
    const decided = { ...decision!, run: newRun(this.#wish.dice) };
    const rows = [...agreed.rows];
    const keep = (further: Partial<Decision> = {}) =>
      keepPlan({ ...agreed, rows, decided: { ...decided, ...further } }, place.store);
    await keep();
    // a run outlives the request that started it, and is not cut off with it
    const world = place.world(new AbortController().signal);
    await place.withJournal(async (journal) => {
      for (const [i, row] of rows.entries()) {
        rows[i] = await applyRow(row, decided.run, journal, world);
        await keep();
      }
    });
    await keep({ endedAt: this.#wish.clock.now() });
  }
}

/** As it was agreed to, to the device as it is known now. */
async function applyRow(row: PlanRow, run: string, journal: Journal, world: ManageWorld): Promise<PlanRow> {
  if (row.problem !== null) return { ...row, outcome: 'not-done' };
  const { changes, undoes } = row;
  try {
    const device = await findDevice(world.house.store, row.device);
    const way = { protocol: row.protocol ?? undefined, address: row.address ?? undefined };
    const planned = { device, ...way, changes, problem: undefined, ...(undoes === undefined ? {} : { undoes }) };
    const applied = await applyDevice(planned, run, journal, world);
    return { ...planRow(applied), outcome: applied.outcome };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ...row, problem: problemOf(error), outcome: 'not-done' };
  }
}
