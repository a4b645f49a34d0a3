import type { Answer } from '../../data/ask.ts';

export type User = Answer<'GET /api/v1/users'>['users'][number];
export type Token = Answer<'GET /api/v1/tokens'>['tokens'][number];
export type AuditRow = Answer<'GET /api/v1/audit'>['rows'][number];

export const USER_HINT = 'Small letters, digits and . _ @ -';
export const PASSWORD_HINT = 'At least 12 characters';

export function isUserName(text: string): boolean {
  return /^[a-z0-9][a-z0-9._@-]{0,63}$/.test(text);
}

export function isPassword(text: string): boolean {
  return text.length >= 12;
}

export const ROLES = [
  { value: 'viewer', label: 'Viewer: looks at everything' },
  { value: 'operator', label: 'Operator: acts on devices as well' },
  { value: 'admin', label: 'Admin: says who may do what, too' },
];

export const SCOPES = [
  { value: 'metrics', label: 'Metrics: /metrics alone, for Prometheus' },
  { value: 'read', label: 'Read: what a viewer sees' },
  { value: 'operate', label: 'Operate: what an operator may do' },
  { value: 'admin', label: 'Admin: everything' },
];
