import { problemOf } from '@quietport/api';
import { Fault } from '@quietport/core/fault';
import type { FastifyReply } from 'fastify';

/** Ours as it is; what the framework refuses, in our words; all else is a bug, of which nothing is told but that. */
export function faultOf(error: unknown, bodyMost: number): Fault {
  if (error instanceof Fault) return error;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Fault('request/too-large', { most: bodyMost });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Fault('request/bad-value', { detail: 'the body is no application/json' });
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new Fault('request/bad-value', { detail: 'it cannot be read' }, error);
  return new Fault('program/unexpected', { detail: 'the server could not answer' }, error);
}

export function replyProblem(reply: FastifyReply, fault: Fault): FastifyReply {
  const problem = problemOf(fault);
  const [, wait] = fault.code === 'user/too-many-tries' ? (/(\d+)/.exec(fault.next) ?? []) : [];
  if (wait !== undefined) reply.header('retry-after', wait);
  // RFC 6750, section 3
  if (fault.code.startsWith('token/') && problem.status === 401)
    reply.header('www-authenticate', 'Bearer realm="quietport", error="invalid_token"');
  return reply.code(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}
