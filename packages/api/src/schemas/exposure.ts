import { z } from 'zod';
import { time } from './device.ts';

const finding = z.looseObject({
  rule: z.string(),
  level: z.enum(['error', 'warning', 'note']),
  points: z.number(),
  title: z.string(),
  text: z.string(),
  help: z.string(),
  evidence: z.array(z.looseObject({ observation: z.string(), path: z.string() })),
});

const row = z.looseObject({
  device: z.string(),
  name: z.string().nullable(),
  model: z.string().nullable(),
  at: time,
  score: z.number().int().min(0).max(100).describe('100 less the points of each finding.'),
  findings: z.array(finding),
  notSeen: z.array(z.string()).describe('What was never asked, so that nothing is said of it.'),
  before: z
    .looseObject({
      at: time,
      score: z.number(),
      mended: z.array(z.string()).describe('Rules that find nothing any more.'),
      mendedTitles: z.array(z.string()).describe('What each of `mended` is called.'),
      opened: z.array(z.string()).describe('Rules that found nothing then.'),
    })
    .nullable()
    .describe('The last audit that found something else.'),
});

/** `quietport/audit@1` */
export const exposure = z
  .looseObject({
    schema: z.literal('quietport/audit@1'),
    devices: z.array(row),
    next: z.string().nullable(),
  })
  .meta({ id: 'Exposure' });
