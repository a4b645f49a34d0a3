import { z } from 'zod';

/** `quietport/doctor@1` */
export const vantage = z
  .looseObject({
    schema: z.literal('quietport/doctor@1'),
    blind: z.boolean().describe('Nothing could be heard from here, whatever is out there.'),
    checks: z
      .array(
        z.looseObject({
          check: z.string(),
          state: z
            .enum(['ok', 'warning', 'problem', 'unknown'])
            .describe('unknown: it could not be found out from here.'),
          text: z.string(),
          action: z.string().describe('What to do.'),
        }),
      )
      .describe('What decides whether this machine sees, in the order in which a person would mend it.'),
    sights: z.array(
      z.looseObject({
        interface: z.string(),
        prefix: z.string(),
        place: z.enum(['segment', 'loopback', 'tunnel', 'routed']),
        text: z.string(),
        action: z.string(),
        protocols: z.array(
          z.looseObject({
            protocol: z.string(),
            sees: z
              .enum(['asked', 'heard', 'by-address', 'nothing'])
              .describe(
                'asked: one question reaches every device there. heard: only what devices announce. by-address: each address ' +
                  'has to be asked. nothing: not from here.',
              ),
            by: z.string().describe('By what, or why not.'),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Vantage' });
