import { z } from 'zod';
import type { Route } from '../route.ts';
import { device } from '../schemas/device.ts';
import { devices, history } from '../schemas/documents.ts';
import { why } from '../schemas/why.ts';
import { devicesQuery } from './devices-query.ts';
import { historyQuery } from './history-query.ts';
import { deviceFaults, deviceParams as id } from './shapes.ts';

/** The inventory, the proof of it, and what devices showed over time. */
export const deviceRoutes = {
  devices: {
    method: 'GET',
    path: '/api/v1/devices',
    role: 'viewer',
    summary: 'The devices that match, in the order asked for',
    query: devicesQuery,
    status: 200,
    answer: devices,
    faults: ['request/bad-cursor'],
  },
  device: {
    method: 'GET',
    path: '/api/v1/devices/{id}',
    role: 'viewer',
    summary: 'One device',
    params: id,
    status: 200,
    answer: device,
    faults: deviceFaults,
  },
  why: {
    method: 'GET',
    path: '/api/v1/devices/{id}/why',
    role: 'viewer',
    summary: 'The proof of what is said of a device, down to the bytes',
    params: id,
    query: z.object({ fact: z.string().max(200).optional().describe('One fact or reading; all if not given.') }),
    status: 200,
    answer: why,
    faults: [...deviceFaults, 'usage/no-such-fact'],
  },
  history: {
    method: 'GET',
    path: '/api/v1/devices/{id}/history',
    role: 'viewer',
    summary: 'What a device showed over time: state, levels, counters, alerts',
    params: id,
    query: historyQuery,
    status: 200,
    answer: history,
    faults: deviceFaults,
  },
} as const satisfies Readonly<Record<string, Route>>;
