import { type BusEvent, catalogue, memoryBus, type Store, type VirtualDevice } from '@quietport/core';
import { type Consent, type ConsentBook, type House, type LookTold, Station } from '@quietport/library';
import { systemCryptography } from '@quietport/node';
import { openMemoryStore } from '@quietport/store';
import { demoFleet, ManualClock, seededDice, serveDevice, simulateLan } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';

const MINUTE = 60_000;

function office() {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 1, segments: { office: { delayMs: 2 } } });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const here = on('here', '10.0.0.1');
  const serve = async (id: string, address: string) => {
    const device: VirtualDevice = { ...demoFleet.find((row) => row.id === id)!, address, prefixLength: 24 };
    const host = on(id, address);
    await serveDevice(host.network, device, catalogue, { clock });
    return host;
  };
  const house = (store: Store, seed = 5): House => ({
    network: here.network,
    clock,
    dice: seededDice(seed),
    cryptography: systemCryptography,
    catalogue,
    store,
    host: 'here',
    neighbourLimit: async () => 1000,
  });
  return { clock, here, serve, house };
}

function bookWith(consent?: Consent): ConsentBook & { kept(): Consent | undefined } {
  let kept = consent;
  return {
    read: async () => kept,
    write: async (next) => {
      kept = next;
    },
    kept: () => kept,
  };
}

async function started(house: House, book = bookWith()) {
  const bus = memoryBus();
  const end = new AbortController();
  const events: BusEvent[] = [];
  void (async () => {
    for await (const told of bus.subscribe({ signal: end.signal, keep: 10_000 })) events.push(told);
  })();
  const interfaces = (await house.network.interfaces()).filter((row) => !row.loopback).map(({ name }) => name);
  const standing: Consent = { interfaces, at: 0, by: 'option' };
  const station = await Station.open({ house, request: {}, bus, fleet: 'demo', book, standing });
  const looks: LookTold[] = [];
  const over = station.run(end.signal);
  return { station, bus, events, end, over, looks };
}

const whys = (events: readonly BusEvent[]) =>
  events.flatMap((told) => (told.topic === 'look-finished' ? [told.event.why] : []));

describe('a station', () => {
  it('finds who is there, polls each in its turn, finds who comes later, and writes down what they show', async () => {
    const { clock, serve, house } = office();
    await serve('office-mfp', '10.0.0.5');
    const store = openMemoryStore();
    const { station, events, end, over } = await started(house(store));
    await clock.advance(MINUTE);
    expect(whys(events)[0]).toBe('round');
    expect(events.filter(({ topic }) => topic === 'device-changed')).not.toEqual([]);
    const [device] = await station.store.devices.all();
    expect(device?.facts.model?.value).toContain('ET-4850');
    await serve('till', '10.0.0.6');
    await clock.advance(30 * MINUTE);
    expect(whys(events)).toContain('poll');
    expect(await store.devices.all()).toHaveLength(2);
    const asked = (await store.devices.all()).map(({ kind }) => kind).sort();
    expect(asked).toEqual(['mfp', 'pos-printer']);
    // all questions went to the new one as well: its readings are there
    const metrics = new Set((await store.samples.latest()).map(({ metric }) => metric));
    expect(metrics).toContain('state');
    expect([...metrics].some((metric) => metric.startsWith('supply.'))).toBe(true);
    end.abort();
    await clock.runUntil(over);
  }, 60_000);

  it('after a restart it goes on from the store: no whole look, and nothing in the first moment', async () => {
    const { clock, serve, house } = office();
    await serve('office-mfp', '10.0.0.5');
    const store = openMemoryStore();
    const first = await started(house(store));
    await clock.advance(2 * MINUTE);
    first.end.abort();
    await clock.runUntil(first.over);
    const samples = (await store.samples.latest()).length;
    const questions = first.station
      .looks()
      .at(-1)!
      .ledger.reduce((sum, { packets }) => sum + packets, 0);

    const second = await started(house(store, 6));
    await clock.advance(MINUTE);
    const packets = second.station
      .looks()
      .flatMap(({ ledger }) => ledger)
      .reduce((sum, row) => sum + row.packets, 0);
    expect(second.station.looks().length).toBeGreaterThan(0);
    expect(packets).toBeLessThan(questions);
    expect((await store.samples.latest()).length).toBe(samples);
    expect(second.events.filter(({ topic }) => topic === 'device-gone')).toEqual([]);
    second.end.abort();
    await clock.runUntil(second.over);
  }, 60_000);

  it('asks at once when a person rings, everybody and everything', async () => {
    const { clock, serve, house } = office();
    await serve('office-mfp', '10.0.0.5');
    const { station, events, end, over } = await started(house(openMemoryStore()));
    await clock.advance(MINUTE);
    const before = whys(events).length;
    station.look();
    await clock.advance(20_000);
    expect(whys(events).slice(before)).toContain('order');
    end.abort();
    await clock.runUntil(over);
  }, 60_000);

  it('who is silent in two rounds is unreachable, and polls in between do not say so', async () => {
    const { clock, serve, house } = office();
    const mfp = await serve('office-mfp', '10.0.0.5');
    await serve('till', '10.0.0.6');
    const store = openMemoryStore();
    const { end, over } = await started(house(store));
    await clock.advance(MINUTE);
    mfp.faults = { blackhole: true };
    const wordOf = async () =>
      (await store.devices.all()).find(({ facts }) => facts.model?.value.includes('ET-4850'))?.state.word;
    await clock.advance(8 * MINUTE);
    expect(await wordOf()).not.toBe('unreachable');
    await clock.advance(25 * MINUTE);
    expect(await wordOf()).toBe('unreachable');
    const states = await store.samples.of(
      (await store.devices.all()).map(({ id }) => id),
      { metric: 'state', most: 100 },
    );
    expect(states.map(({ value }) => value)).toContain('unreachable');
    end.abort();
    await clock.runUntil(over);
  }, 60_000);

  it('a network that is away ends nothing: the looks fail, in words', async () => {
    const { clock, serve, house, here } = office();
    await serve('office-mfp', '10.0.0.5');
    let away = false;
    const network = new Proxy(here.network, {
      get: (real, name) => {
        if (name === 'interfaces') return async () => (away ? [] : real.interfaces());
        const value: unknown = Reflect.get(real, name);
        return typeof value === 'function' ? value.bind(real) : value;
      },
    });
    const { station, end, over } = await started({ ...house(openMemoryStore()), network });
    await clock.advance(MINUTE);
    away = true;
    await clock.advance(15 * MINUTE);
    expect(station.looks()[0]?.failed).toContain('There is no interface');
    away = false;
    await clock.advance(15 * MINUTE);
    expect(station.looks().find(({ why }) => why === 'round')?.failed).toBeUndefined();
    end.abort();
    await clock.runUntil(over);
  }, 60_000);
});
