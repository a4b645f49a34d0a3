import { changes, type Route, type RouteId, type Visit } from '@quietport/api';
import { Fault } from '@quietport/core/fault';
import type { RawAsked } from './check-asked.ts';

/** Who writes down what was changed. */
export interface Auditor {
  /** Resolved means that it is kept. Takes then what came of it: `done`, or the code of the error. */
  begin(row: {
    readonly by: { readonly is: Visit['caller']['is']; readonly name: string | null };
    readonly address: string;
    readonly operation: RouteId;
    readonly about: Readonly<Record<string, string | number | boolean>>;
  }): Promise<(outcome: string) => Promise<void>>;
}

/** Does the work of a route. What changes something is written down before, and what came of it behind it. */
export async function audited<T>(
  operation: RouteId,
  route: Route,
  asked: RawAsked,
  { caller, address }: Visit,
  auditor: Auditor | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (auditor === undefined || !changes(route)) return work();
  const name = caller.is === 'user' || caller.is === 'token' ? caller.name : null;
  const ended = await auditor.begin({ by: { is: caller.is, name }, address, operation, about: aboutOf(route, asked) });
  try {
    const done = await work();
    await ended('done');
    return done;
  } catch (error) {
    await ended(error instanceof Fault ? error.code : 'program/unexpected');
    throw error;
  }
}

/** What the path names, and of the body only what the route says is no secret. */
function aboutOf({ audits = [] }: Route, { params, body }: RawAsked): Record<string, string | number | boolean> {
  const given = Object.entries((body ?? {}) as object).filter(([key]) => audits.includes(key));
  const all = [...Object.entries((params ?? {}) as object), ...given].filter(([, value]) => value !== undefined);
  return Object.fromEntries(all.map(([key, value]) => [key, plain(value)]));
}

function plain(value: unknown): string | number | boolean {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MOST ? `${text.slice(0, MOST)}\u2026` : text;
}

const MOST = 1000;
