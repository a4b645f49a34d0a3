import { createHash } from 'node:crypto';
import {
  type Asked,
  type AskedDocument,
  type Demand,
  EVENTS_PATH,
  type Handlers,
  OPENAPI_PATH,
  openApi,
  type Route,
  type RouteId,
  routes,
  type Visit,
} from '@quietport/api';
import type { Clock } from '@quietport/core';
import { Fault } from '@quietport/core/fault';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { admit, type Doorkeeper } from './admit.ts';
import { type Auditor, audited } from './audited.ts';
import { type Came, cameBy, isLoopbackName, type Reach } from './came.ts';
import { checkAsked, type RawAsked } from './check-asked.ts';
import { isScreen, serveConsole } from './console-files.ts';
import { sendEvents, type Told } from './event-stream.ts';
import { demandOwn } from './guard.ts';
import { HSTS, SECURITY_HEADERS } from './headers.ts';
import type { Metrics } from './metrics/metrics.ts';
import { faultOf, replyProblem } from './reply-problem.ts';

export type { Told };

/** What the server is handed: it knows paths, and none of what stands behind them. */
export interface ServerParts {
  readonly version: string;
  readonly clock: Clock;
  readonly handlers: Handlers;
  /** The folder with the files of the console; without it there is the API alone. */
  readonly pages?: string;
  /** Events from now on, or behind the one of that id. */
  events(lastId: string | undefined, signal: AbortSignal): AsyncIterable<Told>;
  /** What `/metrics` answers; without it there is no such path. */
  readonly metrics?: Metrics;
  /** Who knows the people. */
  readonly door: Doorkeeper;
  /** How it is reached, where not plainly on loopback. */
  readonly reach?: Reach;
  /** Who writes down what is changed. */
  readonly auditor?: Auditor;
  /** The port that we are reached at, once it is known. */
  port(): number;
  /** Told of errors that never should be. */
  failed?(error: unknown): void;
}

/** The server without its socket. */
export function makeServer(parts: ServerParts): FastifyInstance {
  const { reach = {} } = parts;
  const { tls } = reach;
  const app = fastify({
    bodyLimit: BODY_MOST,
    routerOptions: { maxParamLength: 300 },
    requestTimeout: 10_000,
    // an event stream is no reason to go on living
    forceCloseConnections: true,
    ...(tls === undefined ? {} : { https: { cert: tls.certificate, key: tls.key } }),
  });
  const comings = new WeakMap<FastifyRequest, Came>();
  const enter: Enter = (request, reply, demand) => admit(request, reply, comings.get(request)!, demand, parts.door);
  const closing = new AbortController();
  let listening = 0;
  app.addHook('preClose', async () => closing.abort());
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    const came = cameBy(request.socket.remoteAddress, request.headers, reach);
    comings.set(request, came);
    demandOwn({ method: request.method, headers: request.headers }, came, parts.port(), reach);
    // a browser that learned it of localhost would miss every other server there
    if (came.scheme === 'https' && !isLoopbackName(came.host.replace(/:\d+$/, ''))) reply.headers(HSTS);
  });
  app.setErrorHandler((error, _request, reply) => {
    const fault = faultOf(error, BODY_MOST);
    if (fault.code === 'program/unexpected') parts.failed?.(error);
    return replyProblem(reply, fault);
  });
  app.setNotFoundHandler((request, reply) => {
    if (parts.pages !== undefined && isScreen(request))
      return reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });
    const [path = ''] = request.url.split('?');
    return replyProblem(reply, new Fault('request/no-such-path', { method: request.method, path }));
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? undefined : JSON.parse(String(text)));
    } catch (error) {
      done(new Fault('request/bad-value', { detail: 'the body is no JSON' }, error));
    }
  });

  const ids = Object.keys(routes) as RouteId[];
  const takesDocument = (id: RouteId) => (routes[id] as Route).document === true;
  for (const id of ids.filter((one) => !takesDocument(one))) addRoute(app, id, parts, enter);
  // a document is of any type, and handed on as it comes
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
    for (const id of ids.filter(takesDocument)) addRoute(scope, id, parts, enter);
  });
  const described = openApi(parts.version);
  app.get(OPENAPI_PATH, (request, reply) => replyDocument(request, reply, 200, described));
  const { metrics } = parts;
  if (metrics !== undefined)
    app.get('/metrics', async (request, reply) => {
      await enter(request, reply, 'metrics');
      const { type, text } = await metrics.scrape(request.headers.accept);
      return reply.type(type).header('cache-control', 'no-store').header('vary', 'accept').send(text);
    });
  if (parts.pages !== undefined) serveConsole(app, parts.pages);
  app.get(EVENTS_PATH, { exposeHeadRoute: false }, async (request, reply) => {
    await enter(request, reply, 'viewer');
    if (listening >= MOST_LISTENERS) throw new Fault('request/too-many-listeners', { most: MOST_LISTENERS });
    parts.metrics?.listening(++listening);
    const gone = new AbortController();
    request.raw.once('close', () => gone.abort());
    const still = () => enter(request, reply, 'viewer').catch(() => gone.abort());
    const lastId = request.headers['last-event-id'];
    const until = AbortSignal.any([gone.signal, closing.signal]);
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Readonly<Record<string, string>>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    try {
      const told = parts.events(String(lastId ?? '') || undefined, until);
      // a session or token that has ended takes its stream along
      await sendEvents(reply.raw, told, parts.clock, until, still);
    } finally {
      parts.metrics?.listening(--listening);
      reply.raw.destroy();
    }
  });
  return app;
}

/** Lets in, or throws. */
type Enter = (request: FastifyRequest, reply: FastifyReply, demand: Demand) => Promise<Visit>;

function addRoute<K extends RouteId>(
  app: FastifyInstance,
  id: K,
  { handlers, auditor }: ServerParts,
  enter: Enter,
): void {
  const route: Route = routes[id];
  app.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    ...(route.document ? { bodyLimit: DOCUMENT_MOST } : {}),
    handler: async (request, reply) => {
      const visit = await enter(request, reply, route.role);
      const gone = new AbortController();
      request.raw.once('aborted', () => gone.abort());
      // checked by the schemas of that very route
      const document = route.document ? documentOf(request) : undefined;
      const checked = checkAsked(route, { ...taken(request), ...(route.document ? { body: undefined } : {}) });
      const asked = { ...checked, document, visit, signal: gone.signal } as Asked<K>;
      const given = await audited(id, route, checked, visit, auditor, () => handlers[id](asked));
      if (typeof given !== 'string') return replyDocument(request, reply, route.status, given);
      return replyTable(reply, route, given);
    },
  });
}

function taken({ params, query, body }: FastifyRequest): RawAsked {
  return { params, query, body };
}

/** The body as it comes; none where there is none. */
function documentOf({ body, headers }: FastifyRequest): AskedDocument | undefined {
  const [type = ''] = (headers['content-type'] ?? '').toLowerCase().split(';');
  return body == null ? undefined : { type: type.trim(), bytes: body as AsyncIterable<Uint8Array> };
}

/** A file to keep, under the last part of its path. */
function replyTable(reply: FastifyReply, { status, path, type = 'text/csv' }: Route, text: string): FastifyReply {
  const name = path.slice(path.lastIndexOf('/') + 1);
  reply.code(status).type(`${type}; charset=utf-8; header=present`).header('cache-control', 'no-cache');
  return reply.header('content-disposition', `attachment; filename="${name}"`).send(text);
}

/** A document with its tag: who has it already gets none. */
function replyDocument(request: FastifyRequest, reply: FastifyReply, status: number, document: object): FastifyReply {
  const text = JSON.stringify(document);
  reply.code(status).type('application/json; charset=utf-8').header('cache-control', 'no-cache');
  if (request.method !== 'GET') return reply.send(text);
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
  reply.header('etag', tag);
  const known = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return known.includes(tag) || known.includes('*') ? reply.code(304).send() : reply.send(text);
}

const BODY_MOST = 64 * 1024;
const DOCUMENT_MOST = 4 * 1024 * 1024 * 1024;
const MOST_LISTENERS = 500;
