import { z } from 'zod';
import type { Route } from '../route.ts';
import { time } from '../schemas/device.ts';
import { auditLog, scope, token, tokens } from '../schemas/tokens.ts';
import { count } from './shapes.ts';

/** What programs ask by, and who changed what. */
export const tokenRoutes = {
  tokens: {
    method: 'GET',
    path: '/api/v1/tokens',
    role: 'admin',
    summary: 'Every token, without its text',
    status: 200,
    answer: tokens,
    faults: [],
  },
  makeToken: {
    method: 'POST',
    path: '/api/v1/tokens',
    role: 'admin',
    summary: 'Make a token for a program: sent as `Authorization: Bearer`',
    body: z.object({
      name: z.string().trim().min(1).max(100).describe('What it is for.'),
      scope,
      expiresAt: time.optional().describe('It lasts until it is taken back if not given.'),
    }),
    audits: ['name', 'scope', 'expiresAt'],
    status: 201,
    answer: token,
    faults: ['token/past'],
  },
  removeToken: {
    method: 'DELETE',
    path: '/api/v1/tokens/{token}',
    role: 'admin',
    summary: 'Take a token back: from now on it opens nothing',
    params: z.object({ token: z.string().min(1).max(100) }),
    status: 200,
    answer: token,
    faults: ['token/not-found'],
  },
  auditLog: {
    method: 'GET',
    path: '/api/v1/audit',
    role: 'admin',
    summary: 'Who changed what, and what came of it; the latest first',
    query: z.object({
      since: time.optional().describe('Only what was done since then.'),
      limit: count(500, 50),
      cursor: z.string().max(200).optional().describe('`next` of the page before.'),
      by: z.string().max(100).optional().describe('Only what this user, or the token of this name, did.'),
    }),
    status: 200,
    answer: auditLog,
    faults: ['request/bad-cursor'],
  },
} as const satisfies Readonly<Record<string, Route>>;
