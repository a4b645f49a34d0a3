import { z } from 'zod';
import { time } from './device.ts';

const fields = z.looseObject({
  id: z.string(),
  at: time,
  device: z.string(),
  document: z.looseObject({ name: z.string(), format: z.string(), digest: z.string(), size: z.number() }),
  way: z.enum(['ipp', 'ipps', 'raw', 'lpd']),
  address: z.string(),
  port: z.number(),
  state: z
    .enum(['checking', 'sending', 'sent', 'accepted', 'confirmed', 'refused', 'cancelled', 'failed', 'unknown'])
    .describe('`confirmed`: its job table or counter says so. `unknown`: it may have been printed or not.'),
  detail: z.string(),
  sent: z.number().describe('Bytes that were handed over.'),
  printerJob: z.number().nullable(),
  changedAt: time,
});

/** `quietport/job@1` */
export const job = fields.extend({ schema: z.literal('quietport/job@1') }).meta({ id: 'Job' });

/** `quietport/jobs@1` */
export const jobs = z
  .looseObject({ schema: z.literal('quietport/jobs@1'), jobs: z.array(fields), next: z.string().nullable() })
  .meta({ id: 'Jobs' });
