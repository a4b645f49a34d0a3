import { catalogue, type Device, fuse, type VirtualDevice } from '@quietport/core';
import { find, type House, type PollRequest, poll } from '@quietport/library';
import { systemCryptography } from '@quietport/node';
import { openMemoryStore } from '@quietport/store';
import { demoFleet, ManualClock, seededDice, serveDevice, simulateLan } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';

const never = new AbortController().signal;
const mfp = demoFleet.find(({ id }) => id === 'office-mfp')!;

/** Printers on a segment that a look has found and the store holds. */
async function known(count: number, changes: (i: number) => Partial<VirtualDevice> = () => ({})) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 3, segments: { office: { delayMs: 2 } } });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/16`] }] });
  const here = on('here', '10.0.0.1');
  const addresses = Array.from({ length: count }, (_, i) => `10.0.1.${i + 1}`);
  const hosts = addresses.map((address, i) => on(`printer-${i}`, address));
  const serve = (i: number, more: Partial<VirtualDevice> = {}) => {
    const own = { serial: `X3B800000${i}`, mac: `00:26:ab:00:00:0${i}`, uuid: '', speaks: ['snmp'] };
    const device = { ...mfp, ...own, ...changes(i), address: addresses[i]!, prefixLength: 16, ...more };
    return serveDevice(hosts[i]!.network, device, catalogue, { clock });
  };
  const served = await Promise.all(addresses.map((_, i) => serve(i)));
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
  await clock.runUntil(find({ targets: addresses, methods: ['snmp'] }, house, never));
  const { store } = house;
  return {
    clock,
    hosts,
    addresses,
    house,
    store,
    /** The printer at this place from now on. */
    become: async (i: number, more: Partial<VirtualDevice>) => {
      await served[i]!.close();
      served[i] = await serve(i, more);
    },
    poll: (request: PollRequest = {}) => clock.runUntil(poll(request, house, never)),
    /** What all evidence comes to when it is fused as a whole. */
    whole: async () =>
      fuse(await store.observations.all(), await store.roll.all(), await store.attempts.all(), await store.looks.all()),
  };
}

describe('devices of the inventory, polled', () => {
  it('are stored as fusing all evidence anew would have them, poll after poll', async () => {
    const { poll: ask, clock, store, whole, become, hosts } = await known(5);
    const levels = (level: number) => ({ supplies: mfp.supplies.map((row) => ({ ...row, level })) });
    const steps: (() => unknown)[] = [
      () => undefined,
      () => become(1, { ...levels(7), impressions: mfp.impressions + 3 }),
      () => become(2, { state: 'stopped', stateReasons: ['media-jam'] }),
      () => Object.assign(hosts[3]!, { faults: { blackhole: true } }),
      () => become(1, { impressions: 12 }),
      () => undefined,
    ];
    for (const step of steps) {
      await clock.advance(15 * 60_000);
      await step();
      const told = await ask();
      expect(told.lookAt).toEqual([]);
      expect(byId(await store.devices.all())).toEqual(byId((await whole()).devices));
    }
    const devices = await store.devices.all();
    expect(devices).toHaveLength(5);
    const at = (address: string) => devices.find((one) => one.interfaces[0]!.addresses.includes(address))!;
    expect(at('10.0.1.2').counters[0]).toMatchObject({ value: 12, segment: { before: mfp.impressions + 3 } });
    expect(at('10.0.1.3').state).toMatchObject({ word: 'stopped' });
    expect(at('10.0.1.4').state.word).toBe('unreachable');
  });

  it('are asked by two packets each, and only those that are meant', async () => {
    const { poll: ask, store } = await known(4);
    const [first] = await store.devices.all();
    const all = await ask();
    expect(all).toMatchObject({ answered: 4, silent: 0, lookAt: [] });
    expect(all.ledger).toMatchObject([{ port: 161, probe: 'snmp.poll', packets: 8 }]);
    expect(await ask({ ids: [first!.id] })).toMatchObject({ answered: 1, ledger: [{ packets: 2 }] });
    expect(await ask({ ids: [] })).toMatchObject({ answered: 0, ledger: [] });
  });

  it('keep every reading that is shown followed back to bytes that are kept', async () => {
    const { poll: ask, store, clock } = await known(2);
    for (let i = 0; i < 4; i++) {
      await clock.advance(10 * 60_000);
      await ask();
    }
    const kept = new Map((await store.observations.all()).map((row) => [row.id, row]));
    for (const { supplies, observations } of await store.devices.all()) {
      expect(observations.every((id) => kept.has(id))).toBe(true);
      for (const { evidence } of supplies) {
        const claim = kept.get(evidence.observation)?.claims.find(({ path }) => path === evidence.path);
        expect(claim).toMatchObject({ is: 'supply' });
      }
    }
  });

  it('are never mixed with another device under the same address: that one is for a look', async () => {
    const { poll: ask, store, become, addresses } = await known(2);
    const before = await store.devices.all();
    await become(0, { serial: 'X3B8777777', mac: '00:26:ab:00:00:77' });
    const told = await ask();
    expect(told.lookAt).toEqual([addresses[0]]);
    expect(told.answered).toBe(1);
    const after = await store.devices.all();
    expect(after.find(({ id }) => id === before[0]!.id)!.facts.serial!.value).toBe(before[0]!.facts.serial!.value);
    expect(after.flatMap(({ facts }) => facts.serial?.value)).not.toContain('X3B8777777');
  });

  it('that share a serial number with another are fused with all evidence', async () => {
    const { poll: ask, store, whole } = await known(3, (i) => (i < 2 ? { serial: 'X3B8111111' } : {}));
    const told = await ask();
    expect(told.answered).toBe((await store.devices.all()).length);
    expect(byId(await store.devices.all())).toEqual(byId((await whole()).devices));
  });

  it('that told too little to be polled are named for a look', async () => {
    const { poll: ask, addresses } = await known(2, (i) =>
      i === 0 ? { recordings: { snmp: '1.3.6.1.2.1.1.1.0|4|A box without a number' } } : {},
    );
    expect((await ask()).lookAt).toEqual([addresses[0]]);
  });
});

function byId(devices: readonly Device[]): readonly Device[] {
  return [...devices].sort((a, b) => (a.id < b.id ? -1 : 1));
}
