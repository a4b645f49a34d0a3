import type { Caller, Handlers } from '@quietport/api';
import type { People, Person } from '@quietport/library';

/** Signing in, and the users. */
export function peopleHandlers(
  people: People,
): Pick<Handlers, 'session' | 'signIn' | 'signOut' | 'setUp' | 'users' | 'addUser' | 'removeUser' | 'setPassword'> {
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
    users: async () => ({ schema: 'quietport/users@1', users: (await people.list()).map(row) }),
    addUser: async ({ body: { user, password, role } }) => userDocument(await people.add(user, password, role)),
    removeUser: async ({ params: { user } }) => userDocument(await people.remove(user)),
    setPassword: async ({ params: { user }, body: { password } }) =>
      userDocument(await people.setPassword(user, password)),
  };
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
