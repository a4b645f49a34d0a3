import type { z } from 'zod';
import type { Problem } from './problem.ts';
import { changes, DELIBERATE_HEADER, type Route } from './route.ts';
import { type RouteId, type Routes, routes } from './routes.ts';

/** Carries one request; `fetch` behind two lines does. */
export type Carry = (request: {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}) => Promise<{ readonly status: number; readonly text: string }>;

type Given<R, K extends string> = R extends { readonly [key in K]: infer S extends z.ZodType }
  ? { readonly [key in K]: z.input<S> }
  : unknown;

/** What a route is asked. */
export type Asking<K extends RouteId> = Given<Routes[K], 'params'> &
  Given<Routes[K], 'query'> &
  Given<Routes[K], 'body'>;

/** What a route answers. */
export type AnswerOf<K extends RouteId> = z.output<Routes[K]['answer']>;

type Answered<K extends RouteId> =
  | { readonly ok: true; readonly value: AnswerOf<K> }
  | { readonly ok: false; readonly problem: Problem };

/** Asks one route, by the table that the server checks by. An answer that is no document of the route throws. */
export async function callApi<K extends RouteId>(id: K, asking: Asking<K>, carry: Carry): Promise<Answered<K>> {
  const route: Route = routes[id];
  const { params, query, body } = asking as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params?.[name])));
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  const search = pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  const { status, text } = await carry({
    method: route.method,
    path: search === '' ? path : `${path}?${search}`,
    headers: {
      accept: route.type ?? 'application/json',
      ...(changes(route) ? { [DELIBERATE_HEADER]: '1' } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const document: unknown = route.type !== undefined && status === route.status ? text : JSON.parse(text);
  if (status !== route.status) return { ok: false, problem: document as Problem };
  // the schema of that very route
  return { ok: true, value: route.answer.parse(document) as AnswerOf<K> };
}
