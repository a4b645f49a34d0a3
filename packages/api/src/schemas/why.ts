import { z } from 'zod';
import { time } from './device.ts';

const proof = z.looseObject({
  observation: z.string(),
  at: time,
  vantage: z.string(),
  protocol: z.string(),
  from: z.string(),
  rule: z.string(),
  bytes: z.string().describe('The packet as it came, in hex.'),
  fields: z
    .array(
      z.looseObject({
        path: z.string(),
        offset: z.number(),
        length: z.number(),
        hex: z.string(),
        text: z.string(),
        confidence: z.string(),
      }),
    )
    .describe('The field that said it: where it lies in the packet.'),
});

/** `quietport/finding-proof@1` */
export const findingProof = z
  .looseObject({
    schema: z.literal('quietport/finding-proof@1'),
    device: z.string(),
    rule: z.string(),
    text: z.string().describe('What was found.'),
    evidence: z.array(proof).describe('Packets that retention has taken are not among them.'),
  })
  .meta({ id: 'FindingProof' });

/** `quietport/why@1` */
export const why = z
  .looseObject({
    schema: z.literal('quietport/why@1'),
    device: z.string(),
    facts: z.array(
      z.looseObject({
        fact: z.string(),
        value: z.string(),
        grade: z.string(),
        rule: z.string(),
        against: z.array(z.looseObject({ value: z.string(), evidence: z.array(proof) })),
        evidence: z.array(proof),
      }),
    ),
    merges: z.array(z.looseObject({ rule: z.string(), text: z.string(), evidence: z.array(z.string()) })),
  })
  .meta({ id: 'Why' });
