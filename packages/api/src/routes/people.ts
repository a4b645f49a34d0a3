import { z } from 'zod';
import type { Route } from '../route.ts';
import { role, session, user, users } from '../schemas/people.ts';

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._@-]{0,63}$/)
  .describe('Small letters, digits and . _ @ -, at most 64.');
const given = z.string().min(1).max(1024);
const wished = z.string().min(12).max(1024).describe('At least 12 characters.');

/** Who may ask, and signing in. */
export const peopleRoutes = {
  session: {
    method: 'GET',
    path: '/api/v1/session',
    role: 'none',
    summary: 'Who is signed in, and whether anybody has to be',
    status: 200,
    answer: session,
    faults: [],
  },
  signIn: {
    method: 'POST',
    path: '/api/v1/session',
    role: 'none',
    summary: 'Sign in: the browser gets a cookie',
    body: z.object({ user: name, password: given }),
    audits: ['user'],
    status: 200,
    answer: session,
    faults: ['user/wrong-password', 'user/too-many-tries'],
  },
  signOut: {
    method: 'DELETE',
    path: '/api/v1/session',
    role: 'none',
    summary: 'Sign out: the session ends',
    status: 200,
    answer: session,
    faults: [],
  },
  setUp: {
    method: 'POST',
    path: '/api/v1/setup',
    role: 'none',
    summary: 'Make the first user, an admin: from then on everybody has to sign in',
    body: z.object({ user: name, password: wished }),
    audits: ['user'],
    status: 201,
    answer: session,
    faults: ['user/set-up-already', 'user/wrong-password', 'user/too-many-tries'],
  },
  users: {
    method: 'GET',
    path: '/api/v1/users',
    role: 'admin',
    summary: 'Every user with the role',
    status: 200,
    answer: users,
    faults: [],
  },
  addUser: {
    method: 'POST',
    path: '/api/v1/users',
    role: 'admin',
    summary: 'Add a user',
    body: z.object({ user: name, password: wished, role }),
    audits: ['user', 'role'],
    status: 201,
    answer: user,
    faults: ['user/taken', 'user/not-set-up', 'user/too-many-tries'],
  },
  removeUser: {
    method: 'DELETE',
    path: '/api/v1/users/{user}',
    role: 'admin',
    summary: 'Remove a user, and end every session of that user',
    params: z.object({ user: name }),
    status: 200,
    answer: user,
    faults: ['user/not-found', 'user/last-admin'],
  },
  setPassword: {
    method: 'POST',
    path: '/api/v1/users/{user}/password',
    role: 'admin',
    summary: 'Give a user another password, and end every session of that user',
    params: z.object({ user: name }),
    body: z.object({ password: wished }),
    status: 200,
    answer: user,
    faults: ['user/not-found', 'user/too-many-tries'],
  },
} as const satisfies Readonly<Record<string, Route>>;
