import { catalogue, decodeText, type VirtualDevice } from '@quietport/core';
import { find, type House, record, VaultLocksmith } from '@quietport/library';
import { systemCryptography } from '@quietport/node';
import { openMemoryStore } from '@quietport/store';
import { ManualClock, seededDice, serveDevice, simulateLan } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';
import { badPeers, demoDevice, lookAtLone, lookAtPeer, lookAtServed } from '../support/lone-device.ts';
import { credentialSet, MemoryVault } from '../support/memory-vault.ts';

const only = catalogue.filter(({ id }) => id === 'pjlink');
const speaks = ['pjlink'];

describe('a projector that speaks PJLink', () => {
  it('is found by the search, and tells who and how it is', async () => {
    const { devices, ledger, device } = await lookAtLone('projector', { speaks });
    expect(devices).toMatchObject([
      {
        kind: 'projector',
        interfaces: [{ mac: device.mac }],
        facts: { make: { value: 'EPSON' }, model: { value: 'EB-L260F' }, serial: { value: 'X4YK500123' } },
        state: { word: 'idle', reasons: ['lamp-on'] },
        counters: [{ name: 'lamp-hours', value: 1874, source: 'pjlink' }],
      },
    ]);
    const asked = ledger.filter(({ probe }) => probe.startsWith('pjlink.'));
    // in the session: the connection and ten questions of nine bytes
    expect(asked).toContainEqual({ port: 4352, transport: 'tcp', probe: 'pjlink.ask', packets: 11, bytes: 90 });
  });

  it('is one device with what it tells by ESC/VP.net and SNMP: one lamp, one state', async () => {
    const { devices } = await lookAtLone('projector', { speaks: ['snmp', 'escvpnet', 'pjlink'], state: 'asleep' });
    expect(devices).toMatchObject([
      {
        kind: 'projector',
        facts: { serial: { value: 'X4YK500123', grade: 'confirmed', against: [] } },
        state: { word: 'asleep', reasons: ['standby'] },
        counters: [{ name: 'lamp-hours', value: 1874 }],
      },
    ]);
  });

  it('that is locked, and for which we have no key, tells its MAC and that it is', async () => {
    const secrets = [{ for: 'login' as const, user: '', password: 'secret' }];
    const { devices, served } = await lookAtLone('projector', { speaks, secrets });
    expect(devices).toMatchObject([{ kind: 'unknown', provisional: false, alerts: [{ code: 'password-required' }] }]);
    expect(served.received(4352, 'tcp')).toBe(0);
  });

  it('answers on real sockets as well', async () => {
    const { devices } = await lookAtServed(demoDevice('projector', '127.77.40.4', { speaks }), only);
    expect(devices).toMatchObject([{ kind: 'projector', facts: { model: { value: 'EB-L260F' } } }]);
  });

  it.each(Object.entries(badPeers))('a peer that %s is an outcome, soon', async (_, serve) => {
    const { outcome, observations, tookMs } = await lookAtPeer(4352, serve, only);
    expect(['silent', 'garbled']).toContain(outcome('pjlink.ask'));
    expect(observations).toEqual([]);
    expect(tookMs).toBeLessThan(35_000);
  });

  it('in standby is asked again and again, for that wakes nobody; once it is on, it is idle', async () => {
    const clock = new ManualClock();
    const lan = simulateLan({ clock, seed: 5 });
    const on = (name: string, address: string) =>
      lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
    const [here, there] = [on('here', '10.0.0.1'), on('there', '10.0.0.9')];
    const house: House = {
      ...{ network: here.network, clock, dice: seededDice(5), cryptography: systemCryptography, catalogue },
      ...{ store: openMemoryStore(), host: 'here', neighbourLimit: async () => 1024 },
    };
    const states: (string | undefined)[] = [];
    for (const state of ['asleep', 'asleep', 'idle'] satisfies VirtualDevice['state'][]) {
      const served = await serveDevice(
        there.network,
        demoDevice('projector', '10.0.0.9', { speaks, state }),
        catalogue,
        {
          clock,
        },
      );
      const looking = find({ again: true, targets: ['10.0.0.9'] }, house, new AbortController().signal);
      await clock.runUntilIdle(120_000);
      await looking;
      states.push((await house.store.devices.all())[0]?.state.word);
      await served.close();
      await clock.advance(600_000);
    }
    expect(states).toEqual(['asleep', 'asleep', 'idle']);
  });

  it('that is locked opens to a key of the vault; a recording of it keeps neither password nor digest', async () => {
    const clock = new ManualClock();
    const lan = simulateLan({ clock, seed: 5 });
    const on = (name: string, address: string) =>
      lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
    const [here, there] = [on('here', '10.0.0.1'), on('there', '10.0.0.9')];
    const login = (password: string) => ({ for: 'login' as const, user: 'any', password });
    const device = demoDevice('projector', '10.0.0.9', { speaks, secrets: [login('JBMIAProjectorLink')] });
    await serveDevice(there.network, device, catalogue, { clock, cryptography: systemCryptography });
    const vault = new MemoryVault([
      credentialSet('old', 1, 'everywhere', login('wrong')),
      credentialSet('rooms', 2, '10.0.0.0/24', login('JBMIAProjectorLink')),
    ]);
    const store = openMemoryStore();
    const house: House = {
      ...{ network: here.network, clock, dice: seededDice(5), cryptography: systemCryptography, catalogue },
      ...{ store, host: 'here', neighbourLimit: async () => 1024 },
      locksmith: new VaultLocksmith({ vault, store, clock }),
    };
    const { signal } = new AbortController();
    const looking = find({ targets: ['10.0.0.9'] }, house, signal);
    await clock.runUntilIdle(120_000);
    const found = await looking;
    expect(found.devices).toMatchObject([{ kind: 'projector', counters: [{ value: 1874 }] }]);
    expect(found.troubles).toEqual([
      expect.stringContaining('does not open to the key "old": its password is another'),
    ]);

    const recording = record({ id: '10.0.0.9' }, house, signal);
    await clock.runUntilIdle(120_000);
    const kept = (await recording).recording.rooms['pjlink'];
    const said = kept?.flatMap((row) => (row.over === 'tcp' ? row.turns.map((turn) => decodeText(turn.said)) : []));
    expect(said).toContain('%1LAMP ?\r');
    for (const text of said!) expect(text).toMatch(/^(%[12][0-9A-Z]{4} \?\r)?$/);
    expect(kept?.some(({ over }) => over === 'udp')).toBe(false);
  });
});
