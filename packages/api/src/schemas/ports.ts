import { z } from 'zod';
import { time } from './device.ts';

const verdict = z.looseObject({
  word: z.string(),
  reasons: z.array(z.looseObject({ rule: z.string(), text: z.string(), evidence: z.array(z.string()) })),
  next: z.string(),
});

const listener = z.looseObject({
  transport: z.string(),
  family: z.string(),
  address: z.string(),
  port: z.number(),
  exposure: z.string(),
  pid: z.number().nullable(),
  process: z.string().nullable(),
  executable: z.string().nullable(),
  user: z.string().nullable(),
  package: z.string().nullable(),
  unit: z.string().nullable(),
  container: z.string().nullable(),
  ownerVisible: z.boolean(),
  ownerKind: z.string(),
  state: z.string(),
  verdict,
});

/** A row of the registry, as it stands there. */
const registryRow = z.looseObject({
  port: z.number().nullable(),
  portEnd: z.number().nullable(),
  transport: z.string().nullable(),
  service: z.string().nullable(),
  status: z.string(),
  description: z.string().nullable(),
  assignee: z.string().nullable(),
  organisation: z.string().nullable(),
  registered: z.string().nullable(),
  modified: z.string().nullable(),
  reference: z.string().nullable(),
  notes: z.string().nullable(),
});

/** `quietport/port@1` */
export const port = z
  .looseObject({
    schema: z.literal('quietport/port@1'),
    query: z.looseObject({
      text: z.string(),
      port: z.number().nullable(),
      portEnd: z.number().nullable(),
      transport: z.string().nullable(),
      name: z.string().nullable(),
    }),
    outcome: z.string(),
    why: z.string().optional(),
    ranges: z.array(z.looseObject({ name: z.string(), from: z.number(), to: z.number(), meaning: z.string() })),
    registry: z
      .looseObject({
        snapshot: z.string(),
        rows: z.array(registryRow),
        inferences: z.array(z.looseObject({ is: z.string(), value: z.string(), why: z.array(z.string()) })),
      })
      .optional(),
    practice: z
      .array(
        z.looseObject({
          port: z.number(),
          transport: z.string(),
          holder: z.string(),
          confidence: z.string(),
          source: z.string(),
        }),
      )
      .optional(),
    listeners: z.array(listener).optional(),
    network: z
      .array(
        z.looseObject({
          device: z.string().nullable(),
          model: z.string().nullable(),
          address: z.string(),
          port: z.number(),
          transport: z.string(),
          state: z.string(),
          service: z.string().nullable().describe('What is spoken there, where it is known.'),
          heard: z
            .looseObject({ messages: z.number(), first: time, last: time })
            .nullable()
            .describe('Set for whoever spoke there in a language that is not known here.'),
        }),
      )
      .optional(),
    verdict: verdict.optional(),
  })
  .meta({ id: 'Port' });

/** `quietport/device-ports@1` */
export const devicePorts = z
  .looseObject({
    schema: z.literal('quietport/device-ports@1'),
    device: z.string(),
    verdict: verdict.describe('Of all its ports together.'),
    ports: z.array(
      z.looseObject({
        address: z.string(),
        port: z.number(),
        transport: z.string(),
        state: z.enum(['answered', 'refused', 'silent', 'untested']),
        service: z.string().nullable(),
        explanation: z
          .looseObject({ text: z.string(), confidence: z.string(), source: z.string() })
          .nullable()
          .describe('What usually sits there; null where nobody told us of a use.'),
        verdict: verdict.describe('Of this port alone, by the rules for a host.'),
      }),
    ),
  })
  .meta({ id: 'DevicePorts' });

/** `quietport/listeners@1` */
export const listeners = z
  .looseObject({
    schema: z.literal('quietport/listeners@1'),
    listeners: z.array(listener),
    gaps: z.array(z.string()),
  })
  .meta({ id: 'Listeners' });
