import { z } from 'zod';
import type { Route } from '../route.ts';
import { channelGiven, channels, channelTest, deliveries } from '../schemas/channels.ts';
import { count } from './shapes.ts';

const channelParams = z.object({ channel: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/) });

/** Where people are told of alerts. */
export const channelRoutes = {
  channels: {
    method: 'GET',
    path: '/api/v1/channels',
    role: 'admin',
    summary: 'Where alerts are told, without the secrets',
    status: 200,
    answer: channels,
    faults: [],
  },
  putChannel: {
    method: 'PUT',
    path: '/api/v1/channels/{channel}',
    role: 'admin',
    summary: 'Make or change a channel',
    params: channelParams,
    body: channelGiven,
    status: 200,
    answer: channels,
    faults: ['channel/bad-secret', 'credentials/no-key'],
  },
  deleteChannel: {
    method: 'DELETE',
    path: '/api/v1/channels/{channel}',
    role: 'admin',
    summary: 'Remove a channel, its secret, and what waits for it',
    params: channelParams,
    status: 200,
    answer: channels,
    faults: ['channel/not-found'],
  },
  testChannel: {
    method: 'POST',
    path: '/api/v1/channels/{channel}/test',
    role: 'admin',
    summary: 'Send a test message now, and say what came of it',
    params: channelParams,
    status: 200,
    answer: channelTest,
    faults: ['channel/not-found'],
  },
  deliveries: {
    method: 'GET',
    path: '/api/v1/channels/{channel}/deliveries',
    role: 'admin',
    summary: 'What was sent to a channel, and every attempt',
    params: channelParams,
    query: z.object({
      limit: count(500, 50),
      cursor: z.string().max(200).optional().describe('`next` of the page before.'),
    }),
    status: 200,
    answer: deliveries,
    faults: ['channel/not-found', 'request/bad-cursor'],
  },
} as const satisfies Readonly<Record<string, Route>>;
