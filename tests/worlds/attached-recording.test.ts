import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AttachedDevice, catalogue, type Device, Fault, type VirtualDevice } from '@quietport/core';
import { attachedSources, type House, inspect, type Recording, record } from '@quietport/library';
import { openNetwork, systemCryptography, systemDice } from '@quietport/node';
import { openMemoryStore } from '@quietport/store';
import { demoFleet, ManualClock, seededDice, serveDevice, simulateLan } from '@quietport/virtual';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const never = new AbortController().signal;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quietport-attached-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A device of the demo fleet as somebody recorded it, and as it was seen then. */
async function recorded(id: string): Promise<{ readonly device: Device; readonly recording: Recording }> {
  const row = demoFleet.find((each) => each.id === id)!;
  const there: VirtualDevice = { ...row, address: '10.0.0.2', prefixLength: 24 };
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 1, segments: { office: { delayMs: 1 } } });
  const on = (address: string) =>
    lan.host({ name: address, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const { network } = on('10.0.0.1');
  await serveDevice(on(there.address).network, there, catalogue, { clock });
  const house: House = {
    ...{ network, clock, catalogue, host: 'here', cryptography: systemCryptography },
    ...{ dice: seededDice(5), store: openMemoryStore(), neighbourLimit: async () => 1000 },
  };
  await clock.runUntil(inspect({ host: there.address }, house, never));
  return clock.runUntil(record({ id: there.address }, house, never));
}

async function choose(recordings: readonly { readonly name: string; readonly recording: Recording }[]) {
  const world = {
    network: openNetwork({ allowedInterfaces: [] }),
    clock: new ManualClock(),
    dice: systemDice,
    cryptography: systemCryptography,
  };
  return attachedSources({ recordings, folder }, world, never);
}

async function served(recording: Recording): Promise<AttachedDevice> {
  const { sources } = await choose([{ name: '/home/ada/mfp.json', recording }]);
  expect(sources.map(({ id }) => id)).toEqual(['recordings']);
  const devices = await sources[0]!.read(never);
  expect(devices).toHaveLength(1);
  return devices[0]!;
}

describe('a device attached by its recording', () => {
  it('has the facts, the state, the supplies and the counters that were recorded, and says that it is virtual', async () => {
    const { device, recording } = await recorded('office-mfp');
    const { kind, attributes, key } = await served(recording);
    const { make, model, serial, uuid, name } = device.facts;
    expect(kind).toBe('printer');
    expect(key).toBe(`recording:${uuid?.value}`);
    expect(attributes).toMatchObject({
      'printer-make-and-model': `${make?.value} ${model?.value}`,
      'printer-serial-number': serial?.value,
      'printer-uuid': `urn:uuid:${uuid?.value}`,
      'printer-name': name?.value,
      'printer-info': `${name?.value} (virtual: made of mfp.json)`,
      'printer-state': 3,
      'marker-names': device.supplies.map((supply) => supply.name),
      'marker-levels': device.supplies.map(({ level }) =>
        level.type === 'exact' ? Math.round(level.ratio * 100) : -2,
      ),
      'printer-impressions-completed': device.counters.find((counter) => counter.name === 'impressions')?.value,
    });
    expect(device.supplies.length).toBeGreaterThan(0);
  });

  it.each(demoFleet.filter(({ id }) => id !== 'quiet-thing').map(({ id }) => [id] as const))(
    'that was %s has no attribute without a value, and levels that IPP knows',
    async (id) => {
      const { device, recording } = await recorded(id);
      const { attributes, kind } = await served(recording);
      expect(attributes['printer-uuid']).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
      expect(Object.values(attributes).filter((value) => value === undefined || value === '')).toEqual([]);
      for (const level of (attributes['marker-levels'] ?? []) as readonly number[])
        expect(level === -1 || level === -2 || level === -3 || (level >= 0 && level <= 100), String(level)).toBe(true);
      expect([3, 4, 5, undefined]).toContain(attributes['printer-state']);
      expect(kind === 'other' || kind === device.kind || device.kind === 'mfp').toBe(true);
    },
  );

  it('keeps a place that was set, over a restart', async () => {
    const { recording } = await recorded('office-mfp');
    const named = [{ name: 'mfp.json', recording }];
    const [source] = (await choose(named)).sources;
    const [device] = await source!.read(never);
    expect(await source!.set(device!.key, { 'printer-location': 'attic' }, never)).toEqual({ is: 'done' });
    const [again] = (await choose(named)).sources;
    expect((await again!.read(never))[0]?.attributes['printer-location']).toBe('attic');
  });

  it('of which nothing is told is an error that names the file', async () => {
    const recording: Recording = { recordedAt: 0, address: '192.0.2.1', redacted: false, rooms: {} };
    const chosen = choose([{ name: 'empty.json', recording }]);
    await expect(chosen).rejects.toThrow(Fault);
    await expect(chosen).rejects.toMatchObject({
      code: 'file/no-recording',
      text: expect.stringContaining('empty.json'),
    });
  });
});
