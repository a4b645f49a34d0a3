import type { Caller, Handlers, Visit } from '@quietport/api';
import { Fault } from '@quietport/core/fault';
import type { OwnSession, OwnVisit, People, Person } from '@quietport/library';

/** Signing in, and the users. */
export function peopleHandlers(
  people: People,
): Pick<
  Handlers,
  | 'session'
  | 'signIn'
  | 'signOut'
  | 'setUp'
  | 'sessions'
  | 'endSession'
  | 'changePassword'
  | 'users'
  | 'addUser'
  | 'removeUser'
  | 'setRole'
  | 'setPassword'
> {
  return {
    session: async ({ visit: { caller } }) => sessionDocument(caller, await people.isSetUp()),
    signIn: async ({ body: { user, password }, visit }) => {
      const { person, secret } = await people.signIn(user, password, visit.address);
      // the one that was there before is not to live on unseen
      if (visit.session !== undefined) await people.signOut(visit.session);
      visit.keep(secret);
      return sessionDocument({ is: 'user', ...person }, true);
    },
    signOut: async ({ visit }) => {
      if (visit.session !== undefined) await people.signOut(visit.session);
      visit.keep(undefined);
      const setUp = await people.isSetUp();
      return sessionDocument(setUp ? { is: 'nobody' } : { is: 'local' }, setUp);
    },
    setUp: async ({ body: { user, password }, visit }) => {
      await people.setUp(user, password);
      const { person, secret } = await people.signIn(user, password, visit.address);
      visit.keep(secret);
      return sessionDocument({ is: 'user', ...person }, true);
    },
    sessions: async ({ visit }) => {
      const me = ownOf(visit);
      const rows = me === undefined ? [] : await people.sessions(me.name, me.secret);
      return { schema: 'quietport/own-sessions@1', sessions: rows.map(sessionRow) };
    },
    endSession: async ({ params: { session }, visit }) => {
      const { name, secret } = signedIn(visit);
      const ended = await people.endSession(name, session, secret);
      if (ended.current) visit.keep(undefined);
      return { schema: 'quietport/own-session@1', ...sessionRow(ended) };
    },
    changePassword: async ({ body: { password, newPassword }, visit }) => {
      const me = signedIn(visit);
      return userDocument(await people.changePassword(me.name, password, newPassword, me));
    },
    users: async () => ({ schema: 'quietport/users@1', users: (await people.list()).map(row) }),
    addUser: async ({ body: { user, password, role } }) => userDocument(await people.add(user, password, role)),
    removeUser: async ({ params: { user } }) => userDocument(await people.remove(user)),
    setRole: async ({ params: { user }, body: { role } }) => userDocument(await people.setRole(user, role)),
    setPassword: async ({ params: { user }, body: { password } }) =>
      userDocument(await people.setPassword(user, password)),
  };
}

/** Who asks by a session; a program has none, nor has anybody before there are users. */
function ownOf({ caller, session, address }: Visit): (OwnVisit & { readonly name: string }) | undefined {
  return caller.is === 'user' && session !== undefined ? { name: caller.name, secret: session, address } : undefined;
}

function signedIn(visit: Visit): OwnVisit & { readonly name: string } {
  const me = ownOf(visit);
  if (me === undefined) throw new Fault('user/not-signed-in');
  return me;
}

function sessionRow({ id, at, seen, address, current }: OwnSession): object {
  const times = { at: new Date(at).toISOString(), seenAt: new Date(seen).toISOString() };
  return { id, ...times, address: address ?? null, current };
}

function sessionDocument(caller: Caller, setUp: boolean): object {
  const known = caller.is === 'user' ? caller : { name: null, role: caller.is === 'local' ? 'admin' : null };
  return { schema: 'quietport/session@1', user: known.name, role: known.role, setUp };
}

function userDocument(person: Person): object {
  return { schema: 'quietport/user@1', ...row(person) };
}

function row({ name, role, at }: Person): object {
  return { name, role, at: new Date(at).toISOString() };
}
