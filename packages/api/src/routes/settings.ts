import { z } from 'zod';
import type { Route } from '../route.ts';
import { settingKey, settings } from '../schemas/settings.ts';

const params = z.object({ setting: settingKey });

/** How this house is set. */
export const settingRoutes = {
  settings: {
    method: 'GET',
    path: '/api/v1/settings',
    role: 'admin',
    summary: 'Every setting, its value, and where that comes from',
    status: 200,
    answer: settings,
    faults: [],
  },
  putSetting: {
    method: 'PUT',
    path: '/api/v1/settings/{setting}',
    role: 'admin',
    summary: 'Set what can be set while this runs: it holds at once and after a restart',
    params,
    body: z.object({ value: z.string().trim().min(1).max(100) }),
    audits: ['value'],
    status: 200,
    answer: settings,
    faults: ['config/bad-value', 'config/set-elsewhere'],
  },
  resetSetting: {
    method: 'DELETE',
    path: '/api/v1/settings/{setting}',
    role: 'admin',
    summary: 'Back to the default',
    params,
    status: 200,
    answer: settings,
    faults: ['config/set-elsewhere'],
  },
} as const satisfies Readonly<Record<string, Route>>;
