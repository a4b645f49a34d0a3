import { type Datagram, type Endpoint, parsePrefix, type UdpOptions } from '@quietport/core';
import { describe, expect, it } from 'vitest';
import { attachedPrinter, frameOf, never, request, type ServerWorld, serverWorld } from '../support/ncdp2-server.ts';

describe('an NCDP/2 server answers', () => {
  it('from its serving port, by its group, by broadcast and by its address, over IPv4 and IPv6', async () => {
    const world = await serverWorld([attachedPrinter('a')]);
    const ways = [
      ['10.0.0.9', '239.255.32.59', '10.0.0.61'],
      ['10.0.0.9', '255.255.255.255', '10.0.0.61'],
      ['10.0.0.9', '10.0.0.255', '10.0.0.61'],
      ['10.0.0.9', '10.0.0.61', '10.0.0.61'],
      ['fe80::9', 'ff12::8000:3259', 'fe80::61%eth0'],
      ['fe80::9', 'fe80::61%eth0', 'fe80::61%eth0'],
    ] as const;
    for (const [own, to, from] of ways) {
      const heard = await askedFrom(world, own, [request()], to);
      expect(heard.map((row) => `${row.from.address} ${row.from.port}`)).toEqual([`${from} 3259`]);
    }
  });

  it('nothing that comes by an interface that it does not serve, not even broadcasts', async () => {
    const world = await serverWorld([attachedPrinter('a')], {
      on: ({ name }) => name === 'eth0',
      alsoAnswer: [anybody],
    });
    for (const to of ['255.255.255.255', '203.0.113.255', '239.255.32.59'])
      expect(await askedFrom(world, '203.0.113.9', [request()], to, 'shop')).toEqual([]);
    expect(world.serving.counts.heard).toBe(0);
    expect(await askedFrom(world, '10.0.0.9', [request()], '255.255.255.255')).toHaveLength(1);
  });

  it('a probe to any within 500 ms and not at once, all else at once', async () => {
    const world = await serverWorld([attachedPrinter('a')], { chance: { bytes: (n) => new Uint8Array(n).fill(0x80) } });
    const asker = await openAsker(world, '10.0.0.9');
    await asker.send(request(), '10.0.0.61');
    await world.clock.advance(240);
    expect(asker.heard).toHaveLength(0);
    await world.clock.advance(20);
    expect(asker.heard).toHaveLength(1);
    await asker.send(request({ type: 2, number: 0 }), '10.0.0.61');
    await world.clock.advance(1);
    expect(asker.heard).toHaveLength(2);
  });

  it('nobody who is neither private, link-local, loopback nor on a subnet of it, unless that was configured', async () => {
    const strange = { address: '198.51.100.7', prefix: '198.51.100.7/0' };
    const world = await serverWorld([attachedPrinter('a')]);
    expect(await askedFrom(world, strange.prefix, [request()], '10.0.0.61')).toEqual([]);
    expect(world.serving.counts.dropped.stranger).toBe(1);
    const neighbour = await askedFrom(world, '203.0.113.9', [request()], '203.0.113.61', 'shop');
    expect(neighbour).toHaveLength(1);
    const open = await serverWorld([attachedPrinter('a')], { alsoAnswer: [parsePrefix('198.51.100.0/24')!] });
    await askedFrom(open, strange.prefix, [request()], '10.0.0.61');
    expect(open.serving.counts).toMatchObject({ heard: 1, replies: 1, dropped: { stranger: 0 } });
  });

  it('at most 20 times a second to one source and 200 times in all, and counts what it drops', async () => {
    const world = await serverWorld([attachedPrinter('a')]);
    const query = request({ letter: 'Q', type: 2, number: 0, function: 0x10 });
    const flood = await askedFrom(world, '10.0.0.9', Array<Uint8Array>(100).fill(query), '10.0.0.61');
    expect(flood).toHaveLength(20);
    expect(world.serving.counts.dropped.limited).toBe(80);
    let heard = 0;
    for (let i = 0; i < 15; i++) {
      const own = `10.0.0.${100 + i}`;
      const asker = await openAsker(world, own);
      for (let j = 0; j < 20; j++) await asker.send(query, '10.0.0.61');
      await world.clock.settle();
      await world.clock.advance(1);
      heard += asker.heard.length;
    }
    // askedFrom took a second: the 20 of the first are forgotten
    expect(heard).toBe(200);
    await world.clock.advance(1000);
    expect(await askedFrom(world, '10.0.0.9', [query], '10.0.0.61')).toHaveLength(1);
  });

  it('as many as that in any second, not in each', async () => {
    const world = await serverWorld([attachedPrinter('a')]);
    const query = request({ letter: 'Q', type: 2, number: 0 });
    const asker = await openAsker(world, '10.0.0.9');
    const times: number[] = [];
    for (let i = 0; i < 300; i++) {
      const before = asker.heard.length;
      await asker.send(query, '10.0.0.61');
      await world.clock.advance(10);
      if (asker.heard.length > before) times.push(world.clock.monotonic());
    }
    for (const at of times)
      expect(times.filter((other) => other >= at && other < at + 1000).length).toBeLessThanOrEqual(20);
    expect(times.length).toBe(60);
  });

  it('good askers while another floods it with what is no frame, too long, no request, or a probe to any', async () => {
    const world = await serverWorld([attachedPrinter('a')]);
    const junk = [
      Uint8Array.of(1, 2, 3),
      request({ padding: 1300 }),
      request({ letter: 'N' }),
      request({ letter: 'q' }),
      request().subarray(0, 100),
      Uint8Array.from({ length: 200 }, (_, i) => (i * 7919) % 256),
    ];
    expect(
      await askedFrom(
        world,
        '10.0.0.66',
        Array.from({ length: 600 }, (_, i) => junk[i % 6]!),
        '10.0.0.61',
      ),
    ).toEqual([]);
    expect(world.serving.counts.dropped).toMatchObject({ 'too-long': 100, malformed: 300, 'no-request': 200 });
    const attacker = await openAsker(world, '10.0.0.67');
    for (let i = 0; i < 1000; i++) await attacker.send(request(), '239.255.32.59');
    expect(await askedFrom(world, '10.0.0.9', [request()], '239.255.32.59')).toHaveLength(1);
    expect(attacker.heard.length).toBeLessThanOrEqual(20);
  });

  it('nothing to any thousand bytes that begin as a frame', async () => {
    const world = await serverWorld([attachedPrinter('a')]);
    const good = request({ type: 2, number: 0, padding: 30 });
    let seed = 7;
    const next = () => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return seed;
    };
    const fuzzed = Array.from({ length: 1000 }, () => {
      const bytes = new Uint8Array(good);
      for (let i = 0; i < 3; i++) bytes[next() % bytes.length] = next() % 256;
      return bytes;
    });
    const heard = await askedFrom(world, '10.0.0.9', fuzzed, '10.0.0.61');
    for (const { bytes } of heard) expect(bytes.length).toBeLessThanOrEqual(3 * good.length);
    expect(world.serving.counts.heard).toBe(1000);
    expect(await askedFrom(world, '10.0.0.10', [good], '10.0.0.61')).toHaveLength(1);
  });
});

describe('an NCDP/2 server announces', () => {
  it('each device thrice at 0, 1 and 3 s, then at a third of the max-age, a tenth more or less', async () => {
    const world = await serverWorld([attachedPrinter('a')]);
    const ear = await openEar(world);
    await world.clock.advance(7_200_000);
    const arrivals = ear.said.filter(({ is }) => is === 'arrive').map(({ at }) => at);
    expect(arrivals.slice(0, 3)).toEqual([0, 1000, 3000]);
    const waits = arrivals.slice(3).map((at, i) => (at - arrivals[i + 2]!) / 600_000);
    expect(waits.length).toBeGreaterThan(10);
    expect(waits.every((wait) => wait >= 0.9 && wait <= 1.1)).toBe(true);
    expect(new Set(waits).size).toBeGreaterThan(5);
    expect(frameOf(ear.frames[0]!).body).toMatchObject({ version: 1, revision: 1, bootId: 1000, maxAgeSeconds: 1800 });
    expect(frameOf(ear.frames[0]!).body).not.toHaveProperty('token');
  });

  it('several devices 20 ms apart, over both families', async () => {
    const world = await serverWorld(['a', 'b', 'c'].map((key) => attachedPrinter(key)));
    const [v4, v6] = [await openEar(world), await openEar(world, 6)];
    await world.clock.advance(500);
    expect(v4.said.map(({ at, device }) => [device, at])).toEqual([
      ['2/0', 0],
      ['2/1', 20],
      ['2/2', 40],
    ]);
    expect(v6.said).toEqual(v4.said);
  });

  it('changes at most once a second and device, merged, none lost', async () => {
    const world = await serverWorld([attachedPrinter('a'), attachedPrinter('b')]);
    const ear = await openEar(world);
    await world.clock.advance(10_000);
    ear.said.length = 0;
    ear.frames.length = 0;
    for (let i = 0; i < 30; i++) {
      world.attached.devices = [attachedPrinter('a', { [`x-${i}`]: i }), attachedPrinter('b')];
      await world.devices.refresh(never);
      await world.clock.advance(100);
    }
    await world.clock.advance(2000);
    const changes = ear.said.filter(({ is }) => is === 'change');
    expect(changes.every(({ device }) => device === '2/0')).toBe(true);
    const times = changes.map(({ at }) => at);
    expect(times.length).toBeLessThanOrEqual(5);
    for (const [i, at] of times.slice(1).entries()) expect(at - times[i]!).toBeGreaterThanOrEqual(1000);
    const names = ear.frames.flatMap((bytes) => frameOf(bytes).body.changes ?? []);
    expect(new Set(names)).toEqual(new Set(Array.from({ length: 30 }, (_, i) => `x-${i}`)));
    expect(frameOf(ear.frames.at(-1)!).body).toMatchObject({
      revision: world.devices.list[0]!.revision,
      maxAgeSeconds: 1800,
    });
    expect(frameOf(ear.frames.at(-1)!).body).not.toHaveProperty('attributes');
  });

  it('a device that comes and one that goes; leave says the uuid only, and is said once', async () => {
    const world = await serverWorld([attachedPrinter('a')]);
    const ear = await openEar(world);
    await world.clock.advance(10_000);
    ear.said.length = 0;
    world.attached.devices = [attachedPrinter('b')];
    await world.devices.refresh(never);
    await world.clock.advance(10_000);
    expect(ear.said.map(({ is, device }) => `${is} ${device}`)).toEqual(['leave 2/0', ...Array(3).fill('arrive 2/1')]);
    ear.said.length = 0;
    await world.clock.runUntil(world.serving.close());
    expect(ear.said.map(({ is, device }) => `${is} ${device}`)).toEqual(['leave 2/1']);
    const { body } = frameOf(ear.frames.at(-1)!);
    expect(Object.keys(body).sort()).toEqual(['attributes', 'bootId', 'revision', 'version']);
    expect(Object.keys(body.attributes ?? {})).toEqual(['printer-uuid']);
    await world.clock.advance(100_000);
    expect(ear.said).toHaveLength(1);
    expect(await askedFrom(world, '10.0.0.9', [request()], '10.0.0.61')).toEqual([]);
  });

  it('all devices anew where an address changes, and serves there', async () => {
    const world = await serverWorld([attachedPrinter('a')], { on: ({ name }) => name === 'eth0' });
    const ear = await openEar(world, 4, 'shop');
    await world.clock.advance(10_000);
    expect(ear.said).toEqual([]);
    const rows = (await world.host.network.interfaces()).filter(({ loopback }) => !loopback);
    await world.serving.standOn(rows);
    const changedAt = world.clock.monotonic();
    await world.clock.advance(5_000);
    const arrivals = ear.said.filter(({ is }) => is === 'arrive').map(({ at }) => at - changedAt);
    expect(arrivals.map((ms) => Math.round(ms / 1000))).toEqual([0, 1, 3]);
    expect(world.devices.list[0]?.revision).toBe(2);
    expect(await askedFrom(world, '203.0.113.9', [request()], '203.0.113.61', 'shop')).toHaveLength(1);
    await world.serving.standOn(rows);
    await world.clock.advance(5_000);
    expect(ear.said.filter(({ is }) => is === 'arrive')).toHaveLength(3);
  });
});

describe('an NCDP/2 server is found by DNS-SD', () => {
  it('as _ncdp2._udp with its port, TXT txtvers=1 and its addresses, and says goodbye', async () => {
    const world = await serverWorld([attachedPrinter('a')], { port: 23259 });
    const { network } = world.lan.host({
      name: 'browser',
      interfaces: [{ segment: 'office', addresses: ['10.0.0.8/24'] }],
    });
    const socket = await network.udp({
      family: 4,
      port: 5353,
      address: '224.0.0.251',
      groups: ['224.0.0.251'],
      shared: true,
    });
    const texts: string[] = [];
    const { catalogue } = await import('@quietport/core');
    const room = catalogue.find(({ id }) => id === 'dns-sd')!;
    socket.listen(({ bytes }) => texts.push(JSON.stringify(room.describe(bytes))));
    await world.clock.advance(2500);
    expect(texts).toHaveLength(2);
    expect(texts[0]).toContain('_ncdp2._udp.local');
    expect(texts[0]).toContain('23259');
    expect(texts[0]).toContain('txtvers=1');
    expect(texts[0]).toContain('10.0.0.61');
    expect(texts[0]).toContain('fe80::61');
    await world.clock.runUntil(world.serving.close());
    expect(texts).toHaveLength(3);
    expect(texts[2]).toMatch(/"ttlSeconds":0/);
  });
});

interface Asker {
  readonly heard: Datagram[];
  send(bytes: Uint8Array, to: string): Promise<unknown>;
}

async function openAsker(world: ServerWorld, own: string, segment = 'office'): Promise<Asker> {
  const address = own.includes('/') ? own : `${own}/${own.includes(':') ? 64 : 24}`;
  const { network } = world.lan.host({
    name: `asker ${own} ${hosts++}`,
    interfaces: [{ segment, addresses: [address] }],
  });
  const heard: Datagram[] = [];
  const options: UdpOptions = { family: own.includes(':') ? 6 : 4, interface: 'eth0', broadcast: true };
  const socket = await network.udp(options);
  socket.listen((datagram) => heard.push(datagram));
  return { heard, send: (bytes, to) => socket.send(bytes, { address: to, port: 3259, transport: 'udp' } as Endpoint) };
}

/** What comes back within a second. */
async function askedFrom(
  world: ServerWorld,
  own: string,
  requests: readonly Uint8Array[],
  to: string,
  segment?: string,
): Promise<readonly Datagram[]> {
  const asker = await openAsker(world, own, segment);
  for (const bytes of requests) await asker.send(bytes, to);
  await world.clock.advance(1000);
  return asker.heard;
}

interface Ear {
  readonly said: { at: number; is: string; device: string }[];
  readonly frames: Uint8Array[];
}

async function openEar(world: ServerWorld, family: 4 | 6 = 4, segment = 'office'): Promise<Ear> {
  const group = family === 4 ? '239.255.32.59' : 'ff12::8000:3259';
  const addresses = [family === 4 ? (segment === 'office' ? '10.0.0.77/24' : '203.0.113.77/24') : 'fe80::77/64'];
  const { network } = world.lan.host({ name: `ear ${hosts++}`, interfaces: [{ segment, addresses }] });
  const address = family === 4 ? group : `${group}%eth0`;
  const socket = await network.udp({ family, port: 3259, address, groups: [group], interface: 'eth0', shared: true });
  const ear: Ear = { said: [], frames: [] };
  socket.listen(({ bytes }) => {
    const frame = frameOf(bytes);
    if (frame.letter !== 'N') return;
    const is = ['arrive', 'change', 'leave'][frame.function] ?? '?';
    ear.said.push({ at: world.clock.monotonic(), is, device: `${frame.deviceType}/${frame.deviceNumber}` });
    ear.frames.push(bytes);
  });
  return ear;
}

let hosts = 0;
const anybody = parsePrefix('0.0.0.0/0')!;
