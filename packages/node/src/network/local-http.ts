import { request as httpRequest } from 'node:http';
import type { HttpOutcome, HttpRequest } from '@quietport/core';
import { performHttp } from './http-request.ts';

/** What is asked over a socket of this machine: a path in place of a URL. */
export interface LocalHttpRequest extends Omit<HttpRequest, 'url'> {
  readonly path: string;
}

/**
 * One HTTP exchange with a service of this machine over its Unix socket (CUPS: `/run/cups/cups.sock`). No packet leaves.
 * `unreachable` where there is no such socket or this user may not open it; ends with the signal as `silent`.
 */
export async function exchangeLocalHttp(
  socketPath: string,
  asked: LocalHttpRequest,
  signal: AbortSignal,
): Promise<HttpOutcome> {
  if (signal.aborted) return { is: 'silent' };
  const { path, method, body } = asked;
  const headers: Record<string, string | number> = { host: 'localhost', ...asked.headers };
  if (body !== undefined) headers['content-length'] = body.length;
  const options = { socketPath, path, method, headers, agent: false };
  return performHttp(asked, httpRequest, options, { address: socketPath, port: 0, transport: 'tcp' }, signal);
}
