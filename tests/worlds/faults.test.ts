import { catalogue, type Device, type VirtualDevice } from '@quietport/core';
import { type Found, find, type House } from '@quietport/library';
import { systemCryptography } from '@quietport/node';
import { openMemoryStore } from '@quietport/store';
import { faultsFleet, ManualClock, type SimulatedHost, seededDice, serveDevice, simulateLan } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';

const HOUR = 3_600_000;

/** A segment with these devices of the fault laboratory on it. */
async function laboratory(...ids: readonly string[]) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 1, segments: { lab: { delayMs: 2 } } });
  const on = (name: string, address: string): SimulatedHost =>
    lan.host({ name, interfaces: [{ segment: 'lab', addresses: [`${address}/16`] }] });
  const here = on('here', '10.77.0.1');
  const devices = ids.map((id) => {
    const row = faultsFleet.find((one) => one.id === id)!;
    return { ...row, address: row.address.replace('127.77', '10.77'), prefixLength: 16 };
  });
  const serve = (device: VirtualDevice) =>
    serveDevice(on(device.id + device.address, device.address).network, device, catalogue, {
      clock,
      cryptography: systemCryptography,
    });
  const served = await Promise.all(devices.map(serve));
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
  const look = (request = {}, over: House = house): Promise<Found> =>
    clock.runUntil(find(request, over, new AbortController().signal), 10 * HOUR);
  return { clock, devices, served, serve, look, house };
}

const at = (found: Found, device: VirtualDevice): Device | undefined =>
  found.devices.find(({ interfaces }) => interfaces.some(({ addresses }) => addresses.includes(device.address)));
const serial = (device: Device | undefined) => device?.facts.serial?.value;

describe('the fault laboratory', () => {
  it('zero MACs, and UUIDs made of them, join nobody', async () => {
    const { look, devices } = await laboratory('zero-mac-1', 'zero-mac-2');
    const found = await look();
    expect(found.devices).toHaveLength(2);
    expect(devices.map((device) => serial(at(found, device)))).toEqual(devices.map((device) => device.serial));
    expect(found.devices.flatMap(({ interfaces }) => interfaces.flatMap(({ mac }) => mac ?? []))).toEqual([]);
    expect(found.conflicts).toEqual([]);
  });

  it('a UUID on two printers is said, and they stay two', async () => {
    const { look, devices } = await laboratory('twin-1', 'twin-2');
    const found = await look();
    expect(devices.map((device) => serial(at(found, device)))).toEqual(devices.map((device) => device.serial));
    expect(found.conflicts).toEqual([
      expect.objectContaining({
        rule: 'twin-uuid',
        text: expect.stringMatching(/is on two devices \(10\.77\.48\.13.*10\.77\.48\.14/),
      }),
    ]);
  });

  it('an address that a device claims and nobody reached is shown as claimed', async () => {
    const { look, devices } = await laboratory('phantom');
    const [device] = (await look()).devices;
    expect(device?.interfaces.flatMap(({ addresses }) => addresses)).toEqual([devices[0]!.address]);
    expect(device?.interfaces.flatMap(({ claimed }) => claimed)).toEqual(['192.168.223.1']);
  });

  it('one device at two addresses is one device, and says by what', async () => {
    const { look } = await laboratory('two-homes-1', 'two-homes-2');
    const { devices } = await look();
    expect(devices).toHaveLength(1);
    expect(devices[0]!.interfaces.flatMap(({ addresses }) => addresses).sort()).toEqual(['10.77.48.16', '10.77.48.17']);
    expect(devices[0]!.merges.map(({ rule }) => rule)).toContain('same-serial');
  });

  it('a clone of another model is not joined with the original, and is named', async () => {
    const { look, devices } = await laboratory('original', 'clone');
    const found = await look();
    expect(found.devices).toHaveLength(2);
    expect(devices.map((device) => at(found, device)?.facts.model?.value)).toEqual([
      expect.stringContaining('WF-M5899'),
      expect.stringContaining('WF-C5790'),
    ]);
    expect(found.conflicts.map(({ rule }) => rule)).toContain('twin-serial');
  });

  it.each(['endless-walk', 'looping-walk', 'backward-walk'])(
    '%s ends, and the device is known all the same',
    async (id) => {
      const { look, devices, served } = await laboratory(id);
      const found = await look();
      expect(serial(at(found, devices[0]!))).toBe(devices[0]!.serial);
      expect(at(found, devices[0]!)?.supplies.length).toBeLessThan(250);
      const asked = found.ledger
        .filter(({ probe }) => probe === 'snmp.identify')
        .reduce((sum, row) => sum + row.packets, 0);
      expect(asked).toBeLessThan(300);
      expect(served[0]!.received(161, 'udp')).toBeGreaterThan(0);
    },
  );

  it('a raw port for one connection is knocked on once, and gets no byte', async () => {
    const { look, devices, served } = await laboratory('one-connection');
    const found = await look({ knockPrintPorts: true });
    expect(at(found, devices[0]!)?.ports.find(({ endpoint }) => endpoint.port === 9100)?.state).toBe('answered');
    expect(served[0]!.connections(9100)).toBe(1);
    expect(served[0]!.received(9100, 'tcp')).toBe(0);
  });

  it('version 3 tells its engine to everybody, and its objects to who has the key and asks the context', async () => {
    const { look, devices, house } = await laboratory('version-3');
    const locked = await look();
    expect(at(locked, devices[0]!)?.ports.find(({ endpoint }) => endpoint.port === 161)?.state).toBe('answered');
    expect(at(locked, devices[0]!)?.supplies).toEqual([]);
    const secret = devices[0]!.secrets![0]!;
    const told: boolean[] = [];
    const locksmith: House['locksmith'] = {
      next: async (kind, _address, tried) =>
        kind === 'snmp-user' && !tried.includes('lab') ? { name: 'lab', secret } : undefined,
      told: async (_address, _name, worked) => {
        told.push(worked);
      },
    };
    const open = await look({}, { ...house, locksmith });
    expect(told).toContain(true);
    expect(told).not.toContain(false);
    expect(at(open, devices[0]!)?.supplies.map(({ name }) => name)).toEqual(['Black Toner']);
    expect(serial(at(open, devices[0]!))).toBe(devices[0]!.serial);
  });

  it('an IPP service that takes half a minute is silent, and costs the look no half minute', async () => {
    const { look, devices } = await laboratory('slow-ipp');
    const found = await look();
    expect(at(found, devices[0]!)?.ports.find(({ endpoint }) => endpoint.port === 631)?.state).not.toBe('untested');
    expect(serial(at(found, devices[0]!))).toBe(devices[0]!.serial);
    expect(found.finishedAt - found.startedAt).toBeLessThan(25_000);
  });

  it('broken TLS is a port that answers, and no certificate', async () => {
    const { look, devices } = await laboratory('broken-tls');
    const found = await look();
    expect(found.observations.flatMap(({ claims }) => claims.filter(({ is }) => is === 'certificate'))).toEqual([]);
    expect(at(found, devices[0]!)?.ports.find(({ endpoint }) => endpoint.port === 443)?.state).toBe('answered');
  });

  it('a sleeper is asleep, and not offline', async () => {
    const { look, devices } = await laboratory('sleeper');
    expect(at(await look(), devices[0]!)?.state.word).toBe('asleep');
  });

  it('a flapper moves nobody: it is never called unreachable', async () => {
    const { look, clock, house } = await laboratory('flapper');
    const words = new Set<string>();
    for (let i = 0; i < 6; i++) {
      await look({ again: true });
      for (const { state } of await house.store.devices.all()) words.add(state.word);
      await clock.advance(60_000);
    }
    expect([...words]).toEqual(['idle']);
  });

  it('whoever only answers ENPC is no Epson and no proof of a printer', async () => {
    const { look, devices } = await laboratory('liar');
    const device = at(await look(), devices[0]!);
    expect(device?.facts.make).toBeUndefined();
    expect(device?.facts.model?.value).toBe('POS-80');
  });

  it('two that take each other’s address keep their identities', async () => {
    const { look, devices, served, serve, clock } = await laboratory('swaps-1', 'swaps-2');
    const first = await look();
    const ids = devices.map((device) => at(first, device)!.id);
    for (const one of served) await one.close();
    await clock.advance(5 * 60_000);
    const swapped = devices.map((device, i) => ({ ...device, address: devices[1 - i]!.address, id: `${device.id}'` }));
    await Promise.all(swapped.map(serve));
    await clock.advance(HOUR);
    const second = await look();
    for (const [i, device] of swapped.entries()) {
      const now = second.devices.find((one) => serial(one) === device.serial);
      expect([now?.id, ...(now?.aliases ?? [])]).toContain(ids[i]);
    }
    expect(second.devices).toHaveLength(2);
  });
});
