import { type Handlers, routes } from '@quietport/api';
import { catalogue, type Device, type Evidence, type Sample, type Supply } from '@quietport/core';
import { Forecasts } from '@quietport/library';
import { systemClock } from '@quietport/node';
import { makeServer } from '@quietport/server';
import { openMemoryStore } from '@quietport/store';
import { ManualClock } from '@quietport/virtual';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvHandlers } from '../../packages/cli/src/serve/handlers/csv.ts';
import { deviceHandlers } from '../../packages/cli/src/serve/handlers/devices.ts';
import type { ServedStation } from '../../packages/cli/src/serve/handlers/station.ts';
import { supplyHandlers } from '../../packages/cli/src/serve/handlers/supplies.ts';
import { device } from '../conformance/store-samples.ts';
import { openDoor } from '../support/open-door.ts';

const PORT = 29_259;
const NOW = Date.now();
const DAY_MS = 86_400_000;
const store = openMemoryStore();
const evidence: Evidence = { observation: 'o1', protocol: 'snmp', path: 'supply', rule: 'told' };

const supply = (name: string, ratio: number, more: Partial<Supply> = {}): Supply => ({
  ...{ name, kind: 'ink', direction: 'consumed', level: { type: 'exact', ratio }, raw: {}, also: [], against: [] },
  ...{ source: 'snmp', observedAt: NOW, evidence },
  ...more,
});

const office = device('d1', {
  supplies: [
    supply('Black', 0.1, { colorant: 'black' }),
    supply('Cyan', 0.6, { colorant: 'cyan' }),
    supply('Waste', 1, { kind: 'waste-ink', direction: 'filled' }),
  ],
});
const till = device('d2', {
  aliases: [],
  supplies: [supply('=HYPERLINK("http://x")', 0.05, { level: { type: 'step', label: 'low', min: 0, max: 0.05 } })],
  counters: [
    {
      name: 'pages',
      value: 1000,
      unit: 'pages',
      segment: { since: 0, from: 0 },
      anchors: [],
      source: 'snmp',
      observedAt: NOW,
      evidence,
    },
  ],
});
const left = device('d3', { aliases: [], supplies: [supply('Black', 0.01)], ignored: true });
const all: readonly Device[] = [office, till, left];

// only what these paths ask of it
const shown = { store, virtual: false, devices: all } as unknown as ServedStation;
const forecasts = new Forecasts(systemClock);
const app = makeServer({
  door: openDoor,
  version: '0.1.0',
  clock: new ManualClock(),
  port: () => PORT,
  // those of the paths that are asked here
  handlers: {
    ...deviceHandlers(shown, catalogue),
    ...supplyHandlers(shown, forecasts),
    ...csvHandlers(shown, forecasts),
  } as unknown as Handlers,
  events: async function* () {},
});
const get = (url: string) => app.inject({ method: 'GET', url, headers: { host: `localhost:${PORT}` } });

beforeAll(async () => {
  await store.devices.replace(all);
  const days = Array.from({ length: 20 * 24 }, (_, hour) => NOW - 20 * DAY_MS + hour * 3_600_000);
  const line = (device: string, metric: string, value: (i: number) => number): Sample[] =>
    days.map((at, i) => ({ device, metric, at, value: value(i) }));
  await store.samples.append([
    // 90 % in 20 days, under an id that it had before: two days are left
    ...line('d-old', 'supply.black', (i) => Math.round(100 - (90 * i) / days.length) / 100),
    ...line('d1', 'supply.cyan', (i) => Math.round(i < 240 ? 20 - i / 24 : 100 - (i - 240) / 6) / 100),
    ...line('d2', 'counter.pages', (i) => 500 + i),
  ]);
});
afterAll(() => app.close());

describe('the supplies of the API', () => {
  it('are listed the most urgent first, without devices that are ignored', async () => {
    const { supplies, next } = routes.supplies.answer.parse((await get('/api/v1/supplies')).json());
    const shown = supplies.map(({ name, urgency, forecast }) => [
      name.slice(0, 5),
      urgency,
      forecast.replace(/\d+/g, 'N'),
    ]);
    expect(shown).toEqual([
      ['Waste', 'now', 'unknown: nothing was written down yet'],
      ['Black', 'soon', 'N to N days'],
      ['Cyan', 'soon', 'N to N days'],
      ['=HYPE', 'soon', 'unknown: nothing was written down yet'],
    ]);
    expect(next).toBeNull();
    const black = supplies.find(({ name }) => name === 'Black');
    expect(black?.daysLeft?.from).toBeLessThanOrEqual(2);
    expect(black?.daysLeft?.to).toBeGreaterThanOrEqual(2);
    expect(supplies.find(({ name }) => name === 'Cyan')?.replacedAt).toBe(new Date(NOW - 10 * DAY_MS).toISOString());
  });

  it('are paged by a place in the order, and a cursor that is none is refused', async () => {
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = routes.supplies.answer.parse((await get(`/api/v1/supplies?limit=1${query}`)).json());
      names.push(...page.supplies.map(({ name }) => name));
      cursor = page.next;
    } while (cursor !== null && names.length < 10);
    const whole = routes.supplies.answer.parse((await get('/api/v1/supplies')).json());
    expect(names).toEqual(whole.supplies.map(({ name }) => name));
    for (const bad of ['x', '[]', '{"a":1}', '[1,2,3,4,5]']) {
      const answer = await get(`/api/v1/supplies?cursor=${encodeURIComponent(bad)}`);
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'request/bad-cursor']);
    }
  });

  it('of one device tell replacements, and what it counts in a day', async () => {
    const one = routes.forecast.answer.parse((await get('/api/v1/devices/d1/forecast')).json());
    expect(one.supplies.map(({ reading, replacements }) => [reading, replacements.length])).toEqual([
      ['supply.black', 0],
      ['supply.cyan', 1],
      ['supply.waste', 0],
    ]);
    expect(one.supplies[1]?.replacements[0]).toMatchObject({ before: 0.1, after: 1 });
    const { counters } = routes.forecast.answer.parse((await get('/api/v1/devices/d2/forecast')).json());
    expect(counters).toMatchObject([{ name: 'pages', perDay: 24, why: null, text: '24 a day' }]);
    expect((await get('/api/v1/devices/nobody/forecast')).statusCode).toBe(404);
  });

  it('are tables as well, in which no cell is a formula', async () => {
    const { headers, body } = await get('/api/v1/supplies.csv');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(headers['content-disposition']).toBe('attachment; filename="supplies.csv"');
    const lines = body.split('\r\n');
    expect(lines[0]).toContain('supply,kind,colorant,partNumber,level,urgency,daysFrom,daysTo');
    expect(lines).toHaveLength(4 + 2);
    expect(body).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect((await get('/api/v1/devices.csv')).body.split('\r\n')).toHaveLength(3 + 2);
  });
});

describe('the history of the API', () => {
  it('is read in steps over long spans, as a document and as a table', async () => {
    const read = async (query: string) =>
      routes.history.answer.parse((await get(`/api/v1/devices/d2/history?${query}`)).json()).samples;
    expect(await read('metric=counter.pages')).toHaveLength(480);
    const days = await read('metric=counter.pages&step=day');
    expect(days.length).toBeGreaterThanOrEqual(20);
    expect(days.length).toBeLessThanOrEqual(21);
    expect(days.at(-1)?.value).toBe(979);
    expect(await read('metric=counter.pages&step=hour')).toHaveLength(480);
    expect((await get('/api/v1/devices/d2/history?step=week')).statusCode).toBe(400);
    const table = (await get('/api/v1/devices/d2/history.csv?metric=counter.pages&step=day')).body.split('\r\n');
    expect(table[0]).toBe('at,metric,value');
    expect(table).toHaveLength(days.length + 2);
  });
});
