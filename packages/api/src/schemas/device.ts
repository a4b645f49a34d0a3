import { z } from 'zod';

/** A time as documents have it: ISO 8601 in UTC. */
export const time = z.iso.datetime();

const told = z.looseObject({ value: z.string(), sources: z.array(z.string()) });

const fact = z.looseObject({
  value: z.string(),
  grade: z.enum(['confirmed', 'claimed', 'inferred']),
  sources: z.array(z.string()),
  against: z.array(told),
});

/** The level is a type and never an invented number. */
export const level = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('exact'), ratio: z.number().min(0).max(1) }),
  z.looseObject({ type: z.literal('step'), label: z.string(), min: z.number(), max: z.number() }),
  z.looseObject({ type: z.enum(['at-least-some', 'unlimited', 'unknown', 'unsupported', 'implausible']) }),
]);

const raw = z.looseObject({
  level: z.number().nullable(),
  max: z.number().nullable(),
  unit: z.string().nullable(),
});

const reading = { source: z.string(), observedAt: time };

const named = { reading: z.string().describe('By this name `why` and the history know it.') };

const inWords = z.string().describe('The level in words.');

const alsoTold = z.looseObject({ level, text: inWords, raw, ...reading });

const supply = z.looseObject({
  ...named,
  name: z.string(),
  kind: z.string(),
  colorant: z.string().nullable(),
  direction: z.enum(['consumed', 'filled']),
  level,
  text: inWords,
  raw,
  partNumber: z.string().optional(),
  serial: z.string().optional(),
  ...reading,
  also: z.array(alsoTold).describe('What others say and agree on.'),
  against: z.array(alsoTold).describe('What others say instead.'),
});

const tray = z.looseObject({
  ...named,
  name: z.string(),
  level,
  text: inWords,
  raw,
  media: z.string().nullable(),
  problem: z.string().nullable(),
  ...reading,
});

const counter = z.looseObject({ ...named, name: z.string(), value: z.number(), unit: z.string(), ...reading });

const alert = z.looseObject({
  ...named,
  severity: z.string(),
  code: z.string(),
  group: z.string().nullable(),
  text: z.string().nullable(),
  ...reading,
});

const port = z.looseObject({
  address: z.string(),
  port: z.number(),
  transport: z.string(),
  state: z.enum(['answered', 'refused', 'silent', 'untested']),
  service: z.string().nullable(),
});

/** `quietport/device@1` */
export const device = z
  .looseObject({
    schema: z.literal('quietport/device@1'),
    id: z.string(),
    provisional: z.boolean(),
    ignored: z.boolean().describe('True where a person keeps it out of lists and alerts.'),
    kind: z.string(),
    aliases: z.array(z.string()),
    facts: z.record(z.string(), fact),
    hostnames: z.array(z.string()),
    via: z
      .array(z.looseObject({ address: z.string(), protocol: z.string() }))
      .describe('Servers that told of it: it is a queue or a device of theirs, and not what stands at their address.'),
    interfaces: z.array(
      z.looseObject({
        mac: z.string().nullable(),
        macVendor: z.string().nullable(),
        addresses: z.array(z.string()),
        claimed: z.array(z.string()),
      }),
    ),
    ports: z.array(port),
    state: z.looseObject({ word: z.string(), reasons: z.array(z.string()), since: time }),
    supplies: z.array(supply),
    trays: z.array(tray),
    counters: z.array(counter),
    alerts: z.array(alert),
    seen: z.looseObject({ first: time, last: time }),
  })
  .meta({ id: 'Device' });
