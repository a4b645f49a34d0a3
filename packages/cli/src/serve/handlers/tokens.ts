import type { Handlers } from '@quietport/api';
import { Fault } from '@quietport/core/fault';
import { type AuditLog, auditLogDocument, type Tokens, tokenDocument, tokensDocument } from '@quietport/library';
import { nameOf } from './name-of.ts';

/** Programs that may ask, and what anybody changed. */
export interface Trusting {
  readonly tokens: Tokens;
  readonly audit: AuditLog;
}

export function tokenHandlers({
  tokens,
  audit,
}: Trusting): Pick<Handlers, 'tokens' | 'makeToken' | 'removeToken' | 'auditLog'> {
  return {
    tokens: async () => tokensDocument(await tokens.list()),
    makeToken: async ({ body: { name, scope, expiresAt }, visit }) => {
      const until = expiresAt === undefined ? null : Date.parse(expiresAt);
      const { token, text } = await tokens.make({ name, scope, by: nameOf(visit), expiresAt: until });
      return tokenDocument(token, text);
    },
    removeToken: async ({ params }) => tokenDocument(await tokens.remove(params.token), null),
    auditLog: async ({ query: { limit, cursor, by, since } }) => {
      const [, at, id] = /^(\d+(?:\.\d+)?)-([0-9a-f]+)$/.exec(cursor ?? '') ?? [];
      if (cursor !== undefined && id === undefined) throw new Fault('request/bad-cursor');
      const behind = id === undefined ? undefined : { at: Number(at), id };
      const rows = await audit.page(limit, behind, by, since === undefined ? undefined : Date.parse(since));
      const last = rows.length === limit ? rows.at(-1) : undefined;
      return auditLogDocument(rows, last === undefined ? undefined : `${last.at}-${last.id}`);
    },
  };
}
