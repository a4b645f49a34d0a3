import type { FaultCode } from '@quietport/core/fault';
import type { z } from 'zod';

/** What a person or token may do: read, act on devices, or say who may do what. Each may do what those before it may. */
export type Role = 'viewer' | 'operator' | 'admin';

/** What a path asks for: one of these, less than the least of them for `/metrics`, or nothing. */
export type Demand = Role | 'metrics' | 'none';

/** One path and method: what it takes and gives. The server checks by it, OpenAPI and the client are made of it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `{name}` for what is in `params`. */
  readonly path: string;
  /** Who may ask: this role and those above it; `none` needs nobody to be signed in. */
  readonly role: Role | 'none';
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** The body is a document of any type, and no JSON: it is handed on as it comes. */
  readonly document?: true;
  readonly status: number;
  /** What the answer is, where it is no JSON document. */
  readonly type?: 'text/csv';
  readonly answer: z.ZodType;
  /** What of the body stands in the audit log; a secret never does. */
  readonly audits?: readonly string[];
  /** Errors of its own, besides those of every path. */
  readonly faults: readonly FaultCode[];
}

/** What changes something is asked for deliberately: with a header that no page of another site can send. */
export function changes({ method }: Pick<Route, 'method'>): boolean {
  return method !== 'GET';
}

export const DELIBERATE_HEADER = 'quietport-request';
