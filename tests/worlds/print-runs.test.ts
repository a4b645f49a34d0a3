import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DELIBERATE_HEADER, type Handlers, routes } from '@quietport/api';
import { type House, inspect, PrintRuns, settleJobs } from '@quietport/library';
import { makeServer } from '@quietport/server';
import { afterAll, describe, expect, it } from 'vitest';
import { jobHandlers } from '../../packages/cli/src/serve/handlers/jobs.ts';
import { catalogue, type Printed, type PrintJob } from '../../packages/core/src/index.ts';
import { openMemoryStore, systemCryptography } from '../../packages/node/src/index.ts';
import { makeDevice } from '../../packages/virtual/src/fleet/make-device.ts';
import { ManualClock, seededDice, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { openDoor } from '../support/open-door.ts';

const PORT = 29_259;
const AT = '10.0.0.9';
const never = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'quietport-spool-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A server in front of a simulated segment with one printer on it. */
async function office(quirks: Readonly<Record<string, string>> = {}) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 4, segments: { office: { delayMs: 2 } } });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const house: House = {
    ...{ network: on('here', '10.0.0.1').network, clock, dice: seededDice(5), cryptography: systemCryptography },
    ...{ catalogue, store: openMemoryStore(), host: 'here', neighbourLimit: async () => 1000 },
  };
  const printed: Printed[] = [];
  const laser = makeDevice({
    ...{ id: 'laser', kind: 'printer', make: 'HP', model: 'L1', serial: 'S1', mac: '3c:52:82:00:00:01', quirks },
    ...{ address: AT, prefixLength: 24, speaks: ['ipp', 'raw'] },
  });
  await serveDevice(on('there', AT).network, laser, catalogue, { clock, prints: (document) => printed.push(document) });
  await clock.runUntil(inspect({ host: AT }, house, never));
  const told: PrintJob[] = [];
  const bugs: unknown[] = [];
  const runs = new PrintRuns({ told: (job) => told.push(job), failed: (error) => bugs.push(error) });
  const station = { store: house.store, world: { house, how: {} } } as unknown as Parameters<typeof jobHandlers>[0];
  const others = Object.fromEntries(Object.keys(routes).map((id) => [id, async () => ({})]));
  const app = makeServer({
    ...{ version: '0.1.0', clock, port: () => PORT, door: openDoor, events: async function* () {} },
    handlers: { ...others, ...jobHandlers(station, { runs, spool: folder }) } as unknown as Handlers,
  });
  const ask = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: string, type = 'application/pdf') =>
    both(
      clock,
      app.inject({
        method,
        url: `/api/v1${url}`,
        headers: {
          host: `localhost:${PORT}`,
          [DELIBERATE_HEADER]: '1',
          ...(payload === undefined ? {} : { 'content-type': type }),
        },
        ...(payload === undefined ? {} : { payload }),
      }),
    );
  const done = async () => {
    await both(clock, runs.idle());
    expect(bugs).toEqual([]);
  };
  return { ask, done, told, printed, house, clock, runs };
}

/** Files take real time, and the segment takes its own: both go on. */
async function both<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let over = false;
  const end = () => {
    over = true;
  };
  work.then(end, end);
  for (let i = 0; i < 20_000 && !over; i++) {
    await clock.advance(20);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return work;
}

const PDF = '%PDF-1.4 a page';

describe('printing over the API', () => {
  it('takes the document as it comes, follows the job, and keeps no document behind it', async () => {
    const { ask, done, told, printed } = await office();
    const given = await ask('POST', `/devices/${AT}/jobs?name=menu.pdf`, PDF);
    expect([given.statusCode, given.json().state]).toEqual([202, 'checking']);
    await done();
    expect(printed.map(({ bytes, format }) => [new TextDecoder().decode(bytes), format])).toEqual([
      [PDF, 'application/pdf'],
    ]);
    expect([...new Set(told.map(({ state }) => state))]).toEqual(['checking', 'sending', 'accepted', 'confirmed']);
    const { id } = given.json();
    expect((await ask('GET', `/jobs/${id}`)).json()).toMatchObject({
      state: 'confirmed',
      document: { name: 'menu.pdf' },
    });
    const listed = routes.jobs.answer.parse((await ask('GET', `/jobs?device=${AT}`)).json());
    expect([listed.jobs.map((job) => job.id), listed.next]).toEqual([[id], null]);
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  });

  it('says before a byte is sent what cannot be, and keeps nothing of it', async () => {
    const { ask, done, printed } = await office();
    const codeOf = async (url: string, body?: string, type?: string) =>
      (await ask('POST', `/devices/${url}`, body, type)).json().code;
    expect(await codeOf('nobody/jobs?name=x', PDF)).toBe('device/not-found');
    expect(await codeOf(`${AT}/jobs`, PDF)).toBe('request/bad-value');
    expect(await codeOf(`${AT}/jobs?name=x&copies=0`, PDF)).toBe('request/bad-value');
    expect(await codeOf(`${AT}/jobs?name=x`, '\u0001\u0002\u0003', 'application/octet-stream')).toBe(
      'print/unknown-format',
    );
    const refused = await ask('POST', `/devices/${AT}/jobs?name=x`, 'text', 'text/x-unheard-of');
    await done();
    expect((await ask('GET', `/jobs/${refused.json().id}`)).json().state).toBe('refused');
    expect([printed, readdirSync(folder)]).toEqual([[], []]);
  });

  it('cancels what is being printed', async () => {
    const { ask, done, clock } = await office({ 'ipp.job-ms': '60000' });
    const { id } = (await ask('POST', `/devices/${AT}/jobs?name=long.pdf`, PDF)).json();
    await clock.advance(2_000);
    expect((await ask('DELETE', `/jobs/${id}`)).json()).toMatchObject({ state: 'cancelled' });
    await done();
    expect((await ask('GET', `/jobs/${id}`)).json().state).toBe('cancelled');
  });

  it('calls unknown what a dead process left in the middle, and asks before it prints that again', async () => {
    const { ask, done, house, clock } = await office();
    const { id } = (await ask('POST', `/devices/${AT}/jobs?name=menu.pdf`, PDF)).json();
    await done();
    const [row] = await house.store.records.list('job', { most: 1 });
    await house.store.records.put([{ ...row!, value: { ...row!.value, state: 'sending' } }]);
    await settleJobs(house.store, clock);
    expect((await ask('GET', `/jobs/${id}`)).json()).toMatchObject({ state: 'unknown' });
    const again = await ask('POST', `/devices/${AT}/jobs?name=menu.pdf`, PDF);
    expect([again.statusCode, again.json().code]).toEqual([409, 'print/maybe-printed']);
    expect((await ask('POST', `/devices/${AT}/jobs?name=menu.pdf&again=true`, PDF)).statusCode).toBe(202);
    await done();
  });
});
