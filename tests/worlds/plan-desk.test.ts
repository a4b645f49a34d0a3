import { describe, expect, it } from 'vitest';
import { type Approval, keptPlanDocument, PlanDesk } from '../../packages/library/src/index.ts';
import { seededDice } from '../../packages/virtual/src/index.ts';
import { AT, met } from '../support/settable-printer.ts';

const { signal } = new AbortController();

async function desk(manner: Parameters<typeof met>[0] = {}, approval: Approval = 'anybody') {
  const there = await met(manner);
  const { world, journal, run } = there;
  const { clock, store } = world.house;
  const bugs: unknown[] = [];
  const place = {
    store,
    world: () => world,
    withJournal: <T>(work: (kept: typeof journal) => Promise<T>) => work(journal),
  };
  const plans = new PlanDesk({
    ...{ place: () => place, approval, clock, dice: seededDice(8) },
    failed: (error) => bugs.push(error),
  });
  const make = (values: object, by: string | null = 'ann') => run(plans.make([{ id: AT, values }], by, signal));
  const carriedOut = async (id: string, by: string | null = 'ann') => {
    await plans.approve(id, by);
    await run(plans.idle());
    expect(bugs).toEqual([]);
    return plans.get(id);
  };
  return { ...there, plans, make, carriedOut };
}

describe('a plan that somebody says yes to', () => {
  it('changes nothing before, then the device, and is taken back by a plan of its own', async () => {
    const { there, plans, make, carriedOut, run } = await desk();
    const made = await make({ location: 'Bar 2' });
    expect(made.rows).toMatchObject([
      { changes: [{ property: 'location', from: 'Bar 1', to: 'Bar 2' }], problem: null },
    ]);
    expect(there.values.get('printer-location')).toBe('Bar 1');
    const done = await carriedOut(made.id, 'ben');
    expect(done).toMatchObject({ by: 'ann', decided: { is: 'applied', by: 'ben' }, rows: [{ outcome: 'done' }] });
    expect(there.values.get('printer-location')).toBe('Bar 2');
    const back = await run(plans.makeUndo(done.decided?.run ?? '', 'ann', signal));
    expect(back.undoes).toBe(done.decided?.run);
    expect((await carriedOut(back.id)).rows).toMatchObject([{ outcome: 'done' }]);
    expect(there.values.get('printer-location')).toBe('Bar 1');
  });

  it('is decided once, and not at all where nothing could be done', async () => {
    const { plans, make, carriedOut } = await desk();
    const made = await make({ location: 'Bar 2' });
    const both = await Promise.allSettled([plans.approve(made.id, 'ann'), plans.discard(made.id, 'ben')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(plans.discard(made.id, 'ben')).rejects.toMatchObject({ code: 'plan/decided' });
    const away = await make({ location: 'Bar 3' });
    await plans.discard(away.id, 'ben');
    await expect(plans.approve(away.id, 'ann')).rejects.toMatchObject({ code: 'plan/decided' });
    const same = await make({ location: 'Bar 1' });
    await expect(carriedOut(same.id)).rejects.toMatchObject({ code: 'plan/nothing-to-do' });
    await expect(plans.get('p00')).rejects.toMatchObject({ code: 'plan/not-found' });
  });

  it('waits for somebody else where that is wished; who is nobody is nobody else', async () => {
    const { there, plans, make, carriedOut } = await desk({}, 'another');
    const made = await make({ location: 'Bar 2' });
    await expect(plans.approve(made.id, 'ann')).rejects.toMatchObject({ code: 'plan/needs-another' });
    expect(there.asked).not.toContain(0x13);
    expect((await carriedOut(made.id, 'ben')).rows).toMatchObject([{ outcome: 'done' }]);
    const local = await make({ location: 'Bar 3' }, null);
    await expect(plans.approve(local.id, null)).rejects.toMatchObject({ code: 'plan/needs-another' });
  });

  it('keeps what came of a device that changed meanwhile, or went away in the middle', async () => {
    const { there, make, carriedOut } = await desk();
    const made = await make({ location: 'Bar 2' });
    there.values.set('printer-location', 'Cellar');
    expect((await carriedOut(made.id)).rows).toMatchObject([
      { outcome: 'not-done', problem: { code: 'manage/changed-meanwhile' } },
    ]);
    const again = await make({ location: 'Bar 2' });
    there.manner = { dies: 'after' };
    expect((await carriedOut(again.id)).rows).toMatchObject([{ outcome: 'unknown', problem: { code: 'manage/lost' } }]);
  });

  it('that was cut off says so, and says applying only while it is', async () => {
    const { plans, make } = await desk();
    const made = await make({ location: 'Bar 2' });
    const begun = await plans.approve(made.id, 'ann');
    expect(plans.isRunning(made.id)).toBe(true);
    const stateOf = (running: boolean) => (keptPlanDocument(begun, running, false) as { state: string }).state;
    expect([stateOf(true), stateOf(false)]).toEqual(['applying', 'cut-off']);
  });
});
