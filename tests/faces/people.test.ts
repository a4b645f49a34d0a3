import { type Caller, DELIBERATE_HEADER, mayAsk, type Route, routes } from '@quietport/api';
import { People } from '@quietport/library';
import { makeServer } from '@quietport/server';
import { openMemoryStore } from '@quietport/store';
import { ManualClock, seededDice } from '@quietport/virtual';
import { afterAll, describe, expect, it } from 'vitest';
import { peopleHandlers } from '../../packages/cli/src/serve/handlers/people.ts';

const PORT = 29_259;
const PASSWORD = 'correct horse battery';
const clock = new ManualClock();
const store = openMemoryStore();
const cost = { n: 2 ** 10, r: 8, p: 1 };
const people = new People({ store, clock, dice: seededDice(7), cost });
/** What was let through to a handler that is none of ours. */
const asked: string[] = [];
const others = Object.fromEntries(
  Object.keys(routes).map((id) => [
    id,
    async () => {
      asked.push(id);
      return {};
    },
  ]),
);
const app = makeServer({
  version: '0.1.0',
  clock,
  port: () => PORT,
  // every handler that counts is one of the people's; all others only tell that they were asked
  handlers: { ...others, ...peopleHandlers(people) } as unknown as Parameters<typeof makeServer>[0]['handlers'],
  door: people,
  events: async function* () {},
});
afterAll(() => app.close());

function ask(method: Route['method'], url: string, payload?: object, cookie?: string) {
  return app.inject({
    method,
    url,
    headers: {
      host: `localhost:${PORT}`,
      [DELIBERATE_HEADER]: '1',
      ...(cookie === undefined ? {} : { cookie }),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
  });
}

/** The pair that a browser would send back. */
function cookieOf(answer: { readonly headers: Readonly<Record<string, unknown>> }): string {
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

async function signIn(user: string, password = PASSWORD) {
  return ask('POST', '/api/v1/session', { user, password });
}

describe('users', () => {
  let admin = '';

  it('before there are any, everybody on this machine may do all, and nobody can add a second before the first', async () => {
    const before = routes.session.answer.parse((await ask('GET', '/api/v1/session')).json());
    expect(before).toMatchObject({ user: null, role: 'admin', setUp: false });
    expect((await ask('GET', '/api/v1/users')).statusCode).toBe(200);
    const early = await ask('POST', '/api/v1/users', { user: 'v', password: PASSWORD, role: 'viewer' });
    expect([early.statusCode, early.json().code]).toEqual([409, 'user/not-set-up']);
  });

  it('the first is made once, also when two ask at the same time, and is signed in by a cookie that no script reads', async () => {
    const both = await Promise.all(
      ['ada', 'eve'].map((user) => ask('POST', '/api/v1/setup', { user, password: PASSWORD })),
    );
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
    expect(await people.list()).toHaveLength(1);
    const made = both.find(({ statusCode }) => statusCode === 201)!;
    expect(String(made.headers['set-cookie'])).toMatch(
      /^quietport=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/,
    );
    admin = cookieOf(made);
    const session = routes.session.answer.parse((await ask('GET', '/api/v1/session', undefined, admin)).json());
    expect(session).toMatchObject({ role: 'admin', setUp: true });
  });

  it('keeps neither password nor secret of a session', async () => {
    const rows = [
      ...(await store.records.list('user', { most: 9 })),
      ...(await store.records.list('session', { most: 9 })),
    ];
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(PASSWORD);
    expect(JSON.stringify(rows)).not.toContain(admin.split('=')[1]);
  });

  it('every route lets in whom its role names, and nobody else', async () => {
    const cookies: [Caller, string | undefined][] = [[{ is: 'nobody' }, undefined]];
    for (const role of ['viewer', 'operator', 'admin'] as const) {
      const added = await ask('POST', '/api/v1/users', { user: `a-${role}`, password: PASSWORD, role }, admin);
      expect(added.statusCode).toBe(201);
      cookies.push([{ is: 'user', name: `a-${role}`, role }, cookieOf(await signIn(`a-${role}`))]);
    }
    for (const [id, route] of Object.entries<Route>(routes)) {
      // signing out would end what the others need
      if (id === 'signOut') continue;
      for (const [caller, cookie] of cookies) {
        const { statusCode } = await ask(route.method, route.path.replaceAll(/\{\w+\}/g, 'x'), undefined, cookie);
        const refused = caller.is === 'nobody' ? 401 : 403;
        const name = `${id} as ${caller.is === 'user' ? caller.role : caller.is}`;
        if (mayAsk(caller, route.role)) expect([401, 403], name).not.toContain(statusCode);
        else expect(statusCode, name).toBe(refused);
      }
    }
    expect(asked).toContain('consent');
    expect((await ask('GET', '/api/v1/events')).statusCode).toBe(401);
    const events = await ask('GET', '/api/v1/events', undefined, cookies[1]![1]);
    expect(events.statusCode).toBe(200);
  });

  it('an operator may consent and a viewer may not, word for word', async () => {
    expect(mayAsk({ is: 'user', name: 'v', role: 'viewer' }, routes.consent.role)).toBe(false);
    expect(mayAsk({ is: 'user', name: 'o', role: 'operator' }, routes.consent.role)).toBe(true);
    expect(mayAsk({ is: 'user', name: 'o', role: 'operator' }, routes.addUser.role)).toBe(false);
    expect(mayAsk({ is: 'nobody' }, routes.health.role)).toBe(true);
  });

  it('says the same of a wrong password and of a name that is none, and makes whoever guesses wait for seconds only', async () => {
    const [wrong, none] = [await signIn('a-viewer', 'wrong'), await signIn('nobody-here', 'wrong')];
    expect(wrong.statusCode).toBe(401);
    expect(wrong.json()).toEqual(none.json());
    let answer = wrong;
    for (let i = 0; i < 6 && answer.statusCode === 401; i++) answer = await signIn('a-viewer', 'wrong');
    expect([answer.statusCode, answer.json().code]).toEqual([429, 'user/too-many-tries']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    await clock.advance(5_000);
    expect((await signIn('a-viewer')).statusCode).toBe(200);
  });

  it('another password ends every session of that user, and the old one is none any more', async () => {
    const cookie = cookieOf(await signIn('a-viewer'));
    const set = await ask('POST', '/api/v1/users/a-viewer/password', { password: 'another long one' }, admin);
    expect(set.statusCode).toBe(200);
    expect((await ask('GET', '/api/v1/devices', undefined, cookie)).statusCode).toBe(401);
    expect((await signIn('a-viewer')).statusCode).toBe(401);
    expect((await signIn('a-viewer', 'another long one')).statusCode).toBe(200);
  });

  it('a hash of other cost is made anew when its password is given', async () => {
    const dearer = new People({ store, clock, dice: seededDice(8), cost: { ...cost, n: 2 ** 11 } });
    await dearer.signIn('a-operator', PASSWORD, 'x');
    expect((await store.records.get('user', 'a-operator'))?.value).toMatchObject({ hash: { n: 2 ** 11 } });
    expect((await signIn('a-operator')).statusCode).toBe(200);
  });

  it('whoever signs out, was idle too long, or is removed is nobody', async () => {
    const first = cookieOf(await signIn('a-operator'));
    const out = await ask('DELETE', '/api/v1/session', undefined, first);
    expect(String(out.headers['set-cookie'])).toContain('Max-Age=0');
    expect((await ask('GET', '/api/v1/devices', undefined, first)).statusCode).toBe(401);
    const second = cookieOf(await signIn('a-operator'));
    expect((await ask('DELETE', '/api/v1/users/a-operator', undefined, admin)).statusCode).toBe(200);
    expect((await ask('GET', '/api/v1/devices', undefined, second)).statusCode).toBe(401);
    const third = cookieOf(await signIn('a-admin'));
    await clock.advance(8 * 3_600_000 + 1);
    expect((await ask('GET', '/api/v1/devices', undefined, third)).statusCode).toBe(401);
  });

  it('the last admin stays', async () => {
    const cookie = cookieOf(await signIn('a-admin'));
    const admins = (await people.list()).filter(({ role }) => role === 'admin').map(({ name }) => name);
    expect(admins).toHaveLength(2);
    const [first] = admins.filter((name) => name !== 'a-admin');
    expect((await ask('DELETE', `/api/v1/users/${first}`, undefined, cookie)).statusCode).toBe(200);
    const last = await ask('DELETE', '/api/v1/users/a-admin', undefined, cookie);
    expect([last.statusCode, last.json().code]).toEqual([409, 'user/last-admin']);
  });
});
