import { z } from 'zod';
import type { Route } from '../route.ts';
import { desired, identified, identifyAction, keptPlan, plans } from '../schemas/plans.ts';
import { count, deviceFaults, deviceParams } from './shapes.ts';

const planParams = z.object({ plan: z.string().min(1).max(100) });

const deviceRefusals = [
  ...['manage/no-way', 'manage/unreachable', 'manage/lost', 'manage/no-login', 'manage/another-there'],
  ...['manage/refused', 'manage/busy', 'serve/no-consent'],
] as const;

/** Changing devices: a plan is made, somebody says yes to it, and it can be taken back. */
export const planRoutes = {
  plans: {
    method: 'GET',
    path: '/api/v1/plans',
    role: 'viewer',
    summary: 'Plans to change devices, and what came of them; the latest first',
    query: z.object({
      limit: count(500, 50),
      cursor: z.string().max(200).optional().describe('`next` of the page before.'),
    }),
    status: 200,
    answer: plans,
    faults: ['request/bad-cursor'],
  },
  plan: {
    method: 'GET',
    path: '/api/v1/plans/{plan}',
    role: 'viewer',
    summary: 'One plan, device by device',
    params: planParams,
    status: 200,
    answer: keptPlan,
    faults: ['plan/not-found'],
  },
  makePlan: {
    method: 'POST',
    path: '/api/v1/plans',
    role: 'operator',
    summary: 'Ask devices what would have to be changed; nothing is changed',
    body: z.object({ devices: desired }),
    audits: ['devices'],
    status: 201,
    answer: keptPlan,
    faults: [...deviceFaults, 'serve/no-consent'],
  },
  applyPlan: {
    method: 'POST',
    path: '/api/v1/plans/{plan}/apply',
    role: 'operator',
    summary: 'Say yes to a plan; what comes of each device stands in the plan as it comes',
    params: planParams,
    status: 202,
    answer: keptPlan,
    faults: ['plan/not-found', 'plan/decided', 'plan/nothing-to-do', 'plan/needs-another', 'serve/no-consent'],
  },
  discardPlan: {
    method: 'DELETE',
    path: '/api/v1/plans/{plan}',
    role: 'operator',
    summary: 'Put a plan away that nobody wants',
    params: planParams,
    status: 200,
    answer: keptPlan,
    faults: ['plan/not-found', 'plan/decided'],
  },
  undoRun: {
    method: 'POST',
    path: '/api/v1/runs/{run}/undo',
    role: 'operator',
    summary: 'Make a plan that takes back what a plan, or apply on the command line, has changed',
    params: z.object({ run: z.string().min(1).max(100) }),
    status: 201,
    answer: keptPlan,
    faults: ['manage/nothing-to-undo', ...deviceFaults, 'serve/no-consent'],
  },
  identify: {
    method: 'POST',
    path: '/api/v1/devices/{id}/identify',
    role: 'operator',
    summary: 'Make a device show which one it is',
    params: deviceParams,
    body: z.object({ actions: z.array(identifyAction).max(4).default([]).describe('The device chooses by itself.') }),
    status: 200,
    answer: identified,
    faults: [...deviceFaults, ...deviceRefusals],
  },
} as const satisfies Readonly<Record<string, Route>>;
