import { type Handlers, openApi, routes } from '@quietport/api';
import { catalogue, type Store } from '@quietport/core';
import { makeServer } from '@quietport/server';
import { openMemoryStore } from '@quietport/store';
import { ManualClock } from '@quietport/virtual';
import { afterAll, describe, expect, it } from 'vitest';
import { deviceHandlers } from '../../packages/cli/src/serve/handlers/devices.ts';
import { device } from '../conformance/store-samples.ts';
import { openDoor } from '../support/open-door.ts';

const PORT = 29_330;
const store: Store = openMemoryStore();
const devices = ['d1', 'd2', 'd3'].map((id, i) =>
  device(id, { interfaces: [{ addresses: [`10.0.0.${i + 1}`], claimed: [] }] }),
);
const station = { store, virtual: true, devices } as unknown as Parameters<typeof deviceHandlers>[0];
const app = makeServer({
  door: openDoor,
  version: '0.1.0',
  clock: new ManualClock(),
  port: () => PORT,
  // nothing but devices is asked for here
  handlers: deviceHandlers(station, catalogue) as Handlers,
  events: async function* () {},
});
const get = (query: string, headers = {}) =>
  app.inject({ url: `/api/v1/devices?${query}`, headers: { host: `localhost:${PORT}`, ...headers } });
const ids = async (query: string) => routes.devices.answer.parse((await get(query)).json()).devices.map(({ id }) => id);

afterAll(() => app.close());

describe('the list of devices', () => {
  it('counts all that match, and a cursor belongs to its order', async () => {
    const page = routes.devices.answer.parse((await get('limit=2&q=10.0.0')).json());
    expect([page.total, page.devices.length]).toEqual([3, 2]);
    expect(await ids(`limit=2&q=10.0.0&cursor=${page.next}`)).toEqual(['d3']);
    for (const query of ['cursor=nobody', `sort=-name&cursor=${page.next}`]) {
      const lost = await get(query);
      expect([lost.statusCode, lost.json().code]).toEqual([400, 'request/bad-cursor']);
    }
  });

  it('filters and orders', async () => {
    expect(await ids('q=10.0.0.2')).toEqual(['d2']);
    expect(await ids('sort=-address&kind=mfp&make=epson&state=idle')).toEqual(['d3', 'd2', 'd1']);
    expect(await ids('supply=low')).toEqual([]);
    expect([await ids('virtual=false'), await ids('virtual=true')]).toEqual([[], ['d1', 'd2', 'd3']]);
  });

  it('refuses what it does not know', async () => {
    for (const query of ['sort=price', 'kind=fridge', 'state=happy', 'supply=full', 'virtual=perhaps']) {
      const refused = await get(query);
      expect([refused.statusCode, refused.json().code], query).toEqual([400, 'request/bad-value']);
    }
  });

  it('is not sent again to who has it', async () => {
    const { etag } = (await get('sort=name')).headers;
    expect((await get('sort=name', { 'if-none-match': etag })).statusCode).toBe(304);
  });

  it('is described with its filters', () => {
    expect(JSON.stringify(openApi('0.1.0'))).toContain('"off-by-habit"');
  });
});
