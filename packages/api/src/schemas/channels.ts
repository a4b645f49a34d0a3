import { z } from 'zod';
import { severity } from './alerts.ts';
import { time } from './device.ts';

const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\r\n]*$/, 'one line');
const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  // it is kept and shown as it is; what is secret goes to the vault
  .refine((url) => !/^https?:\/\/[^/?#]*@/i.test(url), 'an address with a login in it is not taken');

/** Where a channel leads, by its kind. */
const settings = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webhook'), url: webAddress }),
  z.object({
    kind: z.literal('email'),
    host: line(255),
    port: z.number().int().min(1).max(65_535).default(465),
    security: z.enum(['tls', 'starttls', 'none']).default('tls'),
    user: line(320).nullable().default(null),
    from: line(320),
    to: z.array(line(320)).min(1).max(50),
  }),
  z.object({
    kind: z.literal('ntfy'),
    url: webAddress.default('https://ntfy.sh'),
    topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/),
  }),
  z.object({
    kind: z.literal('mqtt'),
    url: z
      .string()
      .max(2000)
      .regex(
        /^mqtts?:\/\/(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?$/,
        'mqtt://HOST or mqtts://HOST, or the same with a port, without a login',
      ),
    user: line(320).nullable().default(null),
    topic: z
      .string()
      .regex(/^[\w-]+(?:\/[\w-]+)*$/)
      .max(100)
      .default('quietport/alerts'),
  }),
]);

const common = {
  title: line(200),
  enabled: z.boolean().default(true),
  from: severity.default('warning').describe('Alerts of this severity and graver ones are told.'),
  ends: z.boolean().default(true).describe('Whether ends are told.'),
  gatherSeconds: z
    .number()
    .int()
    .min(0)
    .max(3600)
    .default(5)
    .describe('What happens within so many seconds goes out together.'),
};

/** What a person may set of a channel. */
export const channelGiven = z.object({
  ...common,
  settings,
  secret: z
    .string()
    .min(1)
    .max(4096)
    .nullable()
    .optional()
    .describe(
      'The signing secret of a webhook, the password of the mail server, the token of ntfy, the password of the broker. It is kept sealed and never ' +
        'given back; not given: it stays as it is; null: it is taken away.',
    ),
});

const attempt = z.looseObject({
  at: time,
  outcome: z.enum(['taken', 'failed', 'refused']),
  detail: z.string(),
});

const channel = z.looseObject({
  id: z.string(),
  ...common,
  settings,
  hasSecret: z.boolean().nullable().describe('Null where the sealed secrets cannot be opened.'),
  waiting: z.number().describe('How many things are not told yet.'),
  lost: z.number().describe('How many were given up and not yet told of.'),
  last: attempt.nullable(),
  retryAt: time.nullable().describe('When the next attempt is due, where the last one failed.'),
});

/** `quietport/channels@1` */
export const channels = z
  .looseObject({ schema: z.literal('quietport/channels@1'), channels: z.array(channel) })
  .meta({ id: 'Channels' });

/** `quietport/channel-test@1` */
export const channelTest = z
  .looseObject({ schema: z.literal('quietport/channel-test@1'), ...attempt.shape })
  .meta({ id: 'ChannelTest' });

/** `quietport/deliveries@1` */
export const deliveries = z
  .looseObject({
    schema: z.literal('quietport/deliveries@1'),
    deliveries: z
      .array(
        z.looseObject({
          id: z.string(),
          at: time,
          state: z.enum(['waiting', 'taken', 'given-up']),
          tries: z.number(),
          attempts: z.array(attempt).describe('The latest, the newest last.'),
          lost: z.number(),
          notices: z.array(
            z.looseObject({ id: z.string(), at: time, what: z.string(), alert: z.string(), text: z.string() }),
          ),
        }),
      )
      .describe('The newest first.'),
    next: z.string().nullable(),
  })
  .meta({ id: 'Deliveries' });
