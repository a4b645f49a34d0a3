import { Fault, type FaultCode } from '@quietport/core/fault';

/** A problem document (RFC 9457). `code` is what programs go by; nobody parses text. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: FaultCode;
}

export function problemOf({ code, text, next, exit }: Fault): Problem {
  const status = STATUS[code] ?? STATUS_OF_EXIT[exit] ?? 500;
  return { type: `urn:quietport:error:${code}`, title: text, status, detail: next, code };
}

/** The status of an error before it has happened, for the description of the paths. */
export function statusOf(code: FaultCode): number {
  return problemOf(new Fault(code)).status;
}

/** Where the status says more than the family of the error does. */
const STATUS: { readonly [K in FaultCode]?: number } = {
  'device/not-found': 404,
  'device/ambiguous': 409,
  'correction/nothing': 409,
  'correction/not-found': 404,
  'usage/no-such-fact': 404,
  'user/not-signed-in': 401,
  'user/wrong-password': 401,
  'user/too-many-tries': 429,
  'user/not-found': 404,
  'user/no-session': 404,
  'usage/no-such-finding': 404,
  'token/unknown': 401,
  'token/expired': 401,
  'token/not-found': 404,
  'credentials/not-found': 404,
  'request/no-such-path': 404,
  'request/foreign-host': 421,
  'request/too-large': 413,
  'request/too-many-listeners': 503,
  'scope/nothing-to-look-at': 409,
  'file/cannot-read': 503,
  'store/cannot-open': 503,
  'store/full': 507,
};

/** By the exit code of the command line: usage, could not observe, not permitted, busy, conflict. */
const STATUS_OF_EXIT: Readonly<Record<number, number>> = { 2: 400, 3: 503, 4: 403, 5: 503, 6: 409 };
