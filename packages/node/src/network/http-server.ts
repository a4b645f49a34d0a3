import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Endpoint, HttpAsked, HttpServed, Listening } from '@quietport/core';
import type { Reach } from './reach.ts';
import { endpointOf, standing } from './tcp-stream.ts';

/** Serves HTTP until it is closed. A handler that fails is answered for with 500. */
export function serveHttp(
  at: Endpoint,
  reach: Reach,
  serve: (asked: HttpAsked) => Promise<HttpServed>,
): Promise<Listening> {
  const server = createServer((request, response) => {
    answer(request, response, serve).catch(() => reply(response, { status: 500, headers: {}, body: new Uint8Array() }));
  });
  server.on('connection', (socket) => {
    if (!reach.permits(endpointOf(socket.remoteAddress, socket.remotePort).address)) socket.destroy();
  });
  return standing(server, at, () => server.closeAllConnections());
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  serve: (asked: HttpAsked) => Promise<HttpServed>,
): Promise<void> {
  const from = endpointOf(request.socket.remoteAddress, request.socket.remotePort);
  const body = await bodyOf(request);
  if (body === undefined) return reply(response, { status: 413, headers: {}, body: new Uint8Array() });
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value ?? '');
  reply(response, await serve({ method: request.method ?? '', path: request.url ?? '/', headers, body, from }));
}

function reply(response: ServerResponse, served: HttpServed): void {
  if (response.headersSent) return;
  response.writeHead(served.status, { 'content-length': served.body.length, ...served.headers });
  response.end(served.body);
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > BODY_MOST) return undefined;
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

const BODY_MOST = 16 * 1024 * 1024;
