import {
  ByteWriter,
  type Endpoint,
  type HttpAsked,
  type HttpOutcome,
  type HttpRequest,
  type HttpServed,
  type HttpUrl,
  hostHeader,
  type Network,
  parseHttpUrl,
  parseIp,
  type TcpStream,
} from '@quietport/core';
import { HttpMalformed, HttpReader, HttpTooLarge, httpMessage } from './http-message.ts';

/** One exchange over a connection of the simulated LAN. There is no TLS in it: https finds garbage everywhere. */
export async function simulatedHttp(
  network: Pick<Network, 'connect' | 'resolve'>,
  asked: HttpRequest,
  signal: AbortSignal,
): Promise<HttpOutcome> {
  const url = parseHttpUrl(asked.url);
  if (url === undefined) return { is: 'unreachable' };
  const [address] = parseIp(url.host) ? [url.host] : await network.resolve(url.host, signal);
  if (address === undefined) return { is: signal.aborted ? 'silent' : 'unreachable' };
  const to: Endpoint = { address, port: url.port, transport: 'tcp' };
  const stream = await network.connect(to, signal);
  if (typeof stream === 'string') return { is: stream };
  let sent = {};
  try {
    if (url.secure) return { is: 'garbled' };
    const message = await messageOf(asked, url);
    await stream.write(message);
    sent = { sent: message.length };
    return { ...(await answerOf(stream, asked, signal)), ...sent };
  } catch (error) {
    if (signal.aborted) return { is: 'silent', ...sent };
    if (error instanceof HttpTooLarge) return { is: 'too-large', ...sent };
    return { is: 'garbled', ...sent };
  } finally {
    stream.close();
  }
}

async function messageOf(asked: HttpRequest, url: HttpUrl): Promise<Uint8Array> {
  const body = await wholeBody(asked);
  const length =
    asked.body === undefined && asked.stream === undefined ? {} : { 'content-length': String(body.length) };
  const headers = { host: hostHeader(url), ...asked.headers, ...length, connection: 'close' };
  return httpMessage(`${asked.method} ${url.path} HTTP/1.1`, headers, body);
}

async function answerOf(stream: TcpStream, asked: HttpRequest, signal: AbortSignal): Promise<HttpOutcome> {
  const reader = new HttpReader(stream, signal);
  const head = await reader.head();
  const status = /^HTTP\/1\.[01] (\d{3})( |$)/.exec(head.line)?.[1];
  if (status === undefined) throw new HttpMalformed(head.line);
  const received = await reader.body(head.headers, asked.maxBytes, true);
  if (signal.aborted) return { is: 'silent' };
  if (received.length > asked.maxBytes) return { is: 'too-large' };
  const response = { from: stream.remote, status: Number(status), headers: head.headers, body: received };
  return { is: 'answered', response };
}

/** In memory a stream may as well be of known length. */
async function wholeBody({ body = new Uint8Array(), stream }: HttpRequest): Promise<Uint8Array> {
  if (stream === undefined) return body;
  const writer = new ByteWriter().octets(body);
  for await (const part of stream) writer.octets(part);
  return writer.finish();
}

/** Answers one request on a connection and ends it. */
export async function answerHttp(stream: TcpStream, serve: (asked: HttpAsked) => Promise<HttpServed>): Promise<void> {
  try {
    await stream.write(encodeServed(await served(stream, serve)));
  } catch {
    // the other side has gone: nobody is left to answer
  } finally {
    stream.close();
  }
}

async function served(stream: TcpStream, serve: (asked: HttpAsked) => Promise<HttpServed>): Promise<HttpServed> {
  const empty = { headers: {}, body: new Uint8Array() };
  let asked: HttpAsked;
  try {
    const reader = new HttpReader(stream);
    const { line, headers } = await reader.head();
    const [method = '', path, version] = line.split(' ');
    if (path === undefined || !/^HTTP\/1\.[01]$/.test(version ?? '')) return { status: 400, ...empty };
    asked = { method, path, headers, body: await reader.body(headers, BODY_MOST, false), from: stream.remote };
  } catch (error) {
    return { status: error instanceof HttpTooLarge ? 413 : 400, ...empty };
  }
  return serve(asked).catch(() => ({ status: 500, ...empty }));
}

function encodeServed({ status, headers, body }: HttpServed): Uint8Array {
  const fields = { 'content-length': String(body.length), ...headers, connection: 'close' };
  return httpMessage(`HTTP/1.1 ${status} `, fields, body);
}

const BODY_MOST = 16 * 1024 * 1024;
