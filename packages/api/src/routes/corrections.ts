import { z } from 'zod';
import type { Route } from '../route.ts';
import { correction } from '../schemas/correction.ts';
import { deviceFaults, deviceParams } from './shapes.ts';

/** What a person says of a device: it counts for more than what any look hears. */
export const correctionRoutes = {
  nameDevice: {
    method: 'POST',
    path: '/api/v1/devices/{id}/name',
    role: 'operator',
    summary: 'Give a device a name that no look changes',
    params: deviceParams,
    body: z.object({ name: z.string().max(500).describe('Empty takes the given name away.') }),
    audits: ['name'],
    status: 200,
    answer: correction,
    faults: [...deviceFaults, 'correction/bad-name', 'correction/nothing'],
  },
  ignoreDevice: {
    method: 'POST',
    path: '/api/v1/devices/{id}/ignore',
    role: 'operator',
    summary: 'Keep a device out of lists and alerts, or take it back in',
    params: deviceParams,
    body: z.object({ ignored: z.boolean() }),
    audits: ['ignored'],
    status: 200,
    answer: correction,
    faults: [...deviceFaults, 'correction/nothing'],
  },
  undoCorrection: {
    method: 'DELETE',
    path: '/api/v1/corrections/{correction}',
    role: 'operator',
    summary: 'Take a correction back',
    params: z.object({ correction: z.string().min(1).max(100) }),
    status: 200,
    answer: correction,
    faults: ['correction/not-found'],
  },
} as const satisfies Readonly<Record<string, Route>>;
