import { type Caller, mayAsk, type Role, type Visit } from '@quietport/api';
import { Fault } from '@quietport/core/fault';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Who knows the people; the server knows cookies. */
export interface Doorkeeper {
  isSetUp(): Promise<boolean>;
  /** Whose session has that secret. */
  whose(secret: string): Promise<{ readonly name: string; readonly role: Role } | undefined>;
}

/**
 * The one place that says who may ask. Throws `user/not-signed-in` and `user/not-allowed`. Without a doorkeeper there are
 * no users, and whoever is on this machine may do all.
 */
export async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  role: Role | 'none',
  door: Doorkeeper | undefined,
): Promise<Visit> {
  const session = sessionIn(request.headers.cookie);
  const caller = await callerOf(session, door);
  if (!mayAsk(caller, role)) {
    if (caller.is === 'user') throw new Fault('user/not-allowed', { user: caller.name, has: caller.role, role });
    throw new Fault('user/not-signed-in');
  }
  const keep = (secret: string | undefined) => {
    const lasts = secret === undefined ? 0 : SEVEN_DAYS;
    reply.header('set-cookie', `${COOKIE}=${secret ?? ''}; Path=/; Max-Age=${lasts}; HttpOnly; SameSite=Strict`);
  };
  return { caller, address: request.socket.remoteAddress ?? '', session, keep };
}

async function callerOf(session: string | undefined, door: Doorkeeper | undefined): Promise<Caller> {
  if (door === undefined || !(await door.isSetUp())) return { is: 'local' };
  const person = session === undefined ? undefined : await door.whose(session);
  return person === undefined ? { is: 'nobody' } : { is: 'user', name: person.name, role: person.role };
}

function sessionIn(cookies = ''): string | undefined {
  const [, secret] = /(?:^|;\s*)quietport=([\w-]{43})(?:;|$)/.exec(cookies) ?? [];
  return secret;
}

const COOKIE = 'quietport';
const SEVEN_DAYS = 7 * 24 * 3600;
