import { z } from 'zod';
import { time } from './device.ts';

/** `quietport/observations@1` */
export const observations = z
  .looseObject({
    schema: z.literal('quietport/observations@1'),
    speakers: z
      .array(
        z.looseObject({
          device: z.string().nullable().describe('The device that is known at the address.'),
          address: z.string(),
          port: z.number().describe('The number that was watched.'),
          transport: z.enum(['udp', 'tcp']),
          count: z.number().describe('How many messages the evidence holds.'),
          firstAt: time,
          lastAt: time,
          messages: z
            .array(
              z.looseObject({
                number: z.number(),
                observation: z.string(),
                at: time,
                from: z.looseObject({ address: z.string(), port: z.number() }),
                interface: z.string(),
                length: z.number(),
                bytes: z.string().describe('Hex.'),
              }),
            )
            .describe('The latest, at most 100, in order of time.'),
          hints: z
            .array(
              z.looseObject({
                kind: z.string(),
                weight: z.enum(['seen', 'like', 'perhaps']),
                text: z.string(),
                because: z.string(),
                messages: z.array(z.number()).describe('Their numbers.'),
              }),
            )
            .describe('What the bytes suggest: never a fact.'),
        }),
      )
      .describe('The latest first.'),
  })
  .meta({ id: 'Observations' });
