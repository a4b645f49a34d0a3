import { type FaultCode, faults } from '@quietport/core/fault';
import { z } from 'zod';
import { EVENTS_PATH, events } from './events.ts';
import { statusOf } from './problem.ts';
import { changes, DELIBERATE_HEADER, type Route } from './route.ts';
import { routes } from './routes.ts';
import { problem } from './schemas/documents.ts';

/** The description of every path (OpenAPI 3.1), made of the schemas that check. */
export function openApi(version: string): object {
  const schemas: Record<string, object> = {};
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'output') => lifted(schema, io, schemas);
  const paths: Record<string, Record<string, object>> = {};
  for (const [operationId, route] of Object.entries<Route>(routes)) {
    const { method, path, role, summary, status, answer, body, type = 'application/json' } = route;
    const operation = {
      operationId,
      summary,
      'x-role': role,
      security: role === 'none' ? [] : securityOf(role),
      parameters: parametersOf(route),
      ...(route.document ? { requestBody: { required: true, content: { '*/*': {} } } } : {}),
      ...(body === undefined
        ? {}
        : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }),
      responses: {
        [status]: { description: summary, content: { [type]: { schema: schemaOf(answer) } } },
        ...problemsOf([...route.faults, ...everywhere(route)], schemaOf),
      },
    };
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  paths[EVENTS_PATH] = { get: eventsOperation(schemaOf) };
  return {
    openapi: '3.1.1',
    info: {
      title: 'Quietport',
      version,
      description: 'What is looked at, what was found, and every word of it proved. On this machine alone.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: { schemas, securitySchemes: { session: SESSION, token: TOKEN } },
  };
}

function parametersOf(route: Route): object[] {
  const from = (place: 'path' | 'query', schema: z.ZodObject | undefined): object[] =>
    Object.entries(schema?.shape ?? {}).map(([name, one]) => {
      const { $schema: _, description, ...rest } = z.toJSONSchema(one as z.ZodType, { io: 'input' });
      return {
        name,
        in: place,
        required: place === 'path' || !(one as z.ZodType).safeParse(undefined).success,
        ...(description === undefined ? {} : { description }),
        schema: rest,
      };
    });
  const deliberate = {
    name: DELIBERATE_HEADER,
    in: 'header',
    required: true,
    description: 'Any value: a page of another site cannot send it.',
    schema: { type: 'string', minLength: 1 },
  };
  return [...from('path', route.params), ...from('query', route.query), ...(changes(route) ? [deliberate] : [])];
}

function everywhere(route: Route): readonly FaultCode[] {
  const taking = route.params !== undefined || route.query !== undefined || route.body !== undefined;
  return [
    ...(taking ? (['request/bad-value'] as const) : []),
    ...(changes(route) ? (['request/not-deliberate', 'request/too-large'] as const) : []),
    ...(route.role === 'none' ? [] : (['user/not-signed-in', 'user/not-allowed'] as const)),
    'request/foreign-host',
    'request/not-by-proxy',
    'request/not-secure',
    'request/foreign-origin',
  ];
}

/** By status, each with the codes that it may carry. */
function problemsOf(codes: readonly FaultCode[], schemaOf: (schema: z.ZodType) => object): Record<number, object> {
  const statuses = new Set(codes.map(statusOf));
  return Object.fromEntries(
    [...statuses].sort().map((status) => {
      const own = codes.filter((code) => statusOf(code) === status);
      const description = own.map((code) => `\`${code}\`: ${faults[code].text}`).join(' · ');
      return [status, { description, content: { 'application/problem+json': { schema: schemaOf(problem) } } }];
    }),
  );
}

function eventsOperation(schemaOf: (schema: z.ZodType) => object): object {
  const told = Object.entries(events).map(([name, schema]) => [name, schemaOf(schema)] as const);
  return {
    operationId: 'events',
    'x-role': 'viewer',
    security: securityOf('viewer'),
    summary: 'What changes, as it changes (server-sent events)',
    description:
      'Each event has a name, an id and JSON data. With Last-Event-ID the stream goes on behind that event as far as ' +
      'the server still has what followed; events-lost says how many are gone, null where nobody knows: read anew then.',
    parameters: [{ name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } }],
    responses: {
      200: {
        description: 'The stream. A comment every 15 s keeps it open.',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
        'x-events': Object.fromEntries(told),
      },
      ...problemsOf(
        ['request/too-many-listeners', 'user/not-signed-in', 'request/foreign-host', 'request/foreign-origin'],
        schemaOf,
      ),
    },
  };
}

/** Named schemas are written once, in `components`. */
function lifted(schema: z.ZodType, io: 'input' | 'output', schemas: Record<string, object>): object {
  const {
    $schema: _,
    $defs,
    ...own
  } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) as Record<string, unknown>;
  const relinked = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as unknown;
  for (const [name, one] of Object.entries(($defs ?? {}) as Record<string, object>))
    schemas[name] ??= relinked(withoutId(one)) as object;
  const { id } = schema.meta() ?? {};
  if (id === undefined) return relinked(own) as object;
  schemas[id] ??= relinked(withoutId(own)) as object;
  return { $ref: `#/components/schemas/${id}` };
}

function withoutId(schema: object): object {
  const { id: _, $id: __, ...rest } = schema as { id?: unknown; $id?: unknown };
  return rest;
}

/** Either will do. */
function securityOf(role: string): object[] {
  return [{ session: [role] }, { token: [role] }];
}

const TOKEN = {
  type: 'http',
  scheme: 'bearer',
  description: 'For programs, by POST /api/v1/tokens. No other header is needed for changes.',
};

const SESSION = {
  type: 'apiKey',
  in: 'cookie',
  name: 'quietport',
  description: 'By POST /api/v1/session. Not needed before there are users: everybody on this machine may do all then.',
};
