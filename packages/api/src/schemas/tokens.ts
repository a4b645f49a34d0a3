import { z } from 'zod';
import { time } from './device.ts';

export const scope = z
  .enum(['metrics', 'read', 'operate', 'admin'])
  .describe('`metrics`: `/metrics` alone. `read`: what a viewer may. `operate`: what an operator may. `admin`: all.');

const row = z.looseObject({
  id: z.string(),
  name: z.string(),
  scope,
  at: time.describe('When it was made.'),
  by: z.string().nullable(),
  expiresAt: time.nullable(),
  usedAt: time.nullable().describe('When it was last used, to the minute.'),
});

/** `quietport/token@1` */
export const token = row
  .extend({
    schema: z.literal('quietport/token@1'),
    token: z.string().nullable().describe('The token itself: told when it is made, and never again.'),
  })
  .meta({ id: 'Token' });

/** `quietport/tokens@1` */
export const tokens = z
  .looseObject({ schema: z.literal('quietport/tokens@1'), tokens: z.array(row) })
  .meta({ id: 'Tokens' });

/** `quietport/audit-log@1` */
export const auditLog = z
  .looseObject({
    schema: z.literal('quietport/audit-log@1'),
    rows: z.array(
      z.looseObject({
        id: z.string(),
        at: time,
        by: z.looseObject({ is: z.enum(['local', 'user', 'token', 'nobody']), name: z.string().nullable() }),
        address: z.string(),
        operation: z.string().describe('`operationId` of this description.'),
        about: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
        outcome: z.string().nullable().describe('`done`, or the code of the error; null where nobody knows.'),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'AuditLog' });
