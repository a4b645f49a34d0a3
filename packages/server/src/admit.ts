import { type Caller, type Demand, mayAsk, type Role, type Visit } from '@quietport/api';
import { Fault } from '@quietport/core/fault';
import type { FastifyReply, FastifyRequest } from 'fastify';

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
 * `token/expired`. Without a doorkeeper there are no users, and whoever is on this machine may do all.
 */
export async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  demand: Demand,
  door: Doorkeeper | undefined,
): Promise<Visit> {
  const session = sessionIn(request.headers.cookie);
  const caller = await callerOf(request, session, door);
  if (!mayAsk(caller, demand)) {
    if (caller.is === 'user' || caller.is === 'token')
      throw new Fault('user/not-allowed', { user: caller.name, has: caller.role, role: demand });
    throw new Fault('user/not-signed-in');
  }
  const keep = (secret: string | undefined) => {
    const lasts = secret === undefined ? 0 : SEVEN_DAYS;
    reply.header('set-cookie', `${COOKIE}=${secret ?? ''}; Path=/; Max-Age=${lasts}; HttpOnly; SameSite=Strict`);
  };
  return { caller, address: request.socket.remoteAddress ?? '', session, keep };
}

async function callerOf(
  { headers }: FastifyRequest,
  session: string | undefined,
  door: Doorkeeper | undefined,
): Promise<Caller> {
  if (door === undefined) return { is: 'local' };
  // whoever shows a token is what the token says, and nothing more
  if (headers.authorization !== undefined) {
    const [, token] = BEARER.exec(headers.authorization) ?? [];
    if (token === undefined) throw new Fault('token/unknown');
    return { is: 'token', ...(await door.bearer(token)) };
  }
  if (!(await door.isSetUp())) return { is: 'local' };
  const person = session === undefined ? undefined : await door.whose(session);
  return person === undefined ? { is: 'nobody' } : { is: 'user', name: person.name, role: person.role };
}

function sessionIn(cookies = ''): string | undefined {
  const [, secret] = /(?:^|;\s*)quietport=([\w-]{43})(?:;|$)/.exec(cookies) ?? [];
  return secret;
}

// RFC 6750, section 2.1
const BEARER = /^Bearer +([\w.~+/-]+=*) *$/i;
const COOKIE = 'quietport';
const SEVEN_DAYS = 7 * 24 * 3600;
