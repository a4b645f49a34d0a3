import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { TLSSocket } from 'node:tls';
import {
  type Endpoint,
  formatHex,
  type HttpOutcome,
  type HttpRequest,
  type HttpResponse,
  type HttpUrl,
  hostHeader,
  parseHex,
  parseHttpUrl,
  parseIp,
} from '@quietport/core';
import { resolveName } from './names.ts';
import type { Reach } from './reach.ts';
import { codeOf, connectFailure } from './system-error.ts';
import { oldTls } from './tls-handshake.ts';

/** One exchange on a connection of its own; redirects are answers like any other. */
export async function exchangeHttp(asked: HttpRequest, reach: Reach, signal: AbortSignal): Promise<HttpOutcome> {
  const url = parseHttpUrl(asked.url);
  if (url === undefined) return { is: 'unreachable' };
  const addresses = parseIp(url.host) ? [url.host] : await resolveName(url.host, reach, signal);
  const address = addresses.find((one) => reach.permits(one)) ?? addresses[0];
  if (address === undefined) return { is: signal.aborted ? 'silent' : 'unreachable' };
  reach.demand(address);
  if (signal.aborted) return { is: 'silent' };
  const to: Endpoint = { address, port: url.port, transport: 'tcp' };
  const options = requestOptions(asked, url, to, reach.sourceFor(address));
  return performHttp(asked, url.secure ? httpsRequest : httpRequest, options, to, signal);
}

/** The exchange itself, wherever the options lead: `to` is what the answer is said to be from. */
export function performHttp(
  asked: Pick<HttpRequest, 'body' | 'stream' | 'maxBytes' | 'certificate'>,
  open: (options: RequestOptions) => ClientRequest,
  options: RequestOptions,
  to: Endpoint,
  signal: AbortSignal,
): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    const request = open(options);
    let connected = false;
    let ready = false;
    let fingerprint: string | undefined;
    const end = (outcome: HttpOutcome) => {
      signal.removeEventListener('abort', quit);
      // before that, what is written waits here
      const sent = ready ? (request.socket?.bytesWritten ?? 0) : 0;
      request.destroy();
      resolve(sent === 0 ? outcome : { ...outcome, sent });
    };
    const quit = () => end({ is: 'silent' });
    signal.addEventListener('abort', quit, { once: true });
    request.once('socket', (socket) => {
      socket.once('connect', () => {
        connected = true;
        ready = !('encrypted' in socket);
        if (ready && asked.certificate !== undefined) end({ is: 'forbidden' });
      });
      socket.once('secureConnect', () => {
        ready = true;
        fingerprint = fingerprintOf(socket as TLSSocket);
        if (asked.certificate === undefined) return;
        if (asked.certificate === fingerprint) void sendBody(request, asked);
        else end({ is: 'forbidden' });
      });
    });
    request.on('error', (error) => end({ is: failureOf(error, connected) }));
    request.once('response', (message) => {
      collect(message, asked.maxBytes, (body) => {
        if (!(body instanceof Uint8Array)) return end({ is: body });
        end({ is: 'answered', response: responseOf(message, to, body, fingerprint) });
      });
    });
    // the last word where a connection ends without any other
    request.once('close', () => end({ is: connected ? 'garbled' : 'unreachable' }));
    // with the body goes the head: it waits for the certificate where one is demanded
    if (asked.certificate === undefined) void sendBody(request, asked);
  });
}

function requestOptions(
  asked: HttpRequest,
  url: HttpUrl,
  to: Endpoint,
  localAddress: string | undefined,
): RequestOptions & Record<string, unknown> {
  const headers: Record<string, string | number> = { host: hostHeader(url), ...asked.headers };
  if (asked.body !== undefined && asked.stream === undefined) headers['content-length'] = asked.body.length;
  return {
    host: to.address,
    port: to.port,
    path: url.path,
    method: asked.method,
    headers,
    agent: false,
    // printers send heads that a strict parser refuses
    insecureHTTPParser: true,
    ...(localAddress === undefined ? {} : { localAddress }),
    ...(url.secure ? { ...oldTls, ...(parseIp(url.host) ? {} : { servername: url.host }) } : {}),
  };
}

/** A stream goes as fast as the other side takes it, and ends where the exchange ends. */
async function sendBody(request: ClientRequest, { body, stream }: Pick<HttpRequest, 'body' | 'stream'>): Promise<void> {
  if (stream === undefined) {
    if (body === undefined) request.end();
    else request.end(body);
    return;
  }
  let answered = false;
  request.once('response', () => {
    // an answer before the end is the last word: the rest would be for nobody
    answered = !request.writableEnded;
  });
  try {
    if (body !== undefined) request.write(body);
    for await (const part of stream) {
      if (request.destroyed || answered) return;
      if (!request.write(part)) await drained(request);
    }
    request.end();
  } catch (error) {
    // what the caller's stream throws ends the exchange; half a document is never the whole
    request.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

function drained(request: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const event of ['drain', 'close', 'response']) request.removeListener(event, done);
      resolve();
    };
    for (const event of ['drain', 'close', 'response']) request.once(event, done);
  });
}

/** The body up to `most` bytes; beyond them, and where it breaks off, the word for it. */
function collect(
  message: IncomingMessage,
  most: number,
  done: (body: Uint8Array | 'too-large' | 'garbled') => void,
): void {
  const parts: Buffer[] = [];
  let length = 0;
  message.on('data', (part: Buffer) => {
    length += part.length;
    if (length > most) return done('too-large');
    parts.push(part);
  });
  message.once('end', () => done(message.complete ? new Uint8Array(Buffer.concat(parts)) : 'garbled'));
  message.once('error', () => done('garbled'));
}

function responseOf(
  message: IncomingMessage,
  from: Endpoint,
  body: Uint8Array,
  fingerprint: string | undefined,
): HttpResponse {
  const headers: Record<string, string> = {};
  for (let i = 0; i + 1 < message.rawHeaders.length; i += 2) {
    const name = (message.rawHeaders[i] ?? '').toLowerCase();
    const value = message.rawHeaders[i + 1] ?? '';
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]}, ${value}` : value;
  }
  const status = message.statusCode ?? 0;
  return { from, status, headers, body, ...(fingerprint === undefined ? {} : { fingerprint }) };
}

/** Before the connection stands the network failed; after it whatever came was no HTTP (or no TLS). */
function failureOf(error: Error, connected: boolean): 'refused' | 'silent' | 'unreachable' | 'garbled' | 'too-large' {
  if (codeOf(error) === 'HPE_HEADER_OVERFLOW') return 'too-large';
  return connected ? 'garbled' : connectFailure(error);
}

function fingerprintOf(socket: TLSSocket): string | undefined {
  const bytes = parseHex(socket.getPeerCertificate().fingerprint256 ?? '');
  return bytes === undefined || bytes.length === 0 ? undefined : formatHex(bytes);
}
