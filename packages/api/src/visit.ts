import type { Role } from './route.ts';

/** Who asks. Before there are users everybody on this machine is `local`, and may do all. */
export type Caller =
  | { readonly is: 'local' }
  | { readonly is: 'user'; readonly name: string; readonly role: Role }
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
export function mayAsk(caller: Caller, role: Role | 'none'): boolean {
  if (role === 'none' || caller.is === 'local') return true;
  return caller.is === 'user' && RANK[caller.role] >= RANK[role];
}

const RANK: Readonly<Record<Role, number>> = { viewer: 1, operator: 2, admin: 3 };
