import { z } from 'zod';
import type { Route } from '../route.ts';
import { forecast, supplies } from '../schemas/forecast.ts';
import { count, deviceFaults, deviceParams } from './shapes.ts';

/** What to buy next, and how long things last. */
export const supplyRoutes = {
  supplies: {
    method: 'GET',
    path: '/api/v1/supplies',
    role: 'viewer',
    summary: 'Every supply of every device, the most urgent first',
    query: z.object({
      limit: count(1000, 100),
      cursor: z.string().max(500).optional().describe('`next` of the page before.'),
    }),
    status: 200,
    answer: supplies,
    faults: ['request/bad-cursor'],
  },
  forecast: {
    method: 'GET',
    path: '/api/v1/devices/{id}/forecast',
    role: 'viewer',
    summary: 'How long the supplies of a device last, when they were changed, and what it counts in a day',
    params: deviceParams,
    status: 200,
    answer: forecast,
    faults: deviceFaults,
  },
} as const satisfies Readonly<Record<string, Route>>;
