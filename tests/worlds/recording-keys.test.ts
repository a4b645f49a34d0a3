import { type Credential, catalogue, encodeText, formatHex, type VirtualDevice } from '@quietport/core';
import { type House, inspect, type Recording, record, recordedDevice } from '@quietport/library';
import { systemCryptography as cryptography } from '@quietport/node';
import { openMemoryStore } from '@quietport/store';
import { demoFleet, ManualClock, seededDice, serveDevice, simulateLan } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';

const never = new AbortController().signal;
const user: Credential = {
  name: 'printers',
  secret: {
    for: 'snmp-user',
    user: 'caretaker',
    auth: { protocol: 'sha512', passphrase: 'who goes there' },
    privacy: { protocol: 'aes256', passphrase: 'nobody listens' },
  },
};
const community: Credential = { name: 'reading', secret: { for: 'snmp-community', community: 'not for all' } };

/** A segment with one device that speaks SNMP alone, and somebody who has these keys. */
async function segmentWith(changes: Partial<VirtualDevice>, ring: readonly Credential[]) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 1 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const here = on('here', '10.0.0.1');
  const mfp = demoFleet.find(({ id }) => id === 'office-mfp')!;
  const device = { ...mfp, address: '10.0.0.9', prefixLength: 24, speaks: ['snmp'], ...changes };
  await serveDevice(on('there', device.address).network, device, catalogue, { clock, cryptography });
  const house: House = {
    network: here.network,
    clock,
    dice: seededDice(5),
    cryptography,
    catalogue,
    store: openMemoryStore(),
    host: 'here',
    neighbourLimit: async () => 1000,
    locksmith: {
      next: async (kind, _address, tried) =>
        ring.find(({ name, secret }) => secret.for === kind && !tried.includes(name)),
      told: async () => undefined,
    },
  };
  const look = async () => (await clock.runUntil(inspect({ host: device.address }, house, never))).device;
  return { clock, house, device, look };
}

async function recorded(
  secret: Credential,
): Promise<{ readonly recording: Recording; readonly device: VirtualDevice }> {
  const quirks: VirtualDevice['quirks'] = secret.secret.for === 'snmp-user' ? { 'snmp.version': '3' } : {};
  const world = await segmentWith({ secrets: [secret.secret], quirks }, [secret]);
  const found = await world.look();
  const made = record({ id: found!.id }, world.house, never);
  return { recording: (await world.clock.runUntil(made)).recording, device: world.device };
}

describe('a recording of what a key opened', () => {
  it.each([user, community])('by $name holds nothing of the key', async (key) => {
    const { recording } = await recorded(key);
    const rows = Object.values(recording.rooms).flat();
    const all = rows
      .flatMap((row) => (row.over === 'udp' ? [row.asked, ...row.answers.map(({ bytes }) => bytes)] : []))
      .map((bytes) => formatHex(bytes))
      .join(' ');
    expect(rows.length).toBeGreaterThan(5);
    for (const secret of ['caretaker', 'who goes there', 'nobody listens', 'not for all'])
      expect(all).not.toContain(formatHex(encodeText(secret)));
  });

  it.each([user, community])('by $name is served again as the same printer', async (key) => {
    const { recording, device } = await recorded(key);
    const again = await segmentWith({ ...recordedDevice(recording, '10.0.0.9'), speaks: ['snmp'] }, []);
    const found = await again.look();
    expect(found?.facts.serial?.value).toBe(device.serial);
    expect(found?.facts.model?.value).toBe(device.model);
    expect(found?.supplies).toHaveLength(device.supplies.length);
    expect(found?.interfaces).toMatchObject([{ mac: device.mac }]);
  });
});
