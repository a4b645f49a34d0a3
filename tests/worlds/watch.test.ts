import { getEventListeners } from 'node:events';
import { catalogue, type Device, type Network, type Observation, type VirtualDevice } from '@quietport/core';
import { type FindRequest, type Found, find, findDocument, type House, watchNetwork } from '@quietport/library';
import { systemCryptography } from '@quietport/node';
import { openMemoryStore } from '@quietport/store';
import { demoFleet, ManualClock, type SimulatedHost, seededDice, serveDevice, simulateLan } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';

const EVERY_MS = 60_000;

interface World {
  readonly clock: ManualClock;
  readonly here: SimulatedHost;
  readonly house: House;
  /** Puts a device of the demo fleet on the segment. */
  serve(id: string, address: string): ReturnType<typeof serveDevice>;
}

function office(): World {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 1, segments: { office: { delayMs: 2 } } });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const here = on('here', '10.0.0.1');
  const house: House = {
    network: here.network,
    clock,
    dice: seededDice(5),
    cryptography: systemCryptography,
    catalogue,
    store: openMemoryStore(),
    host: 'here',
    neighbourLimit: async () => 1000,
  };
  const serve = (id: string, address: string) => {
    const device: VirtualDevice = { ...demoFleet.find((row) => row.id === id)!, address, prefixLength: 24 };
    return serveDevice(on(id, address).network, device, catalogue, { clock });
  };
  return { clock, here, house, serve };
}

/** A watch under way, and what it has shown. `until` lets time go on to that many looks. */
function watching({ house, clock }: World, request: FindRequest = {}) {
  const end = new AbortController();
  const shown: (readonly Device[])[] = [];
  const looks: Found[] = [];
  const goodbyes: string[] = [];
  const failures: string[] = [];
  const over = watchNetwork(request, house, end.signal, EVERY_MS, {
    devices: (devices) => shown.push(devices),
    looked: (found) => looks.push(found),
    saidGoodbye: (device) => goodbyes.push(device.id),
    failed: (fault) => failures.push(fault.code),
  });
  const until = async (count: number) => {
    // a look takes less time than lies between two: no step sees two of them
    for (let i = 0; looks.length < count && i < 2 * count; i++) await clock.advance(EVERY_MS);
    expect(looks.length).toBe(count);
  };
  return { over, end, shown, looks, goodbyes, failures, until, table: () => shown.at(-1) ?? [] };
}

const addresses = (devices: readonly Device[]) =>
  devices.map(({ interfaces }) => interfaces.flatMap((row) => row.addresses)[0]);
const lasts = (devices: readonly Device[]) => devices.map(({ seen }) => seen.last);

describe('a watch', () => {
  it.each<[number, string, FindRequest]>([
    [40, 'ENPC', { methods: ['enpc'] }],
    [12, 'every protocol', {}],
  ])(
    'of %i rounds by %s keeps its log bounded and its ids, and leaves no timer and no socket behind',
    async (rounds, _, request) => {
      const world = office();
      const { clock, here, house } = world;
      const served = [await world.serve('office-mfp', '10.0.0.2'), await world.serve('labels', '10.0.0.3')];
      const { over, end, until, shown, looks, table } = watching(world, request);
      const sizes: number[] = [];
      const asked: number[] = [];
      const waiting: number[] = [];
      for (let part = 1; part <= 4; part++) {
        await until((rounds / 4) * part);
        sizes.push((await house.store.observations.all()).length);
        asked.push((await house.store.attempts.all()).length);
        waiting.push(getEventListeners(end.signal, 'abort').length + here.udp.length + clock.pending);
      }
      const ids = new Set(shown.flatMap((devices) => devices.map(({ id }) => id)));
      expect(ids.size).toBe(2);
      expect(addresses(table())).toEqual(['10.0.0.2', '10.0.0.3']);
      const heard = looks.reduce((sum, found) => sum + found.observations.length, 0);
      // two rounds' worth: of each thing said, the first and the latest time
      expect(Math.max(...sizes)).toBeLessThanOrEqual((2.5 * heard) / rounds);
      expect([sizes, asked, waiting].map((counts) => new Set(counts).size)).toEqual([1, 1, 1]);

      end.abort();
      await over;
      for (const device of served) await device.close();
      await clock.runUntilIdle();
      expect([clock.pending, here.udp.length, here.tcp.length]).toEqual([0, 0, 0]);
    },
    60_000,
  );

  it('every observation that a device lists or names as evidence is in the log', async () => {
    const world = office();
    const { house } = world;
    await world.serve('office-mfp', '10.0.0.2');
    const { over, end, until, table } = watching(world);
    await until(5);
    end.abort();
    await over;
    const log = new Set((await house.store.observations.all()).map(({ id }: Observation) => id));
    const [device] = table();
    const evidence = Object.values(device!.facts).flatMap((known) => known.evidence.map((row) => row.observation));
    expect(evidence.length).toBeGreaterThan(0);
    expect([...device!.observations, ...evidence].filter((id) => !log.has(id))).toEqual([]);
  });

  it('shows at once who announces itself between two looks, and says who left', async () => {
    const world = office();
    const { clock } = world;
    await world.serve('office-mfp', '10.0.0.2');
    const { over, end, looks, goodbyes, table } = watching(world);
    await clock.advance(20_000);
    expect(looks).toHaveLength(1);
    expect(addresses(table())).toEqual(['10.0.0.2']);
    const late = await world.serve('labels', '10.0.0.3');
    await clock.advance(5000);
    expect([looks.length, addresses(table())]).toEqual([1, ['10.0.0.2', '10.0.0.3']]);
    await late.close();
    await clock.advance(1000);
    expect([looks.length, goodbyes]).toEqual([1, [table()[1]!.id]]);
    end.abort();
    await over;
  });

  it('keeps who fell silent in the table, with the time when it was last seen', async () => {
    const world = office();
    const { clock } = world;
    await world.serve('office-mfp', '10.0.0.2');
    const quiet = await world.serve('labels', '10.0.0.3');
    const { over, end, until, table } = watching(world);
    await until(2);
    await quiet.close();
    // its goodbye is believed after two questions in vain
    await clock.advance(5000);
    const before = table();
    await until(8);
    const after = table();
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(lasts(after)[0]).toBeGreaterThan(lasts(before)[0]!);
    expect(lasts(after)[1]).toBe(lasts(before)[1]);
    expect(after[1]!.state.word).not.toBe('unreachable');
    end.abort();
    await over;
  });

  it('goes on when the network is away for a while, but not where it was never there', async () => {
    const world = office();
    const { clock } = world;
    await world.serve('office-mfp', '10.0.0.2');
    const { network } = world.house;
    let away = false;
    const gone: Network = {
      interfaces: async () => (away ? [] : network.interfaces()),
      udp: (options) => network.udp(options),
      connect: (to, signal) => network.connect(to, signal),
      http: (request, signal) => network.http(request, signal),
      tls: (to, signal) => network.tls(to, signal),
      listen: (at, serve) => network.listen(at, serve),
      serveHttp: (at, serve) => network.serveHttp(at, serve),
      resolve: (name, signal) => network.resolve(name, signal),
    };
    const house = { ...world.house, network: gone };
    const { over, end, until, failures, table } = watching({ ...world, house });
    await until(1);
    away = true;
    await clock.advance(3 * EVERY_MS);
    expect(failures).toContain('scope/nothing-to-look-at');
    away = false;
    await until(2);
    expect(addresses(table())).toEqual(['10.0.0.2']);
    end.abort();
    await over;
    away = true;
    await expect(watching({ ...world, house }).over).rejects.toMatchObject({ code: 'scope/nothing-to-look-at' });
  });
});

describe('the time of a look', () => {
  it('ends all of it, and the result says by what it was ended', async () => {
    const world = office();
    const { clock, house } = world;
    await world.serve('office-mfp', '10.0.0.2');
    const never = new AbortController().signal;
    const start = clock.monotonic();
    const cut = await clock.runUntil(find({ timeoutMs: 900 }, house, never));
    expect(clock.monotonic() - start).toBe(900);
    expect([cut.endedBy, cut.interrupted]).toEqual(['timeout', false]);
    expect(cut.observations.length).toBeGreaterThan(0);
    expect(findDocument(cut)).toMatchObject({ endedBy: 'timeout', interrupted: false });
    const whole = await clock.runUntil(find({ timeoutMs: 3_600_000 }, house, never));
    expect([whole.endedBy, whole.interrupted]).toEqual(['itself', false]);
    const ending = new AbortController();
    const stopped = find({}, house, ending.signal);
    await clock.advance(500);
    ending.abort();
    expect(await stopped).toMatchObject({ endedBy: 'interrupt', interrupted: true });
  });

  it('is ten seconds for a passive one, or what it was given', async () => {
    const { clock, house } = office();
    const never = new AbortController().signal;
    for (const [request, expected] of [
      [{}, 10_000],
      [{ timeoutMs: 3_000 }, 3_000],
    ] as const) {
      const start = clock.monotonic();
      const found = await clock.runUntil(find({ ...request, passive: true }, house, never));
      expect([clock.monotonic() - start, found.endedBy, found.ledger]).toEqual([expected, 'itself', []]);
    }
  });
});
