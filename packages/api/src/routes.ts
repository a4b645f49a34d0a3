import { z } from 'zod';
import type { Route } from './route.ts';
import { device } from './schemas/device.ts';
import { devices, health, history, listeners, looks, port, scope, why } from './schemas/documents.ts';

const idText = z.string().min(1).max(200);
const id = z.object({
  id: idText.describe('An id or its beginning, a name, serial, MAC, address or device URI.'),
});
const count = (most: number, usual: number) =>
  z.coerce.number().int().min(1).max(most).default(usual).describe(`At most so many; ${usual} if not given.`);
const deviceFaults = ['device/not-found', 'device/ambiguous'] as const;
const interfaces = z
  .array(z.string().min(1).max(64))
  .max(100)
  .default([])
  .describe('Which ones; all that are offered if none is named.');

/** Every path there is. */
export const routes = {
  devices: {
    method: 'GET',
    path: '/api/v1/devices',
    summary: 'The devices, in the order of their addresses',
    query: z.object({
      limit: count(1000, 100),
      cursor: z.string().max(200).optional().describe('`next` of the page before.'),
    }),
    status: 200,
    answer: devices,
    faults: ['request/bad-cursor'],
  },
  device: {
    method: 'GET',
    path: '/api/v1/devices/{id}',
    summary: 'One device',
    params: id,
    status: 200,
    answer: device,
    faults: deviceFaults,
  },
  why: {
    method: 'GET',
    path: '/api/v1/devices/{id}/why',
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
    summary: 'What a device showed over time: state, levels, counters, alerts',
    params: id,
    query: z.object({
      metric: z.string().max(200).optional().describe('One line: state, supply.black, counter.impressions …'),
      since: z.iso.datetime().optional(),
      until: z.iso.datetime().optional(),
      limit: count(10_000, 1000),
    }),
    status: 200,
    answer: history,
    faults: deviceFaults,
  },
  port: {
    method: 'GET',
    path: '/api/v1/ports/{query}',
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
  listeners: {
    method: 'GET',
    path: '/api/v1/listeners',
    summary: 'What listens on this machine, and whose it is',
    status: 200,
    answer: listeners,
    faults: [],
  },
  looks: {
    method: 'GET',
    path: '/api/v1/looks',
    summary: 'The latest looks, each with the ledger of every packet',
    status: 200,
    answer: looks,
    faults: [],
  },
  look: {
    method: 'POST',
    path: '/api/v1/looks',
    summary: 'Look now',
    status: 202,
    answer: scope,
    faults: ['serve/no-consent'],
  },
  scope: {
    method: 'GET',
    path: '/api/v1/scope',
    summary: 'What is looked at, and what a person has consented to',
    status: 200,
    answer: scope,
    faults: [],
  },
  consent: {
    method: 'POST',
    path: '/api/v1/consent',
    summary: 'Say that these interfaces may be looked at: the real network takes the place of the virtual fleet',
    body: z.object({ interfaces }),
    status: 200,
    answer: scope,
    faults: ['scope/no-such-interface', 'scope/interface-not-allowed', 'scope/nothing-to-look-at'],
  },
  withdraw: {
    method: 'DELETE',
    path: '/api/v1/consent',
    summary: 'Take consent back: nothing more is sent to a real network',
    status: 200,
    answer: scope,
    faults: [],
  },
  health: {
    method: 'GET',
    path: '/healthz',
    summary: 'The process answers',
    status: 200,
    answer: health,
    faults: [],
  },
  ready: {
    method: 'GET',
    path: '/readyz',
    summary: 'The store answers, too',
    status: 200,
    answer: health,
    faults: ['store/cannot-open', 'file/cannot-read'],
  },
} as const satisfies Readonly<Record<string, Route>>;

export type Routes = typeof routes;
export type RouteId = keyof Routes;

type Parsed<R, K extends string> = R extends { readonly [key in K]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

/** What a handler is asked, checked by the schemas of its route. */
export interface Asked<K extends RouteId> {
  readonly params: Parsed<Routes[K], 'params'>;
  readonly query: Parsed<Routes[K], 'query'>;
  readonly body: Parsed<Routes[K], 'body'>;
  readonly signal: AbortSignal;
}

/** One handler a route; what it gives is a document of the route's schema. */
export type Handlers = { readonly [K in RouteId]: (asked: Asked<K>) => Promise<object> };
