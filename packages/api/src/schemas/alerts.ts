import { z } from 'zod';
import { time } from './device.ts';

export const severity = z.enum(['info', 'warning', 'critical']);

const text = (most: number) => z.string().trim().max(most);
const ratio = z.number().min(0).max(1);

/** What a rule watches. */
const condition = z
  .discriminatedUnion('is', [
    z.object({
      is: z.literal('supply'),
      below: ratio.describe('The alert starts at or below this.'),
      clear: ratio.describe('It ends at or above this; in between it stays what it is.'),
      ownMark: z.boolean().default(true).describe('A mark that the device itself names takes the place of `below`.'),
    }),
    z.object({ is: z.literal('waste'), almost: z.boolean().describe('True: it soon will be full. False: it is.') }),
    z.object({
      is: z.literal('reason'),
      causes: z.array(text(100).min(1)).min(1).max(50).describe('`media-jam`, `media-empty` …; `*`: all others.'),
    }),
    z.object({ is: z.literal('stopped') }),
    z.object({ is: z.literal('unreachable') }),
    z.object({
      is: z.literal('forecast'),
      days: z.number().min(0).max(3650),
      clearDays: z.number().min(0).max(3650),
    }),
    z.object({
      is: z.literal('new-device'),
      forHours: z.number().min(1).max(8760),
      unknownOnly: z.boolean().default(false),
    }),
    z.object({ is: z.literal('verdict'), words: z.array(z.enum(['look-into-it', 'unexpected'])).min(1) }),
    z.object({ is: z.literal('observer') }),
  ])
  .describe('What the rule watches.');

const names = z.array(text(200).min(1)).max(200).default([]);

const scope = z
  .object({
    devices: names,
    kinds: z
      .array(
        z.enum([
          'printer',
          'mfp',
          'scanner',
          'pos-printer',
          'label-printer',
          'projector',
          'print-server',
          'other',
          'unknown',
        ]),
      )
      .default([]),
    makes: names,
    names,
    locations: names,
  })
  .describe('Devices that fit every list that is not empty; `*` stands for any text.');

/** What a person may set of a rule. */
export const ruleGiven = z.object({
  title: text(200).min(1),
  enabled: z.boolean().default(true),
  when: condition,
  severity,
  scope: scope.prefault({}),
  holdSeconds: z.number().int().min(0).max(604_800).default(0).describe('It must hold for so long.'),
  endHoldSeconds: z.number().int().min(0).max(604_800).default(0).describe('It must be over for so long.'),
  inARow: z.number().int().min(1).max(100).default(1).describe('It must be observed so many times in a row.'),
});

const rule = z.looseObject({
  id: z.string(),
  ...ruleGiven.shape,
  builtIn: z.boolean(),
  changed: z.boolean().describe('A built-in rule that a person has changed; DELETE brings it back.'),
});

/** `quietport/alert-rules@1` */
export const alertRules = z
  .looseObject({ schema: z.literal('quietport/alert-rules@1'), rules: z.array(rule) })
  .meta({ id: 'AlertRules' });

const silence = z.looseObject({
  id: z.string(),
  device: z.string().nullable(),
  rule: z.string().nullable(),
  until: time,
  reason: z.string(),
  by: z.string().nullable(),
  at: time,
});

/** `quietport/silences@1` */
export const silences = z
  .looseObject({
    schema: z.literal('quietport/silences@1'),
    virtual: z.boolean(),
    silences: z.array(silence).describe('Those that are not over.'),
  })
  .meta({ id: 'Silences' });

export const silenceGiven = z.object({
  device: text(200).min(1).optional().describe('An id, name, address …; every device if not given.'),
  rule: text(100).min(1).optional().describe('The id of a rule; every rule if not given.'),
  until: time,
  reason: text(1000).default(''),
});

export const acknowledgeGiven = z.object({ note: text(1000).default('') });

/** `quietport/alert@1` */
export const alert = z
  .looseObject({
    schema: z.literal('quietport/alert@1'),
    id: z.string().describe('The same from its start to its end.'),
    virtual: z.boolean(),
    open: z.boolean(),
    rule: z.string(),
    severity,
    device: z.string().nullable().describe('Null where it is about this machine, which looks.'),
    deviceName: z.string().nullable(),
    cause: z.string().describe('`supply.black`, `media-jam`, `unreachable` …'),
    text: z.string(),
    told: z.array(z.string()).describe('The words by which it was told, with who told it.'),
    next: z.string(),
    since: time.describe('When it was observed first.'),
    raisedAt: time.describe('When it had held for long enough.'),
    changedAt: time,
    endedAt: time.nullable(),
    ended: z.enum(['over', 'device-gone', 'rule-gone', 'merged']).nullable(),
    acknowledged: z.looseObject({ by: z.string().nullable(), at: time, note: z.string() }).nullable(),
    silenced: z.looseObject({ id: z.string(), until: time, reason: z.string() }).nullable(),
    evidence: z.array(z.string()).describe('Ids of observations.'),
  })
  .meta({ id: 'Alert' });

/** `quietport/alerts@1` */
export const alerts = z
  .looseObject({
    schema: z.literal('quietport/alerts@1'),
    virtual: z.boolean(),
    alerts: z.array(alert),
    next: z.string().nullable().describe('The cursor of the next page; null on the last one.'),
    open: z
      .looseObject({ info: z.number(), warning: z.number(), critical: z.number() })
      .describe('How many are open in all.'),
  })
  .meta({ id: 'Alerts' });
