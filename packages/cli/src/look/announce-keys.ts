import { type FindPlan, forecastText } from '@quietport/library';
import type { Context } from '../command.ts';

/** Says before the first packet which keys may be tried, and how often. */
export function announceKeys(context: Context, { keys }: FindPlan): void {
  if (keys !== undefined) context.say(forecastText(keys));
}
