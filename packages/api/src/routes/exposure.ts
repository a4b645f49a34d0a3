import { z } from 'zod';
import type { Route } from '../route.ts';
import { exposure } from '../schemas/exposure.ts';
import { findingProof } from '../schemas/why.ts';
import { count, deviceFaults, deviceParams } from './shapes.ts';

/** What devices tell anybody, and what they leave open. */
export const exposureRoutes = {
  exposure: {
    method: 'GET',
    path: '/api/v1/exposure',
    role: 'viewer',
    summary: 'What devices tell anybody and leave open, by the packets that show it; nobody is asked',
    query: z.object({
      limit: count(500, 100),
      cursor: z.string().max(200).optional().describe('`next` of the page before.'),
    }),
    status: 200,
    answer: exposure,
    faults: ['request/bad-cursor'],
  },
  deviceExposure: {
    method: 'GET',
    path: '/api/v1/devices/{id}/exposure',
    role: 'viewer',
    summary: 'The same of one device',
    params: deviceParams,
    status: 200,
    answer: exposure,
    faults: [...deviceFaults],
  },
  findingProof: {
    method: 'GET',
    path: '/api/v1/devices/{id}/exposure/{rule}',
    role: 'viewer',
    summary: 'The packets behind one finding, down to the bytes',
    params: deviceParams.extend({ rule: z.string().min(1).max(100) }),
    status: 200,
    answer: findingProof,
    faults: [...deviceFaults, 'usage/no-such-finding'],
  },
} as const satisfies Readonly<Record<string, Route>>;
