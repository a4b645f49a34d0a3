import { catalogue, type Device, type VirtualDevice } from '@quietport/core';
import { type House, watchNetwork } from '@quietport/library';
import { systemCryptography } from '@quietport/node';
import { openMemoryStore } from '@quietport/store';
import { demoFleet, ManualClock, seededDice, serveDevice, simulateLan } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';
import { encodeNcdp2 } from '../../packages/core/src/protocols/ncdp2/codec.ts';
import { GROUP_4 } from '../../packages/core/src/protocols/ncdp2/codec-tables.ts';

const EVERY_MS = 60_000;
const labels = demoFleet.find(({ id }) => id === 'labels')!;

/** Somebody who watches a segment, and the devices that come and go on it. */
function office() {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 1, segments: { office: { delayMs: 2 } } });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const house: House = {
    network: on('here', '10.0.0.1').network,
    clock,
    dice: seededDice(5),
    cryptography: systemCryptography,
    catalogue: catalogue.filter(({ id }) => id === 'ncdp2'),
    store: openMemoryStore(),
    host: 'here',
    neighbourLimit: async () => 1000,
  };
  const serve = (host: ReturnType<typeof on>, more: Partial<VirtualDevice> = {}) =>
    serveDevice(
      host.network,
      { ...labels, address: '10.0.0.9', prefixLength: 24, speaks: ['ncdp2'], ...more },
      catalogue,
      { clock },
    );
  /** Speaks from that host's port 3259, beside whoever serves there. */
  const speaker = async (host: ReturnType<typeof on>) => {
    const socket = await host.network.udp({ family: 4, interface: 'eth0', port: 3259, shared: true });
    const say = (bytes: Uint8Array) => socket.send(bytes, { address: GROUP_4, port: 3259, transport: 'udp' });
    return { say };
  };
  const end = new AbortController();
  const goodbyes: string[] = [];
  let table: readonly Device[] = [];
  let looks = 0;
  const watch = (passive = false) =>
    watchNetwork({ passive }, house, end.signal, EVERY_MS, {
      devices: (devices) => {
        table = devices;
      },
      looked: () => looks++,
      saidGoodbye: (device) => goodbyes.push(device.id),
    });
  const seconds = async (count: number) => {
    for (let i = 0; i < count * 20; i++) await clock.advance(50);
  };
  return { on, serve, speaker, watch, seconds, end, goodbyes, table: () => table, looks: () => looks };
}

const notify = (id: number, uuid: string, revision = 1) =>
  encodeNcdp2({
    ...{ letter: 'N', deviceType: 6, deviceNumber: 0, function: id, result: 0 },
    body: {
      ...{ version: 1, revision, bootId: 1_794_700_000, maxAgeSeconds: 1_800 },
      attributes: { 'printer-uuid': `urn:uuid:${uuid}` },
    },
  });

describe('between two looks of a watch', () => {
  it('who arrives is asked at once, all it tells; who leaves is unreachable; who returns is idle', async () => {
    const world = office();
    const over = world.watch();
    await world.seconds(20);
    expect([world.looks(), world.table().length]).toEqual([1, 0]);
    const host = world.on('labels', '10.0.0.9');
    const served = await world.serve(host);
    await world.seconds(3);
    expect(world.table()[0]?.state.word).toBe('idle');
    expect(world.table()[0]?.supplies).toHaveLength(4);
    expect(world.table()[0]?.facts.serial?.value).toBe('X5PM000310');
    await served.close();
    await world.seconds(5);
    expect(world.table()[0]?.state).toMatchObject({ word: 'unreachable', reasons: ['said-goodbye'] });
    expect(world.goodbyes).toEqual([world.table()[0]?.id]);
    await world.serve(host);
    await world.seconds(3);
    expect(world.table()[0]?.state.word).toBe('idle');
    expect(world.looks()).toBe(1);
    world.end.abort();
    await over;
  });

  it('a forged goodbye moves no device that is there', async () => {
    const world = office();
    const host = world.on('labels', '10.0.0.9');
    await world.serve(host);
    const forger = await world.speaker(host);
    const over = world.watch();
    await world.seconds(20);
    expect(world.table()).toHaveLength(1);
    await forger.say(notify(2, labels.uuid));
    await world.seconds(5);
    expect(world.table()[0]?.state.word).toBe('idle');
    expect(world.goodbyes).toEqual([]);
    world.end.abort();
    await over;
  });

  it('what a look has learned is remembered: an arrival that says nothing new asks nobody', async () => {
    const world = office();
    const host = world.on('labels', '10.0.0.9');
    const served = await world.serve(host);
    const { say } = await world.speaker(host);
    const over = world.watch();
    await world.seconds(20);
    /** What the device is asked after this is said, in bytes. */
    const askedAfter = async (said: Uint8Array) => {
      const before = served.received(3259, 'udp');
      await say(said);
      await world.seconds(3);
      return served.received(3259, 'udp') - before;
    };
    expect(await askedAfter(notify(0, labels.uuid))).toBe(0);
    // one probe of 400 bytes
    expect(await askedAfter(notify(0, labels.uuid, 2))).toBe(400);
    world.end.abort();
    await over;
  });

  it('nobody is asked where the watch only listens', async () => {
    const world = office();
    const host = world.on('labels', '10.0.0.9');
    const over = world.watch(true);
    await world.seconds(15);
    const served = await world.serve(host);
    await world.seconds(5);
    expect(served.received(3259, 'udp')).toBe(0);
    expect(world.table()).toEqual([]);
    world.end.abort();
    await over;
  });
});
