import {
  allDoors,
  type Catalogue,
  type Conversation,
  catalogue,
  type Fault,
  type HostProbe,
  type HostTarget,
  keyTold,
  type Protocol,
  takeKey,
  tell,
  type VirtualDevice,
} from '@quietport/core';
import {
  addCredential,
  type FindPlan,
  type FindRequest,
  find,
  type House,
  pinCertificate,
  testCredential,
  unpinCertificate,
  VaultLocksmith,
} from '@quietport/library';
import { systemCryptography } from '@quietport/node';
import { openMemoryStore } from '@quietport/store';
import { demoFleet, ManualClock, type SimulatedHost, seededDice, serveDevice, simulateLan } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';
import { credentialSet, MemoryVault } from '../support/memory-vault.ts';

const HOUR_MS = 3_600_000;
const community = (name: string, order: number, scope = 'everywhere') =>
  credentialSet(name, order, scope, { for: 'snmp-community', community: `secret of ${name}` });

function office(vault: MemoryVault, rooms: Catalogue = catalogue) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 1, segments: { office: { delayMs: 2 } } });
  const on = (name: string, address: string): SimulatedHost =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const here = on('here', '10.0.0.1');
  const store = openMemoryStore();
  // each look with a locksmith of its own, as after a restart: what is remembered is in the vault
  const house = (): House => {
    const keeper = new VaultLocksmith({ vault, store, clock });
    const machine = {
      network: here.network,
      clock,
      dice: seededDice(5),
      cryptography: systemCryptography,
      host: 'here',
    };
    return { ...machine, catalogue: rooms, store, neighbourLimit: async () => 1000, locksmith: keeper, pins: keeper };
  };
  const look = async (request: FindRequest) => {
    const plans: FindPlan[] = [];
    const signal = new AbortController().signal;
    const found = await clock.runUntil(find(request, house(), signal, { planned: (plan) => void plans.push(plan) }));
    return { ...found, plan: plans[0]! };
  };
  const serve = (address: string, secrets: VirtualDevice['secrets']) => {
    const device = { ...demoFleet.find((row) => row.id === 'office-mfp')!, address, prefixLength: 24 };
    const keyed: VirtualDevice = secrets === undefined ? device : { ...device, secrets };
    return serveDevice(on(keyed.id, address).network, keyed, rooms, { clock, cryptography: systemCryptography });
  };
  /** A host that answers nothing, and the communities that it heard. */
  const listen = async (address: string) => {
    const socket = await on('ear', address).network.udp({ family: 4, address, port: 161 });
    const heard: string[] = [];
    socket.listen(({ bytes }) => {
      const text = new TextDecoder('latin1').decode(bytes);
      const found = /secret of \w+|public/.exec(text)?.[0];
      if (found !== undefined && !heard.includes(found)) heard.push(found);
    });
    return heard;
  };
  return { clock, store, house, look, serve, listen };
}

/** A room that asks for a login, and is told no. */
function loginRoom(outcome: { worked: boolean; why?: string }, handed: string[]): Protocol {
  const ports = [{ port: 9, transport: 'udp' as const, service: 'any' }];
  function* talk({ address }: HostTarget): Conversation {
    yield* tell({ from: { address, port: 9, transport: 'udp' }, protocol: 'any', raw: new Uint8Array(1), claims: [] });
    const key = yield* takeKey('login', address);
    if (key === undefined) return { is: 'silent' };
    handed.push(key.name);
    yield* keyTold(address, key.name, outcome.worked, outcome.why);
    return { is: 'answered' };
  }
  const probe: HostProbe = { id: 'any.login', reach: 'host', ports, talk };
  return { id: 'any', title: 'any', ports, probes: [probe], describe: () => ({ ok: true, value: {}, fields: [] }) };
}

describe('a key in its scope', () => {
  it('opens the device, is remembered for it, and stands in nothing that is kept', async () => {
    const vault = new MemoryVault([community('wrong', 1), community('office', 2)]);
    const { look, serve, store } = office(vault);
    await serve('10.0.0.2', [{ for: 'snmp-community', community: 'secret of office' }]);
    const first = await look({ targets: ['10.0.0.2'] });
    const [device] = first.devices;
    expect(device?.facts.model?.evidence.map(({ protocol }) => protocol)).toContain('snmp');
    // the wrong one was met with silence: tried once, and counted
    const [[door, row] = []] = allDoors(vault.notes.value).filter(([, { worked }]) => worked.length > 0);
    expect(row?.worked).toMatchObject([{ kind: 'snmp-community', name: 'office' }]);
    expect(door).toBe('10.0.0.2');
    expect(row?.tries.map(({ name }) => name)).toEqual(['wrong']);

    const { written } = vault.notes;
    const second = await look({ targets: ['10.0.0.2'] });
    expect(second.devices[0]?.id).toBe(device?.id);
    expect(vault.notes.written).toBe(written + 1);
    expect(new Map(allDoors(vault.notes.value)).get(`device:${device?.id}`)?.worked).toMatchObject([
      { name: 'office' },
    ]);
    // known by its device now: nothing is learned any more, and nothing written
    await look({ targets: ['10.0.0.2'] });
    expect(vault.notes.written).toBe(written + 1);

    const kept = JSON.stringify([
      await store.observations.all(),
      await store.attempts.all(),
      await store.devices.all(),
    ]);
    const raws = (await store.observations.all()).map(({ raw }) => new TextDecoder('latin1').decode(raw)).join();
    expect(`${kept}${raws}`).not.toMatch(/secret of/);
  });

  it('is never heard outside of it, by address, range, prefix or device', async () => {
    const vault = new MemoryVault([community('near', 1, '10.0.0.0/25'), community('one', 2, '10.0.0.2')]);
    const { listen, look, store, house } = office(vault);
    const inside = await listen('10.0.0.2');
    const outside = await listen('10.0.0.200');
    await look({ targets: ['10.0.0.2', '10.0.0.200'] });
    expect(inside).toEqual(['secret of near', 'secret of one', 'public']);
    expect(outside).toEqual(['public']);
    const given = { name: 'x', secret: { for: 'snmp-community', community: 'c' } as const, scope: ['nobody'] };
    await expect(addCredential(given, vault, house())).rejects.toMatchObject({ code: 'device/not-found' });
    expect(await store.devices.all()).toEqual([]);
  });

  it('is withheld when the device has had its three in the hour, restart or not; then the others come first', async () => {
    const vault = new MemoryVault(['a', 'b', 'c', 'd', 'e'].map((name, i) => community(name, i)));
    const { listen, look, clock } = office(vault);
    const heard = await listen('10.0.0.2');
    const first = await look({ targets: ['10.0.0.2'] });
    expect(heard.splice(0)).toEqual(['secret of a', 'secret of b', 'secret of c', 'public']);
    expect(first.plan.keys).toEqual({
      names: ['a', 'b', 'c', 'd', 'e'],
      perDevice: 3,
      tries: 3,
      devices: 1,
      open: false,
    });
    const second = await look({ targets: ['10.0.0.2'] });
    expect(second.plan.keys).toBeUndefined();
    expect(heard.splice(0)).toEqual(['public']);
    await clock.advance(HOUR_MS);
    await look({ targets: ['10.0.0.2'] });
    expect(heard).toEqual(['secret of d', 'secret of e', 'secret of a', 'public']);
  });

  it('is foretold before the first packet, and never tried more often than foretold', async () => {
    const vault = new MemoryVault([community('a', 1, '10.0.0.0/29'), community('b', 2, '10.0.0.2-3')]);
    const { listen, look } = office(vault);
    const ears = await Promise.all(['10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.9'].map(listen));
    const { plan } = await look({ targets: ['10.0.0.2-10'] });
    expect(plan.keys).toMatchObject({ names: ['a', 'b'], tries: 8, devices: 6, perDevice: 2 });
    expect(ears.flat().filter((text) => text !== 'public')).toHaveLength(5);
    expect((await look({ passive: true, timeoutMs: 100 })).plan.keys).toBeUndefined();
  });
});

describe('a key that is refused', () => {
  it('is said to the person, rests for a day, and is not what another host is spared for', async () => {
    const handed: string[] = [];
    const login = credentialSet('admin', 1, 'everywhere', { for: 'login', user: 'u', password: 'p' });
    const vault = new MemoryVault([login]);
    const { look, clock } = office(vault, [loginRoom({ worked: false, why: 'the password is wrong' }, handed)]);
    const found = await look({ targets: ['10.0.0.2'] });
    expect(found.troubles).toEqual([
      expect.stringContaining('does not open to the key "admin": the password is wrong.'),
    ]);
    await clock.advance(2 * HOUR_MS);
    await look({ targets: ['10.0.0.2'] });
    expect(handed).toEqual(['admin']);
    await look({ targets: ['10.0.0.3'] });
    await clock.advance(24 * HOUR_MS);
    await look({ targets: ['10.0.0.2'] });
    expect(handed).toEqual(['admin', 'admin', 'admin']);
  });
});

describe('a test of a key', () => {
  const test = (world: ReturnType<typeof office>, vault: MemoryVault, name: string, target: string) =>
    testCredential({ name, target, waitMs: 300, tries: 2 }, vault, world.house(), new AbortController().signal);
  const run = async (world: ReturnType<typeof office>, ...asked: [MemoryVault, string, string]) => {
    const work = test(world, ...asked);
    // much is read before the first packet, and none of it touches the clock
    for (let i = 0; i < 5; i++) await world.clock.settle();
    return world.clock.runUntil(work);
  };

  it('says what came of it, and counts like any other', async () => {
    const user = (name: string, passphrase: string) =>
      credentialSet(name, 9, 'everywhere', {
        for: 'snmp-user',
        user: 'monitor',
        auth: { protocol: 'sha256', passphrase },
      });
    const vault = new MemoryVault([
      community('office', 1),
      community('other', 2),
      community('elsewhere', 3, '10.9.0.0/16'),
      user('good', 'let me look please'),
      user('bad', 'let me in at once'),
      credentialSet('admin', 4, 'everywhere', { for: 'login', user: 'u', password: 'p' }),
    ]);
    const world = office(vault);
    const monitor = { protocol: 'sha256', passphrase: 'let me look please' } as const;
    await world.serve('10.0.0.2', [
      { for: 'snmp-community', community: 'secret of office' },
      { for: 'snmp-user', user: 'monitor', auth: monitor },
    ]);
    expect(await run(world, vault, 'office', '10.0.0.2')).toMatchObject({ outcome: 'worked', answered: true });
    expect(await run(world, vault, 'other', '10.0.0.2')).toMatchObject({ outcome: 'silent' });
    expect(await run(world, vault, 'good', '10.0.0.2')).toMatchObject({ outcome: 'worked' });
    expect(await run(world, vault, 'bad', '10.0.0.2')).toMatchObject({
      outcome: 'refused',
      why: expect.stringMatching(/\w/),
      text: expect.stringContaining('10.0.0.2 does not open to "bad": '),
    });
    expect(await run(world, vault, 'good', '10.0.0.9')).toMatchObject({ outcome: 'not-asked', answered: false });
    // a printer has no projector's door
    expect(await run(world, vault, 'admin', '10.0.0.2')).toMatchObject({ outcome: 'not-asked' });
    // nothing is sent, so no time passes
    const refusedBy = (name: string) =>
      test(world, vault, name, '10.0.0.2').then(
        () => 'done',
        ({ code }: Fault) => code,
      );
    expect(await refusedBy('bad')).toBe('credentials/resting');
    expect(await refusedBy('elsewhere')).toBe('credentials/out-of-scope');
    expect(await refusedBy('nothing')).toBe('credentials/not-found');
    await run(world, vault, 'other', '10.0.0.2');
    expect(await refusedBy('other')).toBe('credentials/enough-tries');
    // what is known to work is no try
    expect(await run(world, vault, 'good', '10.0.0.2')).toMatchObject({ outcome: 'worked' });
  });
});

describe('a pinned certificate', () => {
  const shown = { fingerprint: 'aa'.repeat(32) };
  function* show({ address }: HostTarget): Conversation {
    const from = { address, port: 443, transport: 'tcp' as const };
    const common = { subject: 's', issuer: 's', selfIssued: true, notBefore: 0, notAfter: 1, key: 'k', signature: 'g' };
    const certificate = { is: 'certificate' as const, ...shown, ...common, tls: 'TLSv1.2', path: 'subject' };
    yield* tell({ from, protocol: 'tls', raw: new Uint8Array(1), claims: [certificate] });
    return { is: 'answered' };
  }
  const ports = [{ port: 443, transport: 'tcp' as const, service: 'https' }];
  const room: Protocol = {
    id: 'tls',
    title: 'tls',
    ports,
    probes: [{ id: 'tls.certificate', reach: 'host', ports, talk: show }],
    describe: () => ({ ok: true, value: {}, fields: [] }),
  };

  it('is taken from the device; another one is reported by every look until it is pinned or let go', async () => {
    const vault = new MemoryVault();
    const { look, house, clock } = office(vault, [room]);
    const [device] = (await look({ targets: ['10.0.0.2'] })).devices;
    const id = device?.id ?? '';
    const request = { target: '10.0.0.2' };
    const pin = () => clock.runUntil(pinCertificate(request, vault, house(), new AbortController().signal));
    expect(await pin()).toEqual([{ device: id, port: 443, fingerprint: 'aa'.repeat(32), pinnedAt: clock.now() }]);
    expect((await look({ targets: ['10.0.0.2'] })).troubles).toEqual([]);
    shown.fingerprint = 'bb'.repeat(32);
    for (let i = 0; i < 2; i++)
      expect((await look({ targets: ['10.0.0.2'] })).troubles).toEqual([
        expect.stringContaining(`${id} at 10.0.0.2 shows a certificate that is not the pinned one: SHA-256 bbbb`),
      ]);
    await pin();
    expect(vault.keys.value.pins).toHaveLength(1);
    expect((await look({ targets: ['10.0.0.2'] })).troubles).toEqual([]);
    shown.fingerprint = 'cc'.repeat(32);
    expect(await unpinCertificate(id, vault, house())).toBe(1);
    expect((await look({ targets: ['10.0.0.2'] })).troubles).toEqual([]);
    await expect(unpinCertificate(id, vault, house())).rejects.toMatchObject({ code: 'credentials/not-pinned' });
  });
});
