import type { AuditRow } from '../people/audit-log.ts';
import type { Token } from '../people/tokens.ts';
import { iso } from './device.ts';

/** One token as `quietport/token@1`; its text where it was made just now. */
export function tokenDocument(token: Token, text: string | null): object {
  return { schema: 'quietport/token@1', ...row(token), token: text };
}

/** All of them as `quietport/tokens@1`. */
export function tokensDocument(tokens: readonly Token[]): object {
  return { schema: 'quietport/tokens@1', tokens: tokens.map(row) };
}

/** A page of the audit log as `quietport/audit-log@1`. */
export function auditLogDocument(rows: readonly AuditRow[], next: string | undefined): object {
  return {
    schema: 'quietport/audit-log@1',
    rows: rows.map((one) => ({ ...one, at: iso(one.at) })),
    next: next ?? null,
  };
}

function row({ at, expiresAt, usedAt, ...token }: Token): object {
  return {
    ...token,
    at: iso(at),
    expiresAt: expiresAt === null ? null : iso(expiresAt),
    usedAt: usedAt === null ? null : iso(usedAt),
  };
}
