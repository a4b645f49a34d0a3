import type { FindPlan } from '@quietport/library';
import type { Context } from '../command.ts';
import { announceKeys } from './announce-keys.ts';

/** Says before the first packet where a look goes, how long it takes, and what it cannot cover. */
export function announcePlan(context: Context, plan: FindPlan): void {
  const where = plan.scope
    .map((row) => `${row.prefix}${row.interface === 'routed' ? '' : ` (${row.interface})`}`)
    .join(', ');
  context.say(`looking at ${where}: about ${plan.seconds} s`);
  announceKeys(context, plan);
  for (const line of plan.notCovered) context.say(`not covered: ${line}`);
}
