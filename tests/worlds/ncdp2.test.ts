import { describe, expect, it } from 'vitest';
import { catalogue, type Datagram, type Endpoint, fuse, type VirtualDevice } from '../../packages/core/src/index.ts';
import { decodeNcdp2, encodeNcdp2, type Ncdp2Frame } from '../../packages/core/src/protocols/ncdp2/codec.ts';
import { GROUP_4 } from '../../packages/core/src/protocols/ncdp2/codec-tables.ts';
import { demoFleet, ManualClock, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { lookFrom } from '../support/world.ts';

const only = catalogue.filter(({ id }) => id === 'ncdp2');

function world(faults = {}) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 21, segments: { office: faults } });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const here = on('here', '10.0.0.1');
  const serve = async (address: string, more: Partial<VirtualDevice> = {}) => {
    const device = {
      ...demoFleet.find((row) => row.id === 'labels')!,
      ...{ address, prefixLength: 24, speaks: ['ncdp2'] },
      ...more,
    };
    const { close } = await serveDevice(on(`host ${address}`, address).network, device, catalogue, { clock });
    return { ...device, close };
  };
  /** A speaker on 3259 by hand: what it hears, and a way to speak. */
  const speaker = async (address: string, take: (datagram: Datagram) => void = () => undefined) => {
    const socket = await on(`speaker ${address}`, address).network.udp({
      ...{ family: 4, interface: 'eth0', port: 3259, groups: [GROUP_4], broadcast: true },
    });
    const heard: Ncdp2Frame[] = [];
    socket.listen((datagram) => {
      const decoded = decodeNcdp2(datagram.bytes);
      if (decoded.ok) heard.push(decoded.value);
      take(datagram);
    });
    return { heard, send: (bytes: Uint8Array, to: Endpoint = group) => socket.send(bytes, to) };
  };
  const look = async (rooms = only, more = {}) => {
    const looking = lookFrom(here.network, clock, rooms, more);
    await clock.runUntilIdle(300_000);
    const looked = await looking;
    return { ...looked, ...fuse(looked.observations, [], looked.attempts) };
  };
  return { clock, here, serve, speaker, look, on };
}

const group: Endpoint = { address: GROUP_4, port: 3259, transport: 'udp' };
const UUID = '8f6bc5a0-1f0e-4a53-9a64-0026ab7ce831';
const arrive = (revision = 1, uuid = UUID): Uint8Array =>
  encodeNcdp2({
    ...{ letter: 'N', deviceType: 3, deviceNumber: 0, function: 0, result: 0 },
    body: {
      ...{ version: 1, revision, bootId: 1_794_700_000, maxAgeSeconds: 1_800 },
      attributes: { 'printer-uuid': `urn:uuid:${uuid}`, 'printer-make-and-model': 'EPSON TM-L90' },
    },
  });

/** Time in small steps: a flood takes longer to read than a simulated clock waits for work that asks nothing of it. */
async function passing(clock: ManualClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 50) await clock.advance(50);
}

describe('NCDP/2 on a segment', () => {
  it('has a virtual device say that it arrives and that it leaves, under the same uuid', async () => {
    const { clock, serve, speaker } = world();
    const { heard } = await speaker('10.0.0.77');
    const { close, uuid } = await serve('10.0.0.9');
    await clock.advance(50);
    await close();
    await clock.advance(50);
    expect(heard.map(({ letter, function: id }) => [letter, id])).toEqual([
      ['N', 0],
      ['N', 2],
    ]);
    for (const { body } of heard) expect(body.attributes?.['printer-uuid']).toBe(`urn:uuid:${uuid}`);
    expect(heard[0]?.body).toMatchObject({ revision: 1, maxAgeSeconds: 1_800 });
  });

  it('finds a device that speaks nothing else, with its status, supplies and counters', async () => {
    const { serve, look } = world();
    await serve('10.0.0.9', { state: 'stopped', stateReasons: ['media-empty-error'] });
    const { devices, gate } = await look();
    expect(devices).toHaveLength(1);
    expect(devices[0]).toMatchObject({
      kind: 'label-printer',
      facts: {
        make: { value: 'EPSON' },
        model: { value: 'CW-C4000' },
        serial: { value: 'X5PM000310' },
        name: { value: 'Shipping labels' },
        firmware: { value: '1.00' },
      },
      state: { word: 'stopped', reasons: ['media-empty-error'] },
    });
    expect(devices[0]?.supplies.map(({ name, level }) => [name, level])).toEqual([
      ['Black', { type: 'exact', ratio: 0.55 }],
      ['Cyan', { type: 'exact', ratio: 0.61 }],
      ['Magenta', { type: 'exact', ratio: 0.6 }],
      ['Yellow', { type: 'exact', ratio: 0.58 }],
    ]);
    expect(devices[0]?.counters).toMatchObject([{ name: 'impressions', value: 2_210 }]);
    const ports = gate.ledger.rows().map(({ probe, port }) => [probe, port]);
    expect(ports).toEqual([
      ['ncdp2.discover', 3259],
      ['ncdp2.identify', 3259],
    ]);
  });

  it('finds them where packets are lost, late and doubled', async () => {
    const { serve, look } = world({ loss: 0.2, duplication: 0.2, jitterMs: 200 });
    for (let i = 10; i < 30; i++)
      await serve(`10.0.0.${i}`, {
        serial: `X5PM0003${i}`,
        mac: `f8:d0:27:10:21:${i}`,
        uuid: `cfe92100-67c4-11d4-a45f-f8d0271021${i}`,
      });
    const { devices } = await look();
    expect(devices.length).toBeGreaterThanOrEqual(19);
    expect(new Set(devices.map(({ facts }) => facts.serial?.value)).size).toBe(devices.length);
  });

  it.each([
    ['ipp', {}],
    ['snmp', {}],
  ])('makes one device of what it tells and what %s tells', async (other) => {
    const { serve, look } = world();
    await serve('10.0.0.9');
    await serve('10.0.0.10', { speaks: [other] });
    const { devices } = await look(
      catalogue.filter(({ id }) => id === 'ncdp2' || id === other),
      {
        addresses: ['10.0.0.10'],
      },
    );
    expect(devices).toHaveLength(1);
    expect(devices[0]?.interfaces.flatMap(({ addresses }) => addresses).sort()).toEqual(['10.0.0.10', '10.0.0.9']);
  });

  it('asks with a fresh token each time, padded, and from a port of its own', async () => {
    const { speaker, look } = world();
    const tokens: string[] = [];
    const sizes: number[] = [];
    const ports = new Set<number>();
    await speaker('10.0.0.9', ({ from, bytes }) => {
      const decoded = decodeNcdp2(bytes);
      if (!decoded.ok) return;
      tokens.push(String(decoded.value.body.token));
      sizes.push(bytes.length);
      ports.add(from.port);
    });
    await look();
    // group, limited and directed broadcast, twice
    expect(tokens).toHaveLength(6);
    expect(new Set(tokens).size).toBe(6);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(200);
    expect(ports.has(3259)).toBe(false);
  });

  it('believes no reply without its token', async () => {
    const { here, speaker, look } = world();
    const forger = await speaker('10.0.0.66', ({ from, bytes }) => {
      const decoded = decodeNcdp2(bytes);
      if (!decoded.ok || decoded.value.letter !== 'P') return;
      const { body } = decoded.value;
      const reply: Ncdp2Frame = {
        ...{ letter: 'p', deviceType: 3, deviceNumber: 0, function: 0, result: 0 },
        body: {
          ...{ version: 1, revision: 1, bootId: 5, token: body.token!.map((byte) => byte ^ 1) },
          attributes: { 'printer-uuid': `urn:uuid:${UUID}` },
        },
      };
      void forger.send(encodeNcdp2(reply), from);
    });
    expect(here.name).toBe('here');
    const { devices, observations } = await look();
    expect(observations).toEqual([]);
    expect(devices).toEqual([]);
  });
});

describe('what is announced over NCDP/2', () => {
  it('is announced and not found where nobody may ask', async () => {
    const { clock, here, speaker } = world();
    const announcer = await speaker('10.0.0.9');
    const looking = lookFrom(here.network, clock, only, { passive: true });
    await clock.advance(100);
    await announcer.send(arrive());
    await announcer.send(arrive());
    await clock.runUntilIdle(60_000);
    const { observations, gate } = await looking;
    expect(observations).toHaveLength(1);
    expect(observations[0]).toMatchObject({ announced: true, from: { address: '10.0.0.9' } });
    expect(observations[0]?.claims).toContainEqual(expect.objectContaining({ is: 'fact', fact: 'uuid', value: UUID }));
    expect(fuse(observations, []).devices).toEqual([]);
    expect(gate.ledger.rows()).toEqual([]);
  });

  it('is asked for where a look goes on, and believed by the answer alone', async () => {
    const { clock, here, speaker } = world();
    const announcer = await speaker('10.0.0.9', ({ from, bytes }) => {
      const decoded = decodeNcdp2(bytes);
      // it answers a probe for its very device, and no other
      if (!decoded.ok || decoded.value.letter !== 'P' || decoded.value.deviceType !== 3) return;
      const { body, ...head } = decoded.value;
      const attributes = { 'printer-uuid': `urn:uuid:${UUID}`, 'printer-make-and-model': 'EPSON TM-L90' };
      const reply: Ncdp2Frame = {
        ...head,
        letter: 'p',
        body: { version: 1, token: body.token!, revision: 1, bootId: 1_794_700_000, attributes },
      };
      void announcer.send(encodeNcdp2(reply), from);
    });
    const silent = await speaker('10.0.0.66');
    const looking = lookFrom(here.network, clock, only);
    await clock.advance(1_000);
    await announcer.send(arrive());
    await silent.send(arrive(1, '8f6bc5a0-1f0e-4a53-9a64-0026ab7ce899'));
    await clock.runUntilIdle(300_000);
    const { observations } = await looking;
    expect(fuse(observations, []).devices.map(({ facts }) => facts.uuid?.value)).toEqual([UUID]);
    expect(silent.heard.filter(({ letter, deviceType }) => letter === 'P' && deviceType === 3)).toHaveLength(1);
    expect(observations.filter(({ announced }) => announced === true)).toHaveLength(2);
  });

  it('leads to two questions a second to one address and twenty in all, however much is forged', async () => {
    const { clock, here, speaker } = world();
    const forged = await speaker('10.0.0.66');
    const looking = lookFrom(here.network, clock, only);
    await clock.advance(10);
    for (let number = 0; number < 255; number++) {
      const bytes = arrive();
      bytes[7] = number;
      await forged.send(bytes);
    }
    await passing(clock, 5_000);
    await clock.runUntilIdle(300_000);
    const { observations } = await looking;
    const asked = forged.heard.filter(({ letter, deviceType }) => letter === 'P' && deviceType === 3);
    // four seconds of looking
    expect(asked.length).toBeLessThanOrEqual(8);
    expect(asked.length).toBeGreaterThanOrEqual(7);
    expect(observations.every(({ announced }) => announced === true)).toBe(true);
    expect(fuse(observations, []).devices).toEqual([]);
  });
});

describe('something else on 3259', () => {
  it.each([{ passive: false }, { passive: true }])(
    'is kept as bytes and never answered ($passive)',
    async ({ passive }) => {
      const { clock, here, speaker } = world();
      let heard = 0;
      const other = await speaker('10.0.0.9', ({ from }) => {
        if (from.address === '10.0.0.1') heard++;
      });
      const looking = lookFrom(here.network, clock, only, { passive });
      await clock.advance(100);
      const before = heard;
      expect(before).toBe(passive ? 0 : 3);
      for (let i = 0; i < 1_000; i++) await other.send(Uint8Array.of(0x45, 0x50, i >> 8, i & 0xff));
      await passing(clock, 5_000);
      // the second round of our own probe, and nothing else
      expect(heard).toBe(2 * before);
      await clock.runUntilIdle(60_000);
      const { observations } = await looking;
      expect(observations.length).toBeGreaterThan(0);
      expect(observations.length).toBeLessThanOrEqual(256);
      expect(observations.every(({ protocol, claims }) => protocol === 'observe' && claims.length === 0)).toBe(true);
      expect(fuse(observations, []).devices).toEqual([]);
    },
  );
});

describe('one uuid at two addresses', () => {
  it('is one device with two ways where the boot id is the same', async () => {
    const { serve, look } = world();
    await serve('10.0.0.9');
    await serve('10.0.0.10');
    const { devices, conflicts } = await look();
    expect(devices).toHaveLength(1);
    expect(conflicts).toEqual([]);
  });

  it('is a conflict that is shown and never merged where the boot ids differ', async () => {
    const { serve, look } = world();
    await serve('10.0.0.9', { quirks: { 'ncdp2.boot-id': '1794700001' } });
    await serve('10.0.0.10', { quirks: { 'ncdp2.boot-id': '1794700002' } });
    const { devices, conflicts } = await look();
    expect(devices).toHaveLength(2);
    expect(conflicts.map(({ rule }) => rule)).toContain('twin-uuid');
    expect(conflicts.map(({ text }) => text).join()).toContain('1794700001');
  });
});
