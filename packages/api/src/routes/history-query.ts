import { z } from 'zod';
import { count } from './shapes.ts';

/** Which part of a device's history is asked for. */
export const historyQuery = z.object({
  metric: z.string().max(200).optional().describe('One line: state, supply.black, counter.impressions …'),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  step: z
    .enum(['hour', 'day'])
    .optional()
    .describe('Only the last of each line in every hour or day (UTC), for long spans.'),
  limit: count(10_000, 1000),
});
