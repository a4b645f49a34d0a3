import { describe, expect, it } from 'vitest';
import {
  type Credential,
  catalogue,
  formatHex,
  fuse,
  look,
  segmentsOf,
  type VirtualDevice,
} from '../../packages/core/src/index.ts';
import { systemCryptography as cryptography } from '../../packages/node/src/index.ts';
import { demoFleet, ManualClock, seededDice, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { openGate } from '../support/world.ts';

const owner: Credential = {
  name: 'printers',
  secret: {
    for: 'snmp-user',
    user: 'care',
    auth: { protocol: 'sha256', passphrase: 'who goes there' },
    privacy: { protocol: 'aes128', passphrase: 'nobody listens' },
  },
};
const locked = { secrets: [owner.secret], quirks: { 'snmp.version': '3' } };

/** One printer that speaks SNMP alone, looked at with a ring of keys that counts what was taken from it. */
async function lookedAt(changes: Partial<VirtualDevice>, ring: readonly Credential[]) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 5 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const [here, there] = [on('here', '10.0.0.1'), on('there', '10.0.0.9')];
  const mfp = demoFleet.find(({ id }) => id === 'office-mfp')!;
  const device = { ...mfp, address: '10.0.0.9', prefixLength: 24, speaks: ['snmp'], ...changes };
  await serveDevice(there.network, device, catalogue, { clock, cryptography });
  const taken: string[] = [];
  const outcomes: [string, boolean][] = [];
  const locksmith = {
    next: async (kind: string, _address: string, tried: readonly string[]) => {
      const key = ring.find(({ name, secret }) => secret.for === kind && !tried.includes(name));
      if (key !== undefined) taken.push(key.name);
      return key;
    },
    told: async (_address: string, name: string, worked: boolean) => void outcomes.push([name, worked]),
  };
  const order = {
    segments: segmentsOf((await here.network.interfaces()).filter((row) => !row.loopback)),
    bySegment: false,
    ranges: [],
    excluded: [],
    addresses: ['10.0.0.9'],
    passive: false,
    patienceMs: 4_000,
    waitMs: 500,
    tries: 3,
    community: 'public',
    neighbourLimit: 800,
    methods: ['snmp'],
  };
  const observations: Parameters<typeof fuse>[0][number][] = [];
  const looking = look(
    order,
    {
      gate: openGate(here.network, clock),
      clock,
      dice: seededDice(7),
      cryptography,
      locksmith,
      catalogue,
      host: 'here',
    },
    { observed: (row) => observations.push(row), attempted: () => undefined },
    new AbortController().signal,
  );
  await clock.runUntilIdle(120_000);
  const { troubles } = await looking;
  return { device, devices: fuse(observations, [], []).devices, observations, troubles, taken, outcomes };
}

describe('a printer that speaks SNMP version 3 alone', () => {
  it('is known with its supplies to whoever has the key', async () => {
    const { device, devices, outcomes, troubles } = await lookedAt(locked, [owner]);
    expect(devices).toHaveLength(1);
    expect(devices[0]?.facts.serial?.value).toBe(device.serial);
    expect(devices[0]?.supplies.map(({ name }) => name)).toHaveLength(device.supplies.length);
    expect(outcomes).toEqual([['printers', true]]);
    expect(troubles).toEqual([]);
  });

  it('is known by its hardware address to everybody', async () => {
    const { device, devices, taken } = await lookedAt(locked, []);
    expect(devices).toMatchObject([{ interfaces: [{ mac: device.mac, addresses: ['10.0.0.9'] }] }]);
    expect(devices[0]?.facts.serial).toBeUndefined();
    expect(taken).toEqual([]);
  });

  it('says to the person why a key does not open it', async () => {
    const wrong: Credential = { name: 'printers', secret: { for: 'snmp-user', user: 'nobody' } };
    const { troubles, outcomes } = await lookedAt(locked, [wrong]);
    expect(outcomes).toEqual([['printers', false]]);
    expect(troubles.map(({ code, text }) => [code, text])).toEqual([
      ['credentials/refused', '10.0.0.9 does not open to the key "printers": the user is not known there.'],
    ]);
  });

  it('leaves no passphrase, no community and no user in the evidence', async () => {
    const community: Credential = { name: 'reading', secret: { for: 'snmp-community', community: 'not for all' } };
    const both = { secrets: [owner.secret, community.secret] };
    for (const ring of [[owner], [community], [community, owner]]) {
      const { observations, devices, device } = await lookedAt(both, ring);
      expect(devices[0]?.facts.serial?.value).toBe(device.serial);
      const kept = observations.map(({ raw }) => formatHex(raw)).join(' ');
      for (const secret of ['not for all', 'who goes there', 'nobody listens', 'care'])
        expect(kept).not.toContain(formatHex(new TextEncoder().encode(secret)));
    }
  });
});

describe('a virtual device with secrets', () => {
  it('is not served without the arithmetic that they need', async () => {
    const clock = new ManualClock();
    const lan = simulateLan({ clock, seed: 5 });
    const { network } = lan.host({ name: 'there', interfaces: [{ segment: 'office', addresses: ['10.0.0.9/24'] }] });
    const device = { ...demoFleet[0]!, address: '10.0.0.9', prefixLength: 24, ...locked };
    await expect(serveDevice(network, device, catalogue, { clock })).rejects.toThrow(/needs cryptography/);
  });
});
