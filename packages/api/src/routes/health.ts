import type { Route } from '../route.ts';
import { health } from '../schemas/documents.ts';

/** Whether the server is well. */
export const healthRoutes = {
  health: {
    method: 'GET',
    path: '/healthz',
    role: 'none',
    summary: 'The process answers',
    status: 200,
    answer: health,
    faults: [],
  },
  ready: {
    method: 'GET',
    path: '/readyz',
    role: 'none',
    summary: 'The store answers, too',
    status: 200,
    answer: health,
    faults: [
      'store/cannot-open',
      'store/damaged',
      'store/locked',
      'store/full',
      'store/disk-error',
      'file/cannot-read',
    ],
  },
} as const satisfies Readonly<Record<string, Route>>;
