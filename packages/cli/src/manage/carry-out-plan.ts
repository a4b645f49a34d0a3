import { type AppliedDevice, apply, type Journal, type ManageWorld, type PlannedDevice } from '@quietport/library';
import type { Context } from '../command.ts';
import { askConsent } from './ask-consent.ts';
import { exitOf, withJournal, withManageWorld } from './manage-world.ts';
import { printApplied, printPlan } from './print-plan.ts';

export interface PlanToCarryOut {
  plan(world: ManageWorld, journal: Journal): Promise<readonly PlannedDevice[]>;
  readonly question: string;
  document(run: string, devices: readonly AppliedDevice[]): object;
}

/** Plans, shows the plan, asks unless told `yes`, and does it. */
export async function carryOutPlan(context: Context, yes: boolean, wish: PlanToCarryOut): Promise<number> {
  return withManageWorld(context, (world) =>
    withJournal(context, async (journal) => {
      const rows = await wish.plan(world, journal);
      const json = context.output === 'json';
      if (rows.some(({ changes, problem }) => changes.length > 0 && problem === undefined) && !yes) {
        // the plan is what is asked about: -q does not keep it back, and it is no part of the result
        printPlan(context.ask, rows);
        if (!(await askConsent(context, wish.question))) {
          context.ask('Nothing was changed.');
          return context.signal.aborted ? 130 : 1;
        }
      } else if (!json) printPlan(context.print, rows);
      const { run, devices } = await apply(rows, journal, world, (row) => {
        if (!json && (row.changes.length > 0 || row.problem !== undefined)) printApplied(context.print, row);
      });
      if (json) context.printDocument(wish.document(run, devices));
      else if (devices.some(({ outcome }) => outcome === 'done' || outcome === 'unknown'))
        context.say(`run ${run}; what was there before is kept in ${journal.path}`);
      return exitOf(devices);
    }),
  );
}
