import { z } from 'zod';
import { alert } from './schemas/alerts.ts';
import { device, time } from './schemas/device.ts';
import { job } from './schemas/jobs.ts';

/** What `/api/v1/events` sends, by the name of the event. */
export const events = {
  'device-changed': z.looseObject({ virtual: z.boolean(), device }),
  'device-gone': z.looseObject({ id: z.string() }),
  'look-started': z.looseObject({ at: time, why: z.string() }),
  'look-finished': z.looseObject({ at: time, why: z.string(), asked: z.number(), answered: z.number() }),
  'alert-changed': z.looseObject({ virtual: z.boolean(), what: z.string(), alert }),
  'job-changed': z.looseObject({ virtual: z.boolean(), job }),
  'scope-changed': z.looseObject({ at: time }),
  'events-lost': z.looseObject({ lost: z.number().nullable() }),
} as const;

export const EVENTS_PATH = '/api/v1/events';
export const OPENAPI_PATH = '/openapi.json';
