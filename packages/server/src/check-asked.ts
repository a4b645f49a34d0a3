import type { Route } from '@quietport/api';
import { Fault } from '@quietport/core/fault';

/** A request as it came. */
export interface RawAsked {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** What was asked, by the schemas of the route. A name that it does not know is a mistake, and no wish. Throws `request/bad-value`. */
export function checkAsked(route: Route, { params, query, body }: RawAsked): RawAsked {
  return {
    params: check(route.params, params, 'path'),
    query: check(route.query, query, 'query'),
    body: check(route.body, body ?? (route.body === undefined ? undefined : {}), 'body'),
  };
}

function check(schema: Route['params'], given: unknown, place: string): unknown {
  if (schema === undefined) {
    const extra = Object.keys((given ?? {}) as object);
    if (extra.length === 0) return undefined;
    throw new Fault('request/bad-value', { detail: `${place}: nothing is taken here, ${extra[0]} was given` });
  }
  const checked = schema.strict().safeParse(given);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const where = [place, ...(issue?.path ?? [])].join('.');
  throw new Fault('request/bad-value', { detail: `${where}: ${(issue?.message ?? '').replace(/\.$/, '')}` });
}
