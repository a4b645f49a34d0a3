import { z } from 'zod';
import type { Route } from '../route.ts';
import { observations } from '../schemas/observed.ts';
import { count } from './shapes.ts';

/** Who speaks on ports whose language nobody published. */
export const observedRoutes = {
  observations: {
    method: 'GET',
    path: '/api/v1/observations',
    role: 'viewer',
    summary:
      'Who spoke on a watched port in a language that is not known here, with the bytes and hints at what they may be',
    query: z.object({
      port: z.coerce.number().int().min(1).max(65_535).optional().describe('One number only, 3259 for example.'),
      limit: count(200, 50),
    }),
    status: 200,
    answer: observations,
    faults: [],
  },
} as const satisfies Readonly<Record<string, Route>>;
