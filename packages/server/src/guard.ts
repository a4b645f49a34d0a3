import { DELIBERATE_HEADER } from '@quietport/api';
import { Fault } from '@quietport/core/fault';
import { type Came, isOurName, type Reach } from './came.ts';

/** What is looked at before anything of a request is believed. Header names are in small letters. */
export interface RequestHead {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Keeps the pages of other sites away from this server. A name that a site has pointed at this machine (DNS rebinding)
 * comes with a foreign Host; a page of another site comes with its Origin, or says by Sec-Fetch-Site that it is none of
 * ours; and what changes something needs a header, or a token, for which a browser asks us first, and is refused. Throws
 * `request/foreign-host`, `request/foreign-origin` and `request/not-deliberate`.
 */
export function demandOwn({ method, headers }: RequestHead, came: Came, port: number, reach: Reach): void {
  const { host, scheme } = came;
  if (!isOurName(came, port, reach))
    throw new Fault('request/foreign-host', { host: host === '' ? 'no host at all' : host });
  const origin = one(headers['origin']);
  if (origin !== undefined && origin !== `${scheme}://${host}`) throw new Fault('request/foreign-origin', { origin });
  const site = one(headers['sec-fetch-site']);
  const opened = method === 'GET' && one(headers['sec-fetch-mode']) === 'navigate';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !opened)
    throw new Fault('request/foreign-origin', { origin: `another site (${site})` });
  const reads = ['GET', 'HEAD', 'OPTIONS'].includes(method);
  // no page of another site can send a token either, without asking us first
  const deliberate = one(headers[DELIBERATE_HEADER]) || one(headers['authorization']);
  if (!reads && !deliberate) throw new Fault('request/not-deliberate');
}

function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.join(', ');
}
