import { type Caller, DELIBERATE_HEADER, mayAsk, type Route, routes } from '@quietport/api';
import { AuditLog, People, Tokens } from '@quietport/library';
import { type Metrics, makeServer } from '@quietport/server';
import { openMemoryStore } from '@quietport/store';
import { ManualClock, seededDice } from '@quietport/virtual';
import { afterAll, describe, expect, it } from 'vitest';
import { doorOf } from '../../packages/cli/src/serve/door-of.ts';
import { peopleHandlers } from '../../packages/cli/src/serve/handlers/people.ts';
import { tokenHandlers } from '../../packages/cli/src/serve/handlers/tokens.ts';

const PORT = 29_259;
const PASSWORD = 'correct horse battery';
const clock = new ManualClock();
const store = openMemoryStore();
const cost = { n: 2 ** 10, r: 8, p: 1 };
const people = new People({ store, clock, dice: seededDice(7), cost });
const tokens = new Tokens({ store, clock, dice: seededDice(9) });
const audit = new AuditLog({ store, clock, dice: seededDice(10) });
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
  handlers: { ...others, ...peopleHandlers(people), ...tokenHandlers({ tokens, audit }) } as unknown as Parameters<
    typeof makeServer
  >[0]['handlers'],
  door: doorOf(people, tokens),
  auditor: audit,
  metrics: { scrape: async () => ({ type: 'text/plain', text: 'up 1\n' }), listening: () => {} } as unknown as Metrics,
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
    // from another machine nobody is let in before there are users
    const headers = { host: `localhost:${PORT}` };
    const far = await app.inject({ method: 'GET', url: '/api/v1/users', remoteAddress: '10.0.0.9', headers });
    expect(far.statusCode).toBe(401);
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

  it('everybody sees the own sessions, ends one, and no one of another', async () => {
    const [here, there] = [cookieOf(await signIn('a-operator')), cookieOf(await signIn('a-operator'))];
    const own = async (cookie: string) =>
      routes.sessions.answer.parse((await ask('GET', '/api/v1/sessions', undefined, cookie)).json()).sessions;
    const rows = await own(here);
    expect(rows.filter(({ current }) => current)).toMatchObject([{ address: '127.0.0.1' }]);
    const [mine] = (await own(there)).filter(({ current }) => current);
    expect(rows.map(({ id }) => id)).toContain(mine!.id);
    const end = (cookie: string) => ask('DELETE', `/api/v1/sessions/${mine!.id}`, undefined, cookie);
    const foreign = await end(admin);
    expect([foreign.statusCode, foreign.json().code]).toEqual([404, 'user/no-session']);
    const ended = await end(here);
    expect(routes.endSession.answer.parse(ended.json())).toMatchObject({ id: mine!.id, current: false });
    expect(ended.headers['set-cookie']).toBeUndefined();
    expect((await ask('GET', '/api/v1/devices', undefined, there)).statusCode).toBe(401);
    expect(await own(here)).toHaveLength(rows.length - 1);
  });

  it('who knows the own password changes it, and stays here alone', async () => {
    const [here, there] = [cookieOf(await signIn('a-operator')), cookieOf(await signIn('a-operator'))];
    const change = (password: string, newPassword: string) =>
      ask('POST', '/api/v1/password', { password, newPassword }, here);
    const wrong = await change('not that', 'quite another one');
    expect([wrong.statusCode, wrong.json().code]).toEqual([401, 'user/wrong-password']);
    expect((await ask('GET', '/api/v1/devices', undefined, there)).statusCode).toBe(200);
    expect((await change(PASSWORD, 'short')).statusCode).toBe(400);
    expect((await change(PASSWORD, 'quite another one')).statusCode).toBe(200);
    expect((await ask('GET', '/api/v1/devices', undefined, there)).statusCode).toBe(401);
    expect((await ask('GET', '/api/v1/devices', undefined, here)).statusCode).toBe(200);
    expect((await signIn('a-operator')).statusCode).toBe(401);
    expect((await change('quite another one', PASSWORD)).statusCode).toBe(200);
    // a guess here counts as one at the door
    let answer = wrong;
    for (let i = 0; i < 8 && answer.statusCode === 401; i++) answer = await change('not that', PASSWORD);
    expect(answer.json().code).toBe('user/too-many-tries');
    await clock.advance(60_000);
  });

  it('another role counts at once, and the last admin keeps it', async () => {
    const cookie = cookieOf(await signIn('a-operator'));
    const give = (user: string, role: string) => ask('PUT', `/api/v1/users/${user}/role`, { role }, admin);
    expect((await ask('GET', '/api/v1/users', undefined, cookie)).statusCode).toBe(403);
    expect((await give('a-operator', 'admin')).json()).toMatchObject({ name: 'a-operator', role: 'admin' });
    expect((await ask('GET', '/api/v1/users', undefined, cookie)).statusCode).toBe(200);
    expect((await give('a-operator', 'operator')).statusCode).toBe(200);
    expect((await ask('GET', '/api/v1/users', undefined, cookie)).statusCode).toBe(403);
    expect((await give('nobody-here', 'viewer')).json().code).toBe('user/not-found');
    expect((await give('a-operator', 'king')).statusCode).toBe(400);
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

  it('a token is told once, opens what its scope says, and says itself why it does not', async () => {
    const admin = cookieOf(await signIn('a-admin'));
    const by = (token: string, method: Route['method'], url: string, payload?: object) =>
      app.inject({
        method,
        url,
        headers: {
          host: `localhost:${PORT}`,
          authorization: `Bearer ${token}`,
          ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
      });
    const texts: Record<string, string> = {};
    for (const scope of ['metrics', 'read', 'operate', 'admin'] as const) {
      const made = await ask('POST', '/api/v1/tokens', { name: `for ${scope}`, scope }, admin);
      expect(made.statusCode).toBe(201);
      texts[scope] = routes.makeToken.answer.parse(made.json()).token ?? '';
      expect(texts[scope]).toMatch(/^qp_[\w-]{43}$/);
    }
    const statuses = async (scope: string) => [
      (await by(texts[scope]!, 'GET', '/metrics')).statusCode,
      (await by(texts[scope]!, 'GET', '/api/v1/devices')).statusCode,
      (await by(texts[scope]!, 'POST', '/api/v1/looks')).statusCode,
      (await by(texts[scope]!, 'GET', '/api/v1/users')).statusCode,
    ];
    expect(await statuses('metrics')).toEqual([200, 403, 403, 403]);
    expect(await statuses('read')).toEqual([200, 200, 403, 403]);
    expect((await statuses('operate')).map((status) => status === 403)).toEqual([false, false, false, true]);
    expect((await statuses('admin')).includes(403)).toBe(false);

    const kept = JSON.stringify(await store.records.list('token', { most: 9 }));
    const listed = (await ask('GET', '/api/v1/tokens', undefined, admin)).json();
    for (const text of Object.values(texts)) expect(kept + JSON.stringify(listed)).not.toContain(text);
    const rows = routes.tokens.answer.parse(listed).tokens;
    expect(rows.map(({ scope }) => scope).sort()).toEqual(['admin', 'metrics', 'operate', 'read']);
    const usedAt = new Date(clock.now()).toISOString();
    for (const row of rows)
      expect(row).toMatchObject({ name: `for ${row.scope}`, by: 'a-admin', expiresAt: null, usedAt });

    const gone = await ask(
      'DELETE',
      `/api/v1/tokens/${rows.find(({ scope }) => scope === 'read')?.id}`,
      undefined,
      admin,
    );
    expect(gone.statusCode).toBe(200);
    const refused = await by(texts['read']!, 'GET', '/api/v1/devices');
    expect([refused.statusCode, refused.json().code]).toEqual([401, 'token/unknown']);
    expect(refused.headers['www-authenticate']).toContain('invalid_token');
    const expiresAt = new Date(clock.now() + 60_000).toISOString();
    const short = (await ask('POST', '/api/v1/tokens', { name: 'short', scope: 'read', expiresAt }, admin)).json();
    expect((await by(short.token, 'GET', '/api/v1/devices')).statusCode).toBe(200);
    await clock.advance(60_000);
    const late = await by(short.token, 'GET', '/api/v1/devices');
    expect([late.statusCode, late.json().code, late.json().title]).toEqual([
      401,
      'token/expired',
      `The token "short" has expired at ${expiresAt}.`,
    ]);
    const past = await ask('POST', '/api/v1/tokens', { name: 'past', scope: 'read', expiresAt }, admin);
    expect([past.statusCode, past.json().code]).toEqual([400, 'token/past']);
    // who shows a token is that token, whoever the cookie is of
    const both = await app.inject({
      method: 'GET',
      url: '/api/v1/users',
      headers: { host: `localhost:${PORT}`, cookie: admin, authorization: 'Basic YTpi' },
    });
    expect([both.statusCode, both.json().code]).toEqual([401, 'token/unknown']);
  });

  it('what anybody changed stands in the audit log with what came of it, and no secret does', async () => {
    const admin = cookieOf(await signIn('a-admin'));
    await ask('POST', '/api/v1/users', { user: 'zoe', password: PASSWORD, role: 'viewer' }, admin);
    await ask('POST', '/api/v1/users', { user: 'zoe', password: PASSWORD, role: 'viewer' }, admin);
    await ask('DELETE', '/api/v1/users/zoe', undefined, admin);
    const told = async (query: string) =>
      routes.auditLog.answer.parse((await ask('GET', `/api/v1/audit${query}`, undefined, admin)).json());
    const { rows, next } = await told('?limit=3');
    const by = { is: 'user', name: 'a-admin' };
    expect(rows).toMatchObject([
      { by, operation: 'removeUser', about: { user: 'zoe' }, outcome: 'done' },
      { by, operation: 'addUser', about: { user: 'zoe', role: 'viewer' }, outcome: 'user/taken' },
      { by, operation: 'addUser', about: { user: 'zoe', role: 'viewer' }, outcome: 'done' },
    ]);
    const before = await told(`?limit=1&cursor=${next}`);
    expect(before.rows).toMatchObject([{ operation: 'signIn', by: { is: 'nobody' }, about: { user: 'a-admin' } }]);
    const removed = rows[0]?.at ?? '';
    expect((await told(`?since=${removed}`)).rows).toEqual([rows[0]]);
    expect((await told('?since=2999-01-01T00:00:00.000Z')).rows).toEqual([]);
    expect((await ask('GET', '/api/v1/audit?since=yesterday', undefined, admin)).statusCode).toBe(400);
    const wrong = (await told('?limit=500')).rows.filter(({ outcome }) => outcome === 'user/wrong-password');
    expect(wrong.map(({ about }) => about['user'])).toContain('nobody-here');
    expect((await told('?by=for%20operate')).rows).toMatchObject([{ by: { is: 'token' }, operation: 'look' }]);
    const everything = JSON.stringify(await store.records.list('audit', { most: 1000 }));
    for (const secret of [PASSWORD, 'another long one', 'quite another one', 'qp_'])
      expect(everything).not.toContain(secret);
    for (const [id, { audits = [], body }] of Object.entries<Route>(routes)) {
      const known = Object.keys(body?.shape ?? {});
      for (const name of audits) expect(known, id).toContain(name);
      for (const secret of ['password', 'secret', 'token']) expect(audits, id).not.toContain(secret);
    }
  });

  it('the last admin stays', async () => {
    const cookie = cookieOf(await signIn('a-admin'));
    const admins = (await people.list()).filter(({ role }) => role === 'admin').map(({ name }) => name);
    expect(admins).toHaveLength(2);
    const [first] = admins.filter((name) => name !== 'a-admin');
    expect((await ask('DELETE', `/api/v1/users/${first}`, undefined, cookie)).statusCode).toBe(200);
    const lower = await ask('PUT', '/api/v1/users/a-admin/role', { role: 'viewer' }, cookie);
    expect([lower.statusCode, lower.json().code]).toEqual([409, 'user/last-admin']);
    const last = await ask('DELETE', '/api/v1/users/a-admin', undefined, cookie);
    expect([last.statusCode, last.json().code]).toEqual([409, 'user/last-admin']);
  });
});
