import { z } from 'zod';
import { level, time } from './device.ts';

const forecastFields = {
  daysLeft: z
    .looseObject({
      from: z.number().min(0),
      to: z.number().nullable().describe('null where nothing bounds it.'),
    })
    .nullable()
    .describe('Whole days from now, most likely between the two; null where nobody knows.'),
  why: z
    .enum(['no-history', 'no-number', 'not-told', 'too-short', 'stands-still', 'too-few', 'pending'])
    .nullable()
    .describe('Why nobody knows. pending: it is being worked out, ask again.'),
  forecast: z.string().describe('The same in words.'),
  urgency: z
    .enum(['now', 'soon', 'later', 'unknown'])
    .describe('now: used up, or full. soon: within two weeks, or low where nobody knows how long it lasts.'),
};

/** `quietport/supplies@1`, a page of it. */
export const supplies = z
  .looseObject({
    schema: z.literal('quietport/supplies@1'),
    virtual: z.boolean().describe('True where these are the virtual fleet, and its past is made up.'),
    supplies: z.array(
      z.looseObject({
        device: z.looseObject({
          id: z.string(),
          name: z.string().nullable(),
          make: z.string().nullable(),
          model: z.string().nullable(),
          location: z.string().nullable(),
        }),
        reading: z.string().describe('Its line in the history of the device.'),
        name: z.string(),
        kind: z.string(),
        direction: z.enum(['consumed', 'filled']),
        colorant: z.string().nullable(),
        partNumber: z.string().nullable(),
        level,
        text: z.string().describe('The level in words.'),
        observedAt: time,
        ...forecastFields,
        replacedAt: time.nullable().describe('When it was changed or emptied last, as far as that was seen.'),
      }),
    ),
    next: z.string().nullable().describe('The cursor of the next page; null on the last one.'),
  })
  .meta({ id: 'Supplies' });

/** `quietport/forecast@1` */
export const forecast = z
  .looseObject({
    schema: z.literal('quietport/forecast@1'),
    device: z.string(),
    at: time,
    supplies: z.array(
      z.looseObject({
        reading: z.string(),
        name: z.string(),
        ...forecastFields,
        perDay: z.number().nullable().describe('Ratio of the whole supply that goes in a day.'),
        replacements: z.array(
          z.looseObject({
            at: time,
            before: z.number().describe('The level before it as a ratio; of a receptacle how full it was.'),
            after: z.number(),
          }),
        ),
      }),
    ),
    counters: z.array(
      z.looseObject({
        reading: z.string(),
        name: z.string(),
        unit: z.string(),
        perDay: z.number().nullable().describe('The mean over the days of the week; null where nobody knows.'),
        days: z.number().nullable().describe('Days that it is the mean of.'),
        why: z.string().nullable(),
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'Forecast' });
