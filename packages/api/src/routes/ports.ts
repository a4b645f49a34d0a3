import { z } from 'zod';
import type { Route } from '../route.ts';
import { devicePorts, listeners, port } from '../schemas/ports.ts';
import { deviceFaults, deviceParams } from './shapes.ts';

/** What ports are, and what listens here. */
export const portRoutes = {
  port: {
    method: 'GET',
    path: '/api/v1/ports/{query}',
    role: 'viewer',
    summary: 'What a port is: the registry, practice, this machine, the devices that are known, and a verdict',
    params: z.object({
      query: z
        .string()
        .min(1)
        .max(100)
        .describe('A number, a range or a service name, with /tcp or /udp behind it if you like (%2Ftcp in a path).'),
    }),
    status: 200,
    answer: port,
    faults: [],
  },
  devicePorts: {
    method: 'GET',
    path: '/api/v1/devices/{id}/ports',
    role: 'viewer',
    summary: 'The ports of a device: what usually sits there, and what is to be thought of it here',
    params: deviceParams,
    status: 200,
    answer: devicePorts,
    faults: deviceFaults,
  },
  listeners: {
    method: 'GET',
    path: '/api/v1/listeners',
    role: 'viewer',
    summary: 'What listens on this machine, and whose it is',
    status: 200,
    answer: listeners,
    faults: [],
  },
} as const satisfies Readonly<Record<string, Route>>;
