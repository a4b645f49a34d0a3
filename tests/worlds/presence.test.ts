import { catalogue, type Device, type VirtualDevice } from '@quietport/core';
import { type House, watchNetwork } from '@quietport/library';
import { systemCryptography } from '@quietport/node';
import { openMemoryStore } from '@quietport/store';
import {
  demoFleet,
  ManualClock,
  type ServedDevice,
  type SimulatedHost,
  seededDice,
  serveDevice,
  simulateLan,
} from '@quietport/virtual';
import { describe, expect, it } from 'vitest';

const EVERY_MS = 10 * 60_000;

/** A watch over a segment, look by look. */
async function watched(ids: readonly string[]) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 1, segments: { office: { delayMs: 2 } } });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const here = on('here', '10.0.0.1');
  const hosts: SimulatedHost[] = [];
  const serve = (id: string, address: string): Promise<ServedDevice> => {
    const device: VirtualDevice = { ...demoFleet.find((row) => row.id === id)!, address, prefixLength: 24 };
    const host = on(id, address);
    hosts.push(host);
    return serveDevice(host.network, device, catalogue, { clock });
  };
  const served = await Promise.all(ids.map((id, i) => serve(id, `10.0.0.${i + 2}`)));
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
  let looks = 0;
  let away = false;
  let shown: readonly Device[] = [];
  const end = new AbortController();
  const network = { ...wrapped(here.network), interfaces: async () => (away ? [] : here.network.interfaces()) };
  const over = watchNetwork({}, { ...house, network }, end.signal, EVERY_MS, {
    devices: (devices) => {
      shown = devices;
    },
    looked: () => looks++,
    failed: () => looks++,
  });
  return {
    served,
    unplug: (host: SimulatedHost) => {
      host.faults = { blackhole: true };
    },
    hosts,
    next: async (count = 1) => {
      const wanted = looks + count;
      for (let i = 0; looks < wanted && i < 4 * count + 4; i++) await clock.advance(EVERY_MS / 2);
      expect(looks).toBeGreaterThanOrEqual(wanted);
      await clock.advance(1_000);
    },
    states: () => shown.map(({ state }) => state.word),
    lose: (lost: boolean) => {
      away = lost;
    },
    finish: async () => {
      end.abort();
      await over;
    },
  };
}

function wrapped(network: House['network']): House['network'] {
  return {
    interfaces: () => network.interfaces(),
    udp: (options) => network.udp(options),
    connect: (to, signal) => network.connect(to, signal),
    http: (request, signal) => network.http(request, signal),
    tls: (to, signal) => network.tls(to, signal),
    listen: (at, serve) => network.listen(at, serve),
    serveHttp: (at, serve) => network.serveHttp(at, serve),
    resolve: (name, signal) => network.resolve(name, signal),
  };
}

describe('a watch', () => {
  it('calls a device unreachable after two looks without a sign, not after one', async () => {
    const watch = await watched(['laser', 'labels']);
    await watch.next();
    expect(watch.states()).toEqual(['idle', 'idle']);
    watch.unplug(watch.hosts[0]!);
    await watch.next();
    expect(watch.states()).toEqual(['idle', 'idle']);
    await watch.next();
    expect(watch.states()).toEqual(['unreachable', 'idle']);
    await watch.finish();
  });

  it('looks at itself first: when all fall silent at once, they were not observed', async () => {
    const watch = await watched(['laser', 'labels']);
    await watch.next();
    for (const host of watch.hosts) watch.unplug(host);
    await watch.next(3);
    expect(watch.states()).toEqual(['not-observed', 'not-observed']);
    await watch.finish();
  });

  it('without a network says so of every device, and finds them again', async () => {
    const watch = await watched(['laser', 'labels']);
    await watch.next();
    watch.lose(true);
    await watch.next(2);
    expect(watch.states()).toEqual(['not-observed', 'not-observed']);
    watch.lose(false);
    await watch.next(2);
    expect(watch.states()).toEqual(['idle', 'idle']);
    await watch.finish();
  });

  it('does not wake who sleeps: after the first look no connection, only datagrams', async () => {
    const watch = await watched(['sleeper', 'laser']);
    await watch.next();
    expect(watch.states()).toContain('asleep');
    const [sleeper] = watch.served;
    const connections = () =>
      [80, 443, 515, 631, 9100].map((port) => sleeper!.received(port, 'tcp') + sleeper!.connections(port));
    const [before, datagrams] = [connections(), sleeper!.received(161, 'udp')];
    await watch.next(3);
    expect(connections()).toEqual(before);
    expect(sleeper!.received(161, 'udp')).toBeGreaterThan(datagrams);
    expect(watch.states()).toContain('asleep');
    await watch.finish();
  });
});
