import { z } from 'zod';
import type { Route } from '../route.ts';
import { job, jobs } from '../schemas/jobs.ts';
import { count, deviceFaults, deviceParams } from './shapes.ts';

const jobParams = z.object({ job: z.string().min(2).max(100).describe('Its id, or the beginning of it.') });
const words = (most: number) => z.string().trim().min(1).max(most);

const nowhere = ['print/no-way', 'print/unknown-format', 'print/empty', 'print/cannot', 'print/maybe-printed'] as const;
const notThere = ['device/another-there', 'device/no-address', 'serve/no-consent'] as const;

/** Documents on their way to devices. */
export const jobRoutes = {
  jobs: {
    method: 'GET',
    path: '/api/v1/jobs',
    role: 'viewer',
    summary: 'Jobs that were given from here, as they stood when they were last followed; the latest first',
    query: z.object({
      limit: count(500, 50),
      cursor: z.string().max(200).optional().describe('`next` of the page before.'),
      device: z.string().max(200).optional().describe('Only those of this device.'),
    }),
    status: 200,
    answer: jobs,
    faults: ['request/bad-cursor', ...deviceFaults],
  },
  job: {
    method: 'GET',
    path: '/api/v1/jobs/{job}',
    role: 'viewer',
    summary: 'One job',
    params: jobParams,
    status: 200,
    answer: job,
    faults: ['print/no-such-job'],
  },
  print: {
    method: 'POST',
    path: '/api/v1/devices/{id}/jobs',
    role: 'operator',
    summary: 'Print a document: the body, whose content type says what it is; job-changed tells how it goes',
    params: deviceParams,
    query: z.object({
      name: words(250).describe('What the document is called.'),
      copies: z.coerce.number().int().min(1).max(999).optional(),
      media: words(200).optional().describe('As PWG 5101.1 names it: `iso_a4_210x297mm`.'),
      sides: z.enum(['one-sided', 'two-sided-long-edge', 'two-sided-short-edge']).optional(),
      color: z.enum(['auto', 'color', 'monochrome']).optional(),
      way: z.enum(['ipp', 'ipps', 'raw', 'lpd']).optional().describe('The best that the device has if not given.'),
      again: z.enum(['true', 'false']).optional().describe('A second copy, where an earlier job may have printed it.'),
    }),
    document: true,
    status: 202,
    answer: job,
    faults: [...deviceFaults, ...nowhere, ...notThere],
  },
  cancelJob: {
    method: 'DELETE',
    path: '/api/v1/jobs/{job}',
    role: 'operator',
    summary: 'Take a job back',
    params: jobParams,
    status: 200,
    answer: job,
    faults: ['print/no-such-job', 'print/not-cancelled', ...notThere],
  },
} as const satisfies Readonly<Record<string, Route>>;
