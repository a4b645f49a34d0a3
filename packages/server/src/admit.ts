import { type Caller, type Demand, mayAsk, type Role, type Visit } from '@quietport/api';
import { Fault } from '@quietport/core/fault';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Came } from './came.ts';

/** Who knows the people and the tokens; the server knows cookies and headers. */
export interface Doorkeeper {
  isSetUp(): Promise<boolean>;
  /** Whose session has that secret. */
  whose(secret: string): Promise<{ readonly name: string; readonly role: Role } | undefined>;
  /** What a program may do by that token. Throws `token/unknown` and `token/expired`. */
  bearer(token: string): Promise<{ readonly name: string; readonly role: Role | 'metrics' }>;
}

/**
 * The one place that says who may ask. Throws `user/not-signed-in`, `user/not-allowed`, `token/unknown` and
 * `token/expired`. Before there are users, whoever is on this machine may do all, and nobody else anything.
 */
export async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  came: Came,
  demand: Demand,
  door: Doorkeeper,
): Promise<Visit> {
  const session = sessionIn(request.headers.cookie, came);
  const caller = await callerOf(request, came, session, door);
  if (!mayAsk(caller, demand)) {
    if (caller.is === 'user' || caller.is === 'token')
      throw new Fault('user/not-allowed', { user: caller.name, has: caller.role, role: demand });
    throw new Fault('user/not-signed-in');
  }
  const keep = (secret: string | undefined) => {
    const lasts = secret === undefined ? 0 : SEVEN_DAYS;
    const kept = `${nameFor(came)}=${secret ?? ''}; Path=/; Max-Age=${lasts}; HttpOnly; SameSite=Strict`;
    reply.header('set-cookie', came.scheme === 'https' ? `${kept}; Secure` : kept);
  };
  return { caller, address: came.address, session, keep };
}

async function callerOf(
  { headers }: FastifyRequest,
  came: Came,
  session: string | undefined,
  door: Doorkeeper,
): Promise<Caller> {
  // whoever shows a token is what the token says, and nothing more
  if (headers.authorization !== undefined) {
    const [, token] = BEARER.exec(headers.authorization) ?? [];
    if (token === undefined) throw new Fault('token/unknown');
    return { is: 'token', ...(await door.bearer(token)) };
  }
  if (!(await door.isSetUp())) return came.local ? { is: 'local' } : { is: 'nobody' };
  const person = session === undefined ? undefined : await door.whose(session);
  return person === undefined ? { is: 'nobody' } : { is: 'user', name: person.name, role: person.role };
}

function sessionIn(cookies: string | undefined, came: Came): string | undefined {
  const pairs = (cookies ?? '').split(';').map((pair) => pair.trim().split('='));
  const [, secret = ''] = pairs.find(([name]) => name === nameFor(came)) ?? [];
  return /^[\w-]{43}$/.test(secret) ? secret : undefined;
}

/** By HTTPS one that no other host, and nobody by plain HTTP, can set (RFC 6265bis, section 4.1.3.2). */
function nameFor({ scheme }: Came): string {
  return scheme === 'https' ? `__Host-${COOKIE}` : COOKIE;
}

// RFC 6750, section 2.1
const BEARER = /^Bearer +([\w.~+/-]+=*) *$/i;
const COOKIE = 'quietport';
const SEVEN_DAYS = 7 * 24 * 3600;
