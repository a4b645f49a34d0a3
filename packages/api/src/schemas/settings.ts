import { z } from 'zod';

/** What can be changed while `serve` runs. */
export const settingKey = z.enum(['retention-raw', 'retention-hourly', 'approval']);

/** `quietport/settings@1` */
export const settings = z
  .looseObject({
    schema: z.literal('quietport/settings@1'),
    settings: z.array(
      z.looseObject({
        key: z.string(),
        value: z
          .union([z.string(), z.number(), z.boolean(), z.array(z.string())])
          .nullable()
          .describe('As it holds now; a secret is dots.'),
        text: z.string().describe('What it is.'),
        expected: z.string().describe('What can be given.'),
        sources: z
          .array(
            z.looseObject({
              from: z.enum(['option', 'environment', 'user', 'system', 'kept', 'default']),
              where: z.string(),
            }),
          )
          .describe('Where it comes from: `kept` is what was set over the API.'),
        changeable: z
          .boolean()
          .describe('Whether it can be set here: some only at the start, and none that stands elsewhere already.'),
      }),
    ),
  })
  .meta({ id: 'Settings' });
