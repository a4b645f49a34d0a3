import { DELIBERATE_HEADER, openApi, type Route, routes } from '@quietport/api';
import { catalogue, Fault, memoryBus, type Store } from '@quietport/core';
import {
  AlertWatch,
  AuditLog,
  type Diagnosis,
  type Journal,
  memoryJournal,
  Outbox,
  People,
  PlanDesk,
  PrintRuns,
  Tokens,
} from '@quietport/library';
import { makeServer } from '@quietport/server';
import { openMemoryStore } from '@quietport/store';
import { ManualClock, seededDice } from '@quietport/virtual';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Options } from '../../packages/cli/src/options.ts';
import { handlersOf } from '../../packages/cli/src/serve/handlers.ts';
import { KeptSettings } from '../../packages/cli/src/serve/kept-settings.ts';
import { configure } from '../../packages/cli/src/settings/settings.ts';
import { device } from '../conformance/store-samples.ts';
import { MemoryVault } from '../support/memory-vault.ts';
import { openDoor } from '../support/open-door.ts';

const PORT = 29_259;
const own = { host: `localhost:${PORT}` };
const store = openMemoryStore();
const kept = ['d1', 'd2', 'd3'].map((id, i) =>
  device(id, { aliases: i === 1 ? ['d-gone'] : [], interfaces: [{ addresses: [`10.0.0.${i + 1}`], claimed: [] }] }),
);
let consented: readonly string[] | undefined;
let looked = 0;
const bugs: unknown[] = [];
const turn = { protocol: 'ipp', everyMs: 300_000, failures: 0, resting: false, inMs: 9000 };
const turns = [
  { ...turn, device: 'd1' },
  { ...turn, device: 'd-gone', failures: 2, inMs: 7000 },
  { ...turn, device: 'd3', everyMs: 21_600_000, resting: true, inMs: 1000 },
];
const station = {
  store,
  virtual: true,
  devices: kept,
  world: undefined,
  correct: <T>(work: (inside: Store) => Promise<T>) => work(store),
  looks: () => [],
  schedule: () => ({ virtual: true, at: 0, plan: { roundEveryMs: 600_000, roundInMs: 5000, turns } }),
  vantage: async () => ({ blind: false, checks: [], sights: [], facts: {} as Diagnosis['facts'] }),
  look: () => {
    if (consented === undefined) throw new Fault('serve/no-consent');
    looked++;
  },
  consent: async (names: readonly string[]) => {
    if (names.includes('broken')) throw new Error('at /home/somebody/secret.ts:12');
    consented = names;
  },
  withdraw: async () => {
    consented = undefined;
  },
  scope: async () => ({
    virtual: consented === undefined,
    consent: consented === undefined ? undefined : { interfaces: consented, at: 5, by: 'request' as const },
    offered: [],
    trouble: undefined,
  }),
};
const clock = new ManualClock();
const vault = new MemoryVault();
const sentNowhere = { send: async () => ({ is: 'taken', detail: 'nowhere' }) as const };
const outbox = new Outbox({ kept: store, vault, clock, dice: seededDice(3), open: () => sentNowhere });
const watch = new AlertWatch({ station, kept: store, bus: memoryBus(), clock, dice: seededDice(4), outbox });
const people = new People({ store, clock, dice: seededDice(5) });
const tokens = new Tokens({ store, clock, dice: seededDice(7) });
const audit = new AuditLog({ store, clock, dice: seededDice(8) });
const settings = await KeptSettings.open(
  await configure(new Options(new Map()), { HOME: '/nobody' }, '/nobody/there'),
  store,
  clock,
);
const place = () => ({
  store,
  world: () => {
    throw new Fault('serve/no-consent');
  },
  withJournal: <T>(work: (journal: Journal) => Promise<T>) => work(journal),
});
const journal = memoryJournal();
const desk = new PlanDesk({
  place,
  approval: 'anybody',
  clock,
  dice: seededDice(6),
  failed: (error) => bugs.push(error),
});
const app = makeServer({
  door: openDoor,
  version: '0.1.0',
  clock: new ManualClock(),
  port: () => PORT,
  handlers: handlersOf({
    station,
    catalogue,
    watch,
    kept: store,
    vault,
    outbox,
    people,
    desk,
    place,
    tokens,
    audit,
    settings,
    runs: new PrintRuns({ told: () => {}, failed: (error) => bugs.push(error) }),
    spool: '/nonexistent/spool',
  }),
  events: async function* () {},
  failed: (error) => bugs.push(error),
});

beforeAll(async () => {
  await store.devices.replace(kept);
  await store.samples.append([
    { device: 'd-gone', metric: 'state', at: 1000, value: 'idle' },
    { device: 'd2', metric: 'supply.black', at: 2000, value: 0.5 },
    { device: 'd2', metric: 'state', at: 3000, value: 'asleep' },
  ]);
});
afterAll(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers: { ...own, ...headers } });
const send = (method: 'POST' | 'PUT' | 'DELETE', url: string, payload?: string, headers: Record<string, string> = {}) =>
  app.inject({
    method,
    url,
    headers: {
      ...own,
      [DELIBERATE_HEADER]: '1',
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  });

describe('the API', () => {
  it('lists who spoke on a watched port, with bytes and hints, and says so of the port', async () => {
    await store.observations.append([
      {
        ...{ id: 'watched-1', at: 4000, vantage: { host: 'here', interface: 'eth0' }, claims: [], protocol: 'observe' },
        ...{ from: { address: '10.0.0.2', port: 40_000, transport: 'udp' }, watched: 3259 },
        raw: new TextEncoder().encode('who is there?'),
      },
    ]);
    const { speakers } = routes.observations.answer.parse((await get('/api/v1/observations?port=3259')).json());
    expect(speakers).toMatchObject([{ device: 'd2', address: '10.0.0.2', port: 3259, count: 1 }]);
    expect(speakers[0]?.messages[0]?.bytes).toBe('77686f2069732074686572653f');
    expect(speakers[0]?.hints.map(({ text }) => text)).toContain('text "who is there?"');
    const none = routes.observations.answer.parse((await get('/api/v1/observations?port=9')).json());
    expect(none.speakers).toEqual([]);
    expect((await get('/api/v1/observations?port=70000')).statusCode).toBe(400);
    const { network } = routes.port.answer.parse((await get('/api/v1/ports/3259%2Fudp')).json());
    expect(network).toMatchObject([
      { device: 'd2', address: '10.0.0.2', port: 3259, transport: 'udp', state: 'untested', heard: { messages: 1 } },
    ]);
  });

  it('pages through the devices by cursor, and each answer is a document of its schema', async () => {
    const first = await get('/api/v1/devices?limit=2');
    const page = routes.devices.answer.parse(first.json());
    expect(page.devices.map(({ id }) => id)).toEqual(['d1', 'd2']);
    const rest = routes.devices.answer.parse((await get(`/api/v1/devices?limit=2&cursor=${page.next}`)).json());
    expect(rest.devices.map(({ id }) => id)).toEqual(['d3']);
    expect(rest.next).toBeNull();
    expect([page.total, rest.total]).toEqual([3, 3]);
    for (const query of ['cursor=nobody', `sort=-name&cursor=${page.next}`]) {
      const lost = await get(`/api/v1/devices?${query}`);
      expect([lost.statusCode, lost.json().code]).toEqual([400, 'request/bad-cursor']);
    }
  });

  it('gives a device by whatever names it, its proof, and its history under all of its ids', async () => {
    expect(routes.device.answer.parse((await get('/api/v1/devices/10.0.0.2')).json()).id).toBe('d2');
    expect(routes.why.answer.parse((await get('/api/v1/devices/d2/why?fact=make')).json()).facts).toHaveLength(1);
    const all = routes.schedule.answer.parse((await get('/api/v1/schedule')).json());
    expect(all.round?.everySeconds).toBe(600);
    const ipp = { protocol: 'ipp', devices: 3, resting: 1, silent: 1, everySeconds: { from: 300, to: 21_600 } };
    // who rests is not asked next, whatever its turn
    expect(all.protocols).toEqual([{ ...ipp, nextAt: '1970-01-01T00:00:07.000Z' }]);
    const one = routes.schedule.answer.parse((await get('/api/v1/schedule?device=d-gone')).json());
    expect(one).toMatchObject({ device: 'd2', protocols: [{ devices: 1, silent: 1 }] });
    const history = routes.history.answer.parse((await get('/api/v1/devices/d-gone/history')).json());
    expect(history.samples.map(({ value }) => value)).toEqual(['idle', 0.5, 'asleep']);
    const since = '1970-01-01T00:00:02.000Z';
    const state = await get(`/api/v1/devices/d2/history?metric=state&since=${since}`);
    expect(routes.history.answer.parse(state.json()).samples).toEqual([
      { metric: 'state', at: '1970-01-01T00:00:03.000Z', value: 'asleep' },
    ]);
  });

  it.each(['3259', '3259%2Ftcp', 'ipp', '9100-9107', 'no-such-thing', '99999', '%20'])(
    'answers the question about port %s',
    async (query) => {
      const answer = await get(`/api/v1/ports/${query}`);
      expect(answer.statusCode).toBe(200);
      routes.port.answer.parse(answer.json());
    },
  );

  it('sends what has not changed only once', async () => {
    const first = await get('/api/v1/devices/d1');
    const tag = String(first.headers.etag);
    const again = await get('/api/v1/devices/d1', { 'if-none-match': `"other", W/${tag}` });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect((await get('/api/v1/devices/d2', { 'if-none-match': tag })).statusCode).toBe(200);
  });

  it('looks at nothing before a person consents, and says so', async () => {
    const refused = await send('POST', '/api/v1/looks');
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'serve/no-consent']);
    expect(looked).toBe(0);
    const given = routes.scope.answer.parse((await send('POST', '/api/v1/consent', '{"interfaces":["eth0"]}')).json());
    expect([given.virtual, given.consent?.interfaces]).toEqual([false, ['eth0']]);
    expect((await send('POST', '/api/v1/looks')).statusCode).toBe(202);
    expect(looked).toBe(1);
    const back = routes.scope.answer.parse((await send('DELETE', '/api/v1/consent')).json());
    expect([back.virtual, back.consent]).toEqual([true, null]);
  });

  it('what changes something and is not asked for deliberately changes nothing', async () => {
    for (const headers of [
      { [DELIBERATE_HEADER]: '' },
      { origin: 'http://evil.example' },
      { host: `evil.example:${PORT}` },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await send('POST', '/api/v1/consent', '{"interfaces":["eth0"]}', headers);
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(consented).toBeUndefined();
    }
    const form = await send('POST', '/api/v1/consent', 'interfaces=eth0', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect([form.statusCode, form.json().code]).toEqual([400, 'request/bad-value']);
  });

  it.each([
    ['{', 400, 'request/bad-value'],
    ['[]', 400, 'request/bad-value'],
    ['{"interfaces":"eth0"}', 400, 'request/bad-value'],
    ['{"interfaces":["eth0"],"more":1}', 400, 'request/bad-value'],
    [`{"interfaces":["${'x'.repeat(70_000)}"]}`, 413, 'request/too-large'],
  ])('a body that is none (%s) is refused in words', async (payload, status, code) => {
    const answer = await send('POST', '/api/v1/consent', payload);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('a bug of ours tells the world nothing but that it is one', async () => {
    const answer = await send('POST', '/api/v1/consent', '{"interfaces":["broken"]}');
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'program/unexpected']);
    expect(answer.body).not.toContain('secret');
    expect(bugs.splice(0)).toHaveLength(1);
  });

  it('every answer keeps pages in their bounds', async () => {
    for (const path of ['/', '/api/v1/scope', '/nothing']) {
      const { headers } = await get(path);
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('the description holds every path, and refers to nothing that it does not hold', async () => {
    const description = (await get('/openapi.json')).json();
    for (const { path, method } of Object.values<Route>(routes))
      expect(description.paths[path][method.toLowerCase()].responses).toBeDefined();
    expect(description).toEqual(JSON.parse(JSON.stringify(openApi('0.1.0'))));
    const names = [...JSON.stringify(description).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(description.components.schemas).toHaveProperty(name!);
  });

  it('whatever is put into the described places, the answer is a described one', async () => {
    interface Parameter {
      readonly name: string;
      readonly in: string;
    }
    interface Operation {
      readonly parameters: readonly Parameter[];
      readonly requestBody?: object;
      readonly responses: object;
    }
    const { paths } = openApi('0.1.0') as { paths: Record<string, Record<string, Operation>> };
    const operations = Object.entries(paths)
      // what listens here takes its time, and takes nothing that could be wrong
      .filter(([path]) => !path.endsWith('/events') && !path.endsWith('/listeners'))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
      );
    const word = fc.oneof(
      fc.string({ maxLength: 250 }),
      fc.constantFrom('d1', '10', '-1', '1e9', 'make', 'ÿ', '\u0000'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...operations),
        fc.array(word, { minLength: 8, maxLength: 8 }),
        fc.oneof(fc.json(), fc.string()),
        async ({ path, method, operation }, words, payload) => {
          const value = (i: number) => encodeURIComponent(words[i % 8] ?? '');
          const placed = path.replaceAll(/\{\w+\}/g, () => value(0) || 'x');
          const query = operation.parameters
            .filter((row) => row.in === 'query')
            .map(({ name }, i) => `${name}=${value(i + 1)}`);
          const answer = await app.inject({
            method: method.toUpperCase() as 'GET' | 'POST' | 'DELETE',
            url: query.length === 0 ? placed : `${placed}?${query.join('&')}`,
            headers: { ...own, [DELIBERATE_HEADER]: '1', 'content-type': 'application/json' },
            ...(operation.requestBody === undefined || method === 'get' ? {} : { payload }),
          });
          const described = Object.keys(operation.responses).map(Number);
          // a path that is none: the value had no character that a path can hold
          expect([...described, 404], `${method} ${placed}: ${answer.body}`).toContain(answer.statusCode);
          expect(bugs).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
    consented = undefined;
  }, 60_000);

  it('changes rules, silences and channels, and never gives a secret back', async () => {
    const rule = { title: 'Half empty', when: { is: 'supply', below: 0.5, clear: 0.6 }, severity: 'info' };
    const put = (path: string, body: object) => send('PUT', path, JSON.stringify(body));
    const ruleList = async () => routes.alertRules.answer.parse((await get('/api/v1/alert-rules')).json()).rules;
    const before = (await ruleList()).length;
    expect((await put('/api/v1/alert-rules/half', rule)).statusCode).toBe(200);
    expect((await put('/api/v1/alert-rules/jam', { ...rule, enabled: false })).statusCode).toBe(200);
    expect(await ruleList()).toHaveLength(before + 1);
    expect((await ruleList()).find(({ id }) => id === 'jam')).toMatchObject({ changed: true, enabled: false });
    const wrong = await put('/api/v1/alert-rules/half', { ...rule, when: { is: 'supply', below: 0.5, clear: 0.1 } });
    expect([wrong.statusCode, wrong.json().code]).toEqual([400, 'alert/bad-rule']);
    for (const id of ['half', 'jam']) expect((await send('DELETE', `/api/v1/alert-rules/${id}`)).statusCode).toBe(200);
    expect(await ruleList()).toHaveLength(before);

    const settings = { kind: 'webhook', url: 'http://127.0.0.1:9/' };
    const made = await put('/api/v1/channels/office', { title: 'Office', settings, secret: 'quiet-secret' });
    expect([made.statusCode, made.json().channels[0].hasSecret]).toEqual([200, true]);
    expect(made.body).not.toContain('quiet-secret');
    expect((await put('/api/v1/channels/office', { title: 'Main office', settings })).json().channels).toMatchObject([
      { title: 'Main office', hasSecret: true },
    ]);
    const badSecret = await put('/api/v1/channels/b', { title: 'B', settings, secret: 'whsec_short' });
    expect(badSecret.json().code).toBe('channel/bad-secret');
    const tested = await send('POST', '/api/v1/channels/office/test');
    expect(tested.json()).toMatchObject({ schema: 'quietport/channel-test@1', outcome: 'taken' });
    expect((await send('DELETE', '/api/v1/channels/office')).json().channels).toEqual([]);
    expect(vault.services.value).toEqual({});

    const until = new Date(clock.now() + 60_000).toISOString();
    const silenced = await send('POST', '/api/v1/silences', JSON.stringify({ device: 'd1', until, reason: 'moved' }));
    const id = routes.silence.answer.parse(silenced.json()).silences[0]?.id;
    const unknownRule = await send('POST', '/api/v1/silences', JSON.stringify({ rule: 'nothing', until }));
    expect(unknownRule.json().code).toBe('alert/no-such-rule');
    expect((await send('DELETE', `/api/v1/silences/${id}`)).json().silences).toEqual([]);
  });
});
