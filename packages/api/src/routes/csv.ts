import { z } from 'zod';
import type { Route } from '../route.ts';
import { historyQuery } from './history-query.ts';
import { deviceFaults, deviceParams } from './shapes.ts';

const csv = z
  .string()
  .describe(
    'RFC 4180 in UTF-8, with a header. A text that a spreadsheet would take for a formula has an apostrophe in front.',
  );

/** Tables for spreadsheets: each is the path of the documents with `.csv` behind it. */
export const csvRoutes = {
  suppliesCsv: {
    method: 'GET',
    path: '/api/v1/supplies.csv',
    role: 'viewer',
    summary: 'Every supply of every device as a table, the most urgent first',
    status: 200,
    type: 'text/csv',
    answer: csv,
    faults: [],
  },
  devicesCsv: {
    method: 'GET',
    path: '/api/v1/devices.csv',
    role: 'viewer',
    summary: 'The devices as a table, in the order of their addresses',
    status: 200,
    type: 'text/csv',
    answer: csv,
    faults: [],
  },
  historyCsv: {
    method: 'GET',
    path: '/api/v1/devices/{id}/history.csv',
    role: 'viewer',
    summary: 'What a device showed over time as a table',
    params: deviceParams,
    query: historyQuery,
    status: 200,
    type: 'text/csv',
    answer: csv,
    faults: deviceFaults,
  },
} as const satisfies Readonly<Record<string, Route>>;
