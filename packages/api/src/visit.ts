import type { Demand, Role } from './route.ts';

/** Who asks. Before there are users everybody on this machine is `local`, and may do all. */
export type Caller =
  | { readonly is: 'local' }
  | { readonly is: 'user'; readonly name: string; readonly role: Role }
  | { readonly is: 'token'; readonly name: string; readonly role: Role | 'metrics' }
  | { readonly is: 'nobody' };

/** What a handler may know of the connection that it was asked on. */
export interface Visit {
  readonly caller: Caller;
  /** Where it comes from. */
  readonly address: string;
  /** The secret of the session that the browser has sent, whether it still holds or not. */
  readonly session: string | undefined;
  /** Lets the browser keep the secret of a session; `undefined` lets it forget. */
  keep(session: string | undefined): void;
}

/** Whether that caller may ask a route of that role. */
export function mayAsk(caller: Caller, demand: Demand): boolean {
  if (caller.is === 'local') return true;
  return RANK[caller.is === 'nobody' ? 'none' : caller.role] >= RANK[demand];
}

const RANK: Readonly<Record<Demand, number>> = { none: 0, metrics: 1, viewer: 2, operator: 3, admin: 4 };
