import { DELIBERATE_HEADER, type Handlers, routes } from '@quietport/api';
import { Fault, type Vault } from '@quietport/core';
import { AuditLog, Outbox } from '@quietport/library';
import { makeServer } from '@quietport/server';
import { openMemoryStore } from '@quietport/store';
import { ManualClock, seededDice } from '@quietport/virtual';
import { afterAll, describe, expect, it } from 'vitest';
import { Options } from '../../packages/cli/src/options.ts';
import { channelHandlers } from '../../packages/cli/src/serve/handlers/channels.ts';
import { credentialHandlers } from '../../packages/cli/src/serve/handlers/credentials.ts';
import { settingHandlers } from '../../packages/cli/src/serve/handlers/settings.ts';
import { KeptSettings } from '../../packages/cli/src/serve/kept-settings.ts';
import { configure } from '../../packages/cli/src/settings/settings.ts';
import { MemoryVault } from '../support/memory-vault.ts';
import { openDoor } from '../support/open-door.ts';

const PORT = 29_259;
const clock = new ManualClock();
const store = openMemoryStore();
const vault = new MemoryVault();
const configured = await configure(
  new Options(new Map()),
  { HOME: '/nobody', QUIETPORT_RETENTION_HOURLY: '5y' },
  '/nobody/there',
);
const settings = await KeptSettings.open(configured, store, clock);
const audit = new AuditLog({ store, clock, dice: seededDice(1) });

const shut = () => Promise.reject(new Fault('credentials/no-key', { path: '/p', from: '/f' }));
const locked: Vault = {
  ...{ place: 'memory', keyFrom: 'nowhere', exists: async () => true },
  ...{
    keys: { read: shut, change: shut },
    notes: { read: shut, change: shut },
    services: { read: shut, change: shut },
  },
};

function serverWith(opened: Vault) {
  const open = () => ({ send: async () => ({ is: 'taken', detail: 'nowhere' }) as const });
  const outbox = new Outbox({ kept: store, vault: opened, clock, dice: seededDice(2), open });
  const keeping = { kept: store, vault: opened, outbox };
  const own = { ...channelHandlers(keeping), ...credentialHandlers(keeping), ...settingHandlers(settings) };
  return makeServer({
    door: openDoor,
    version: '0.1.0',
    clock,
    port: () => PORT,
    handlers: own as unknown as Handlers,
    auditor: audit,
    events: async function* () {},
  });
}

const app = serverWith(vault);
const shutApp = serverWith(locked);
afterAll(() => Promise.all([app.close(), shutApp.close()]));

async function ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object, at = app) {
  const answer = await at.inject({
    method,
    url: `/api/v1/${path}`,
    headers: {
      host: `localhost:${PORT}`,
      [DELIBERATE_HEADER]: '1',
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { payload: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, text: answer.body, json: answer.json() };
}

describe('credentials over the API', () => {
  const office = { name: 'office', scope: ['10.0.4.0/24'], secret: { kind: 'snmp-community', community: 'sesame 31' } };

  it('are kept, changed, listed in their order and removed, and no secret is in an answer or the audit log', async () => {
    const made = await ask('POST', 'credentials', office);
    expect([made.status, routes.addCredential.answer.parse(made.json).order]).toEqual([201, 1]);
    const auth = { protocol: 'sha256', passphrase: 'let me look please' };
    const user = { kind: 'snmp-user', user: 'monitor', auth };
    await ask('POST', 'credentials', { name: 'v3', scope: ['everywhere'], secret: user });
    const changed = await ask('PUT', 'credentials/v3', { order: 0 });
    expect(changed.json).toMatchObject({ order: 0, user: 'monitor', auth: 'sha256', privacy: null });
    const listed = await ask('GET', 'credentials');
    expect(routes.credentials.answer.parse(listed.json).credentials.map(({ name }) => name)).toEqual(['v3', 'office']);
    // the secret itself is the one that was given
    expect(vault.keys.value.sets.find(({ name }) => name === 'v3')?.secret).toEqual({
      for: 'snmp-user',
      user: 'monitor',
      auth,
    });
    expect((await ask('DELETE', 'credentials/office')).json).toMatchObject({ name: 'office' });
    expect((await ask('DELETE', 'credentials/office')).status).toBe(404);
    const written = JSON.stringify(await audit.page(100, undefined, undefined));
    expect(written).toContain('addCredential');
    for (const text of [made.text, changed.text, listed.text, written]) expect(text).not.toMatch(/sesame|let me look/);
  });

  it.each([
    ['POST', 'credentials', { ...office, scope: [] }, 400],
    ['POST', 'credentials', { ...office, name: 'v3' }, 409],
    ['POST', 'credentials', { ...office, scope: ['no-such-device'] }, 404],
    ['POST', 'credentials', { ...office, secret: { kind: 'snmp-community', community: 'a\nb' } }, 400],
    [
      'POST',
      'credentials',
      { ...office, secret: { kind: 'snmp-user', user: 'u', privacy: { protocol: 'aes128', passphrase: 'eight ch' } } },
      400,
    ],
    ['PUT', 'credentials/v3', { secret: office.secret }, 400],
    ['PUT', 'credentials/none', { order: 1 }, 404],
  ] as const)('what cannot be is refused: %s %s %j', async (method, path, body, status) => {
    const before = vault.keys.value;
    expect((await ask(method, path, body)).status).toBe(status);
    expect(vault.keys.value).toBe(before);
  });

  it('a vault that does not open keeps its keys to itself, and the channels are listed without it', async () => {
    const given = { title: 'Office', settings: { kind: 'ntfy', topic: 'printers' } };
    expect((await ask('PUT', 'channels/office', { ...given, secret: 'tk_1' })).status).toBe(200);
    expect((await ask('GET', 'channels')).json.channels).toMatchObject([{ id: 'office', hasSecret: true }]);
    const { status, json } = await ask('GET', 'channels', undefined, shutApp);
    expect([status, routes.channels.answer.parse(json).channels]).toMatchObject([200, [{ hasSecret: null }]]);
    const keys = await ask('GET', 'credentials', undefined, shutApp);
    expect([keys.status, keys.json.code]).toEqual([403, 'credentials/no-key']);
  });
});

describe('settings over the API', () => {
  const called = (json: unknown, key: string) =>
    routes.settings.answer.parse(json).settings.find((row) => row.key === key);

  it('hold at once and after a restart, and go back to the default', async () => {
    const set = await ask('PUT', 'settings/retention-raw', { value: '90d' });
    expect(called(set.json, 'retention-raw')).toMatchObject({
      value: '90d',
      sources: [{ from: 'kept', where: '' }],
      changeable: true,
    });
    expect(settings.now.retentionRawMs).toBe(90 * 86_400_000);
    expect((await KeptSettings.open(configured, store, clock)).now.retentionRawMs).toBe(90 * 86_400_000);
    const back = await ask('DELETE', 'settings/retention-raw');
    expect(called(back.json, 'retention-raw')).toMatchObject({ value: '30d', sources: [{ from: 'default' }] });
    expect(settings.now.retentionRawMs).toBe(30 * 86_400_000);
  });

  it('who set it elsewhere is not overruled, what is nothing is refused, and secrets are dots', async () => {
    const { status, json } = await ask('PUT', 'settings/retention-hourly', { value: '1y' });
    expect([status, json.title]).toEqual([409, 'The setting retention-hourly is set by QUIETPORT_RETENTION_HOURLY.']);
    expect(await ask('PUT', 'settings/approval', { value: 'nobody' })).toMatchObject({ status: 400 });
    expect(await ask('PUT', 'settings/data', { value: '/tmp' })).toMatchObject({ status: 400 });
    const all = (await ask('GET', 'settings')).json;
    expect(called(all, 'retention-hourly')).toMatchObject({ value: '5y', changeable: false });
    expect(called(all, 'data')).toMatchObject({ changeable: false });
    expect(called(all, 'community')?.value).not.toBe('public');
  });
});
