import { z } from 'zod';
import { time } from './device.ts';

export const role = z.enum(['viewer', 'operator', 'admin']);

/** `quietport/session@1` */
export const session = z
  .looseObject({
    schema: z.literal('quietport/session@1'),
    user: z.string().nullable().describe('Who is signed in; null where nobody is, or there are no users yet.'),
    role: role.nullable().describe('What may be done: admin for everybody on this machine before there are users.'),
    setUp: z.boolean().describe('Whether there is a user: if so, one has to sign in.'),
  })
  .meta({ id: 'Session' });

const ownSession = z.looseObject({
  id: z.string().describe('Names it; nobody is let in by it.'),
  at: time.describe('When somebody signed in.'),
  seenAt: time.describe('When it was last used, to the minute.'),
  address: z.string().nullable().describe('Where the sign-in came from.'),
  current: z.boolean().describe('The one that asks.'),
});

/** `quietport/own-session@1` */
export const endedSession = ownSession
  .extend({ schema: z.literal('quietport/own-session@1') })
  .meta({ id: 'OwnSession' });

/** `quietport/own-sessions@1` */
export const ownSessions = z
  .looseObject({
    schema: z.literal('quietport/own-sessions@1'),
    sessions: z.array(ownSession).describe('The latest sign-in first.'),
  })
  .meta({ id: 'OwnSessions' });

const person = z.looseObject({ name: z.string(), role, at: time.describe('When it was added.') });

/** `quietport/user@1` */
export const user = person.extend({ schema: z.literal('quietport/user@1') }).meta({ id: 'User' });

/** `quietport/users@1` */
export const users = z
  .looseObject({ schema: z.literal('quietport/users@1'), users: z.array(person) })
  .meta({ id: 'Users' });
