import { z } from 'zod';
import { device, time } from './device.ts';

/** `quietport/devices@1`, a page of it. */
export const devices = z
  .looseObject({
    schema: z.literal('quietport/devices@1'),
    virtual: z.boolean().describe('True where these are the virtual fleet, and nothing has left this machine.'),
    devices: z.array(device),
    next: z.string().nullable().describe('The cursor of the next page; null on the last one.'),
    total: z.number().int().describe('How many devices match, on all pages.'),
  })
  .meta({ id: 'Devices' });

/** `quietport/history@1` */
export const history = z
  .looseObject({
    schema: z.literal('quietport/history@1'),
    device: z.string(),
    samples: z
      .array(
        z.looseObject({
          metric: z.string(),
          at: time,
          value: z
            .union([z.number(), z.string(), z.null()])
            .describe('A number where one was told, else words; null where the device has stopped telling of it.'),
        }),
      )
      .describe('In order of time: the newest so many of those that were asked for.'),
  })
  .meta({ id: 'History' });

const ledgerRow = z.looseObject({
  port: z.number(),
  transport: z.string(),
  probe: z.string(),
  packets: z.number(),
  bytes: z.number(),
});

/** `quietport/looks@1` */
export const looks = z
  .looseObject({
    schema: z.literal('quietport/looks@1'),
    looks: z
      .array(
        z.looseObject({
          why: z.enum(['round', 'poll', 'order']),
          virtual: z.boolean(),
          startedAt: time,
          finishedAt: time,
          asked: z.number(),
          answered: z.number(),
          ledger: z.array(ledgerRow).describe('Every packet that left, by port and probe.'),
          troubles: z.array(z.string()),
          failed: z.string().nullable().describe('Why the look could not be done.'),
        }),
      )
      .describe('The latest, the newest first.'),
  })
  .meta({ id: 'Looks' });

/** `quietport/schedule@1` */
export const schedule = z
  .looseObject({
    schema: z.literal('quietport/schedule@1'),
    virtual: z.boolean(),
    device: z.string().nullable().describe('Whose turns these are; null: those of all.'),
    round: z
      .looseObject({ everySeconds: z.number(), nextAt: time })
      .nullable()
      .describe('Rounds over the segments, which find who is new. Null where nothing is looked at.'),
    protocols: z.array(
      z.looseObject({
        protocol: z.string(),
        devices: z.number(),
        resting: z.number().describe('How many of them sleep, and are not asked: it would wake them.'),
        silent: z.number().describe('How many of them kept silent the last time, and are asked ever less often.'),
        everySeconds: z.object({ from: z.number(), to: z.number() }).describe('The usual time, a tenth more or less.'),
        nextAt: time.nullable().describe('The next turn of any of them.'),
      }),
    ),
  })
  .meta({ id: 'Schedule' });

/** `quietport/scope@1` */
export const scope = z
  .looseObject({
    schema: z.literal('quietport/scope@1'),
    virtual: z.boolean().describe('True until a person consents: only the virtual fleet on loopback is looked at.'),
    consent: z
      .looseObject({ interfaces: z.array(z.string()), at: time, by: z.string() })
      .nullable()
      .describe('Which interfaces a person said may be looked at, when, and how it was said.'),
    offered: z
      .array(z.looseObject({ name: z.string(), addresses: z.array(z.string()) }))
      .describe('The interfaces that may be consented to.'),
    trouble: z.string().nullable().describe('Why there is no virtual fleet, where there is none.'),
  })
  .meta({ id: 'Scope' });

export const health = z.looseObject({ status: z.literal('ok') }).meta({ id: 'Health' });

/** A problem document (RFC 9457). */
export const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string().describe('What to do about it.'),
    code: z.string().describe('A code of docs/errors.md: never reused, and what programs go by.'),
  })
  .meta({ id: 'Problem' });
