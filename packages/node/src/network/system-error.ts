import { Fault, formatEndpoint, type KnockOutcome, type SendFailure, type Transport } from '@quietport/core';

/** The system's word for an error (`ECONNREFUSED`), or an empty text. */
export function codeOf(error: unknown): string {
  // Node puts `code` on its errors without a type of their own
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code ?? '';
}

/** Why a socket could not be bound, as our error. Anything else is passed on. */
export function bindFault(error: unknown, at: { address: string; port: number; transport: Transport }): unknown {
  const code = codeOf(error);
  const values = { address: at.address, port: at.port, transport: at.transport };
  if (code === 'EADDRINUSE') return new Fault('network/address-in-use', values, error);
  if (code === 'EACCES' || code === 'EPERM') return new Fault('network/not-permitted', values, error);
  if (noSuchAddress.has(code)) return new Fault('network/no-such-address', values, error);
  return new Error(`${formatEndpoint(at)} cannot be bound`, { cause: error });
}

/** How a connect ended that did not come about. */
export function connectFailure(error: unknown): Exclude<KnockOutcome, 'answered' | 'forbidden'> {
  const code = codeOf(error);
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'refused';
  return code === 'ETIMEDOUT' || code === 'ABORT_ERR' ? 'silent' : 'unreachable';
}

/** Why a datagram was not sent. */
export function sendFailure(error: unknown): SendFailure {
  return sendFailures.get(codeOf(error)) ?? 'unreachable';
}

const noSuchAddress = new Set(['EADDRNOTAVAIL', 'EINVAL', 'ENODEV', 'EAFNOSUPPORT', 'ENOTFOUND']);

const sendFailures = new Map<string, SendFailure>([
  ['EPERM', 'denied'],
  ['EACCES', 'denied'],
  ['ERR_SOCKET_DGRAM_NOT_RUNNING', 'denied'],
  ['ENOBUFS', 'full'],
  ['EAGAIN', 'full'],
  ['ENOMEM', 'full'],
  ['EMSGSIZE', 'too-large'],
]);
