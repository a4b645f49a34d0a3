import { z } from 'zod';
import type { Route } from '../route.ts';
import { looks, schedule, scope } from '../schemas/documents.ts';
import { vantage } from '../schemas/vantage.ts';
import { deviceFaults, deviceParams } from './shapes.ts';

const interfaces = z
  .array(z.string().min(1).max(64))
  .max(100)
  .default([])
  .describe('Which ones; all that are offered if none is named.');

/** What is looked at, and who allowed it. */
export const watchingRoutes = {
  looks: {
    method: 'GET',
    path: '/api/v1/looks',
    role: 'viewer',
    summary: 'The latest looks, each with the ledger of every packet',
    status: 200,
    answer: looks,
    faults: [],
  },
  look: {
    method: 'POST',
    path: '/api/v1/looks',
    role: 'operator',
    summary: 'Look now',
    status: 202,
    answer: scope,
    faults: ['serve/no-consent'],
  },
  schedule: {
    method: 'GET',
    path: '/api/v1/schedule',
    role: 'viewer',
    summary: 'What is asked next, by which protocol, how often and when',
    query: z.object({ device: deviceParams.shape.id.optional().describe('Only the turns of this one.') }),
    status: 200,
    answer: schedule,
    faults: deviceFaults,
  },
  scope: {
    method: 'GET',
    path: '/api/v1/scope',
    role: 'viewer',
    summary: 'What is looked at, and what a person has consented to',
    status: 200,
    answer: scope,
    faults: [],
  },
  vantage: {
    method: 'GET',
    path: '/api/v1/vantage',
    role: 'viewer',
    summary: 'What can be seen from here, by place and protocol, what cannot and why. It sends nothing',
    status: 200,
    answer: vantage,
    faults: [],
  },
  consent: {
    method: 'POST',
    path: '/api/v1/consent',
    role: 'operator',
    summary: 'Say that these interfaces may be looked at: the real network takes the place of the virtual fleet',
    body: z.object({ interfaces }),
    audits: ['interfaces'],
    status: 200,
    answer: scope,
    faults: ['scope/no-such-interface', 'scope/interface-not-allowed', 'scope/nothing-to-look-at'],
  },
  withdraw: {
    method: 'DELETE',
    path: '/api/v1/consent',
    role: 'operator',
    summary: 'Take consent back: nothing more is sent to a real network',
    status: 200,
    answer: scope,
    faults: [],
  },
} as const satisfies Readonly<Record<string, Route>>;
