import {
  type AlertChange,
  type ChannelConfig,
  type Device,
  type Message,
  memoryBus,
  type Sent,
  type Store,
} from '@quietport/core';
import { AlertWatch, Outbox, putChannel } from '@quietport/library';
import { openMemoryStore } from '@quietport/node';
import { ManualClock, seededDice } from '@quietport/virtual';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { device } from '../conformance/store-samples.ts';
import { MemoryVault } from '../support/memory-vault.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const office: ChannelConfig = {
  ...{ id: 'office', title: 'Office', enabled: true, from: 'warning', ends: true, gatherSeconds: 5 },
  settings: { kind: 'webhook', url: 'http://127.0.0.1:1/' },
};

describe('telling people of alerts', () => {
  let store: Store;
  let clock: ManualClock;
  let running: AbortController;
  let sent: Message[];
  let answer: () => Sent;
  let devices: readonly Device[];
  let virtual: boolean;
  let failed: string | undefined;
  const bus = memoryBus();

  function start(): AlertWatch {
    running = new AbortController();
    const vault = new MemoryVault();
    const dice = seededDice(clock.monotonic() + 1);
    const send = async (message: Message): Promise<Sent> => {
      const said = answer();
      if (said.is === 'taken') sent.push(message);
      return said;
    };
    const outbox = new Outbox({ kept: store, vault, clock, dice, open: () => ({ send }) });
    const station = {
      ...{ store, looks: () => [look()] },
      get virtual() {
        return virtual;
      },
      get devices() {
        return devices;
      },
    };
    const watch = new AlertWatch({ station, kept: store, bus, clock, dice, outbox });
    void watch.run(running.signal);
    void outbox.run(running.signal);
    return watch;
  }

  const look = () => ({
    ...{ why: 'round' as const, virtual, startedAt: clock.now(), finishedAt: clock.now(), asked: 1, answered: 1 },
    ...{ ledger: [], troubles: [], ...(failed === undefined ? {} : { failed }) },
  });
  const jammed = (id: string) =>
    device(id, {
      aliases: [],
      state: { word: 'stopped', reasons: ['media-jam-error'], since: clock.now() },
      seen: { first: 0, last: clock.now() },
    });
  const well = (id: string) => device(id, { aliases: [], seen: { first: 0, last: clock.now() } });
  /** Devices are heard again every minute. */
  async function pass(ms: number, now: () => readonly Device[]): Promise<void> {
    for (let rest = ms; rest > 0; rest -= 60_000) {
      devices = now();
      await clock.advance(Math.min(rest, 60_000));
    }
  }
  const told = () => sent.flatMap(({ notices }) => notices.map(({ what, alert }) => `${what} ${alert.rule}`));

  beforeEach(async () => {
    store = openMemoryStore();
    clock = new ManualClock({
      start: Date.UTC(2026, 10, 23),
      settle: () => new Promise((resolve) => setImmediate(resolve)),
    });
    [sent, devices, virtual, failed] = [[], [], false, undefined];
    answer = () => ({ is: 'taken', detail: '200' });
    await putChannel(office, undefined, clock.now(), store, new MemoryVault());
  });
  afterEach(() => running.abort());

  test('a start and an end are told once each, with one id', async () => {
    start();
    await pass(10 * 60_000, () => [jammed('d1')]);
    await pass(10 * 60_000, () => [well('d1')]);
    expect(told()).toEqual(['started jam', 'ended jam']);
    expect(new Set(sent.flatMap(({ notices }) => notices.map(({ alert }) => alert.id))).size).toBe(1);
  });

  test('a channel that is down for a day loses nothing and gets no flood when it comes back', async () => {
    start();
    answer = () => ({ is: 'failed', detail: 'connect ECONNREFUSED' });
    const many = Array.from({ length: 30 }, (_, i) => `d${i}`);
    await pass(12 * HOUR, () => many.map((id, i) => (i < 20 ? jammed(id) : well(id))));
    await pass(12 * HOUR, () => many.map((id, i) => (i >= 10 ? jammed(id) : well(id))));
    expect(sent).toEqual([]);
    answer = () => ({ is: 'taken', detail: '200' });
    await pass(HOUR, () => many.map((id, i) => (i >= 10 ? jammed(id) : well(id))));
    expect(told().sort()).toEqual([...Array(10).fill('ended jam'), ...Array(30).fill('started jam')]);
    expect(sent.length).toBeLessThanOrEqual(2);
    expect(sent.every(({ lost }) => lost === 0)).toBe(true);
  }, 60_000);

  test.each([
    { asked: undefined, gaps: [5, 10, 20] },
    { asked: 120_000, gaps: [120, 120, 120] },
  ])('is tried again after seconds, or after the pause that was asked for ($asked)', async ({ asked, gaps }) => {
    start();
    const tried: number[] = [];
    answer = () => {
      tried.push(clock.now() / 1000);
      return { is: 'failed', detail: '503', ...(asked === undefined ? {} : { retryAfterMs: asked }) };
    };
    // one alert, and then nothing more that would wake anybody
    await pass(10 * 60_000, () => [jammed('d1')]);
    expect(tried.slice(1, 4).map((at, i) => at - tried[i]!)).toEqual(gaps);
  });

  test('what waits when the program ends is told when it runs again, under the same id', async () => {
    start();
    answer = () => ({ is: 'failed', detail: 'no' });
    await pass(10 * 60_000, () => [jammed('d1')]);
    running.abort();
    await clock.advance(0);
    const [kept] = await store.records.list('delivery:office', { most: 9 });
    answer = () => ({ is: 'taken', detail: '200' });
    start();
    await pass(20 * 60_000, () => [jammed('d1')]);
    expect(told()).toEqual(['started jam']);
    expect(sent[0]!.id).toBe((kept!.value as { message: Message }).message.id);
  });

  test('nobody is told of virtual devices, and they have alerts all the same', async () => {
    virtual = true;
    const watch = start();
    await pass(10 * 60_000, () => [jammed('d1')]);
    expect((await watch.list({ state: 'open' })).map(({ alert }) => alert.rule)).toEqual(['jam']);
    expect(await store.records.list('delivery:office', { most: 9 })).toEqual([]);
  });

  test('a blind observer is one message, however many devices there are', async () => {
    start();
    failed = 'There is no interface to look at. Plug it in.';
    const unseen = (id: string) => device(id, { aliases: [], state: { word: 'not-observed', reasons: [], since: 0 } });
    await pass(HOUR, () => Array.from({ length: 50 }, (_, i) => unseen(`d${i}`)));
    expect(told()).toEqual(['started observer-blind']);
  });

  test('who is silenced is not told, and who is acknowledged is', async () => {
    const watch = start();
    await watch.silence({ device: 'd1', until: clock.now() + DAY, reason: 'moved', by: null });
    await pass(10 * 60_000, () => [jammed('d1'), jammed('d2')]);
    expect(sent.flatMap(({ notices }) => notices.map(({ alert }) => alert.device))).toEqual(['d2']);
    const list = await watch.list({ state: 'open' });
    expect(list.map(({ alert, silenced }) => [alert.device, silenced?.reason]).sort()).toEqual([
      ['d1', 'moved'],
      ['d2', undefined],
    ]);
    const two = list.find(({ alert }) => alert.device === 'd2')!.alert;
    await watch.acknowledge(two.id, { by: 'Ann', note: 'on my way' });
    await pass(10 * 60_000, () => [jammed('d1'), well('d2')]);
    expect(told()).toEqual(['started jam', 'ended jam']);
    expect((await watch.get(two.id)).alert).toMatchObject({ ended: 'over', acknowledged: { by: 'Ann' } });
    await expect(watch.get('nothing')).rejects.toMatchObject({ code: 'alert/not-found' });
    const past = { until: clock.now() - 1, reason: '', by: null };
    await expect(watch.silence(past)).rejects.toMatchObject({ code: 'alert/bad-silence' });
  });

  test('more than a message holds gives up the oldest, and says how many', async () => {
    const outbox = new Outbox({
      ...{ kept: store, vault: new MemoryVault(), clock, dice: seededDice(7) },
      open: () => ({ send: async () => ({ is: 'failed', detail: 'no' }) }),
    });
    running = new AbortController();
    const change = (i: number): AlertChange => ({
      what: 'started',
      alert: {
        ...{ id: `a${i}`, rule: 'jam', severity: 'critical', cause: 'media-jam', text: 'x', told: [], next: '' },
        ...{ since: i, raisedAt: i, changedAt: i, evidence: [] },
      },
    });
    for (let i = 0; i < 50; i++)
      await store.transaction((inside) =>
        outbox.take(
          Array.from({ length: 10 }, (_, j) => change(i * 10 + j)),
          inside,
        ),
      );
    const [row] = await outbox.deliveries('office', 9);
    expect(row!.message).toMatchObject({ lost: 300 });
    expect(row!.message.notices.map(({ alert }) => alert.id)).toEqual(
      Array.from({ length: 200 }, (_, i) => `a${300 + i}`),
    );
  });
});
