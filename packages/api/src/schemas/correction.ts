import { z } from 'zod';
import { device, time } from './device.ts';

/** `quietport/correction@1` */
export const correction = z
  .looseObject({
    schema: z.literal('quietport/correction@1'),
    id: z.string(),
    at: time,
    is: z.enum(['merge', 'split', 'name', 'ignore']),
    undone: z.boolean(),
    devices: z.array(device).describe('The devices that it concerns, as they are now.'),
  })
  .meta({ id: 'Correction' });
