import { z } from 'zod';
import type { Route } from '../route.ts';
import {
  credential,
  credentialName,
  credentialOrder,
  credentialRemoved,
  credentialScope,
  credentialSecret,
  credentials,
} from '../schemas/credentials.ts';

const params = z.object({ credential: credentialName });

/** Whatever keeps the vault from being opened. */
const closed = ['credentials/no-key', 'credentials/wrong-key', 'credentials/tampered', 'credentials/locked'] as const;

/** Named keys to devices. No answer has a secret in it. */
export const credentialRoutes = {
  credentials: {
    method: 'GET',
    path: '/api/v1/credentials',
    role: 'admin',
    summary: 'Every key to devices, without its secret, and what it came to where it was tried',
    status: 200,
    answer: credentials,
    faults: closed,
  },
  addCredential: {
    method: 'POST',
    path: '/api/v1/credentials',
    role: 'admin',
    summary: 'Keep a key to devices',
    body: z.object({
      name: credentialName,
      scope: credentialScope,
      order: credentialOrder.optional().describe('The last one if not given.'),
      secret: credentialSecret,
    }),
    audits: ['name', 'scope', 'order'],
    status: 201,
    answer: credential,
    faults: ['credentials/exists', 'device/not-found', 'device/ambiguous', ...closed],
  },
  changeCredential: {
    method: 'PUT',
    path: '/api/v1/credentials/{credential}',
    role: 'admin',
    summary: 'Change the scope, order or secret of a key: what is not given stays as it is',
    params,
    body: z.object({
      scope: credentialScope.optional(),
      order: credentialOrder.optional(),
      secret: credentialSecret.optional().describe('Of the same kind as before.'),
    }),
    audits: ['scope', 'order'],
    status: 200,
    answer: credential,
    faults: ['credentials/not-found', 'credentials/other-kind', 'device/not-found', 'device/ambiguous', ...closed],
  },
  removeCredential: {
    method: 'DELETE',
    path: '/api/v1/credentials/{credential}',
    role: 'admin',
    summary: 'Forget a key, and what was learned with it',
    params,
    status: 200,
    answer: credentialRemoved,
    faults: ['credentials/not-found', ...closed],
  },
} as const satisfies Readonly<Record<string, Route>>;
