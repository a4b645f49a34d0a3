import { z } from 'zod';
import { device, time } from './device.ts';

const is = z.enum(['merge', 'split', 'name', 'ignore']);

/** `quietport/correction@1` */
export const correction = z
  .looseObject({
    schema: z.literal('quietport/correction@1'),
    id: z.string(),
    at: time,
    is,
    undone: z.boolean(),
    devices: z.array(device).describe('The devices that it concerns, as they are now.'),
  })
  .meta({ id: 'Correction' });

/** `quietport/corrections@1` */
export const corrections = z
  .looseObject({
    schema: z.literal('quietport/corrections@1'),
    device: z.string(),
    corrections: z
      .array(
        z.looseObject({
          id: z.string(),
          at: time,
          is,
          devices: z.array(z.string()).optional().describe('The ids that were made one: of a merge.'),
          address: z.string().optional().describe('Where the other device is heard: of a split.'),
          name: z.string().optional(),
        }),
      )
      .describe('Those that hold, the latest first.'),
  })
  .meta({ id: 'Corrections' });
