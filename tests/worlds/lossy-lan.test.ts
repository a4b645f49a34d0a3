import { type Endpoint, encodeText } from '@quietport/core';
import { type Faults, type HostFaults, ManualClock, seededDice, simulateLan } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';

interface Arrival {
  readonly at: number;
  readonly number: number;
}

/** A hundred datagrams, one a millisecond, over a segment where this goes wrong: what arrives when. */
async function world(seed: number, segment: Faults, host: HostFaults = {}) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed, segments: { office: segment } });
  const on = (address: string) => [{ segment: 'office', addresses: [`${address}/24`] }];
  const desk = lan.host({ name: 'desk', interfaces: on('192.0.2.2') });
  const printer = lan.host({ name: 'printer', interfaces: on('192.0.2.9'), faults: host });
  const ear = await printer.network.udp({ family: 4, port: 161 });
  const arrivals: Arrival[] = [];
  ear.listen(({ bytes }) => arrivals.push({ at: clock.monotonic(), number: bytes[0] ?? -1 }));
  const mouth = await desk.network.udp({ family: 4 });
  for (let number = 0; number < 100; number++) {
    await mouth.send(Uint8Array.of(number), udp('192.0.2.9', 161));
    await clock.advance(1);
  }
  await clock.runUntilIdle();
  return { clock, desk, printer, arrivals, ear, mouth };
}

const numbers = (arrivals: readonly Arrival[]) => arrivals.map(({ number }) => number);
const all = Array.from({ length: 100 }, (_, number) => number);

describe('a simulated LAN', () => {
  it('carries everything, once, in order and at once when nothing goes wrong', async () => {
    const { arrivals } = await world(1, {});
    expect(arrivals).toEqual(all.map((number) => ({ at: number, number })));
  });

  it('comes out the same for the same seed, and differently for another', async () => {
    const faults = { loss: 0.3, duplication: 0.2, delayMs: 5, jitterMs: 20 };
    const first = await world(7, faults);
    const second = await world(7, faults);
    const other = await world(8, faults);
    expect(second.arrivals).toEqual(first.arrivals);
    expect(other.arrivals).not.toEqual(first.arrivals);
  });

  it('loses', async () => {
    const { arrivals } = await world(1, { loss: 0.3 });
    expect(arrivals.length).toBeGreaterThan(40);
    expect(arrivals.length).toBeLessThan(95);
    expect(numbers(arrivals)).toEqual([...new Set(numbers(arrivals))].sort((a, b) => a - b));
  });

  it('loses everything where it should', async () => {
    expect((await world(1, { loss: 1 })).arrivals).toEqual([]);
  });

  it('delivers twice', async () => {
    const { arrivals } = await world(1, { duplication: 1 });
    expect(numbers(arrivals)).toEqual(all.flatMap((number) => [number, number]));
  });

  it('delivers late, the host adding to the segment', async () => {
    const { arrivals } = await world(1, { delayMs: 40 }, { delayMs: 2 });
    expect(arrivals).toEqual(all.map((number) => ({ at: number + 42, number })));
  });

  it('reorders by jitter, and loses nothing by it', async () => {
    const { arrivals } = await world(1, { jitterMs: 30 });
    expect(numbers(arrivals)).not.toEqual(all);
    expect(numbers(arrivals).sort((a, b) => a - b)).toEqual(all);
  });

  it('swallows what goes to a blackhole, also connects, until the signal ends them', async () => {
    const { arrivals, desk, clock, printer } = await world(1, {}, { blackhole: true });
    expect(arrivals).toEqual([]);
    const knock = desk.network.connect(tcp('192.0.2.9', 80), clock.timeout(3000));
    expect(await clock.runUntil(knock)).toBe('silent');
    expect(printer.received(161, 'udp')).toBe(0);
  });

  it('refuses at a port without listener, is silent at a filtered one and unreachable beyond its segments', async () => {
    const { desk, clock } = await world(1, { delayMs: 10 }, { filtered: [443] });
    const knock = (address: string, port: number) =>
      clock.runUntil(desk.network.connect(tcp(address, port), clock.timeout(3000)));
    expect(await knock('192.0.2.9', 80)).toBe('refused');
    expect(await knock('192.0.2.9', 443)).toBe('silent');
    expect(await knock('192.0.2.77', 80)).toBe('silent');
    expect(await knock('198.51.100.9', 80)).toBe('unreachable');
    const socket = await desk.network.udp({ family: 4 });
    expect(await socket.send(encodeText('x'), udp('198.51.100.9', 161))).toBe('unreachable');
  });

  it('may answer from a wrong address', async () => {
    const { desk, clock, ear, mouth } = await world(1, {}, { answersFrom: '192.0.2.66' });
    const heard: string[] = [];
    mouth.listen(({ from }) => heard.push(from.address));
    await ear.send(encodeText('x'), udp('192.0.2.2', mouth.local.port));
    await clock.settle();
    expect(heard).toEqual(['192.0.2.66']);
    expect(desk.received(mouth.local.port, 'udp')).toBe(1);
  });

  it('counts what comes to each port, whether or not anybody takes it', async () => {
    const { desk, printer, clock } = await world(1, {});
    expect(printer.received(161, 'udp')).toBe(100);
    const socket = await desk.network.udp({ family: 4 });
    await socket.send(new Uint8Array(14), udp('192.0.2.9', 9100));
    await printer.network.listen(tcp('192.0.2.9', 9100), () => undefined);
    const stream = await desk.network.connect(tcp('192.0.2.9', 9100), clock.timeout(1000));
    if (typeof stream === 'string') throw new Error(stream);
    expect([printer.received(9100, 'udp'), printer.received(9100, 'tcp')]).toEqual([14, 0]);
    await stream.write(new Uint8Array(5));
    stream.close();
    await clock.settle();
    expect(printer.received(9100, 'tcp')).toBe(5);
  });

  it('keeps the order of a stream, however lossy the segment', async () => {
    const { desk, printer, clock } = await world(3, { loss: 0.5, delayMs: 3 });
    const heard: number[] = [];
    await printer.network.listen(tcp('192.0.2.9', 631), (stream) => {
      const take = async () => {
        for (let bytes = await stream.read(); bytes; bytes = await stream.read()) heard.push(...bytes);
      };
      void take();
    });
    const stream = await clock.runUntil(desk.network.connect(tcp('192.0.2.9', 631), clock.timeout(60_000)));
    if (typeof stream === 'string') throw new Error(stream);
    for (const number of all) void stream.write(Uint8Array.of(number));
    stream.close();
    await clock.runUntilIdle();
    expect(heard).toEqual(all);
  });

  it('keeps segments apart, and hears a broadcast and a group only where they were sent', async () => {
    const clock = new ManualClock();
    const lan = simulateLan({ clock, seed: 1 });
    const both = lan.host({
      name: 'desk',
      interfaces: [
        { name: 'eth0', segment: 'office', addresses: ['192.0.2.2/24', 'fe80::2/64'] },
        { name: 'eth1', segment: 'shop', addresses: ['198.51.100.2/24', 'fe80::3/64'] },
      ],
    });
    const heard: string[] = [];
    const host = async (name: string, segment: string, ...addresses: string[]) => {
      const { network } = lan.host({ name, interfaces: [{ segment, addresses }] });
      for (const [family, groups] of [
        [4, ['224.0.0.251']],
        [6, ['ff02::fb']],
      ] as const) {
        const socket = await network.udp({ family, interface: 'eth0', port: 5353, groups });
        socket.listen(({ from }) => heard.push(`${name} from ${from.address}`));
      }
    };
    await host('a', 'office', '192.0.2.9/24', 'fe80::9/64');
    await host('b', 'shop', '198.51.100.9/24', 'fe80::9/64');
    for (const [name, family, addresses] of [
      ['eth0', 4, ['255.255.255.255', '192.0.2.255', '224.0.0.251']],
      ['eth1', 4, ['255.255.255.255', '198.51.100.255', '224.0.0.251']],
      ['eth1', 6, ['ff02::fb', 'fe80::9%eth1']],
    ] as const) {
      const socket = await both.network.udp({ family, interface: name, broadcast: true });
      for (const address of addresses) expect(await socket.send(encodeText('x'), udp(address, 5353))).toBeUndefined();
    }
    await clock.settle();
    expect(heard).toEqual([
      ...Array(3).fill('a from 192.0.2.2'),
      ...Array(3).fill('b from 198.51.100.2'),
      ...Array(2).fill('b from fe80::3%eth0'),
    ]);
  });

  it('lets an ordinary user bind no port below 1024', async () => {
    const lan = simulateLan({ clock: new ManualClock(), seed: 1 });
    const { network } = lan.host({ name: 'desk', interfaces: [], privileged: false });
    await expect(network.udp({ family: 4, port: 161 })).rejects.toMatchObject({ code: 'network/not-permitted' });
    await expect(network.listen(tcp('127.0.0.1', 80), () => undefined)).rejects.toMatchObject({
      code: 'network/not-permitted',
    });
  });

  it('knows its hosts by name', async () => {
    const { desk } = await world(1, {});
    const { signal } = new AbortController();
    expect(await desk.network.resolve('printer', signal)).toEqual(['192.0.2.9']);
    expect(await desk.network.resolve('nobody', signal)).toEqual([]);
  });
});

describe('seeded dice', () => {
  it('fall the same way for the same seed, and evenly', () => {
    expect(seededDice(5).bytes(1000)).toEqual(seededDice(5).bytes(1000));
    expect(seededDice(5).bytes(16)).not.toEqual(seededDice(6).bytes(16));
    const counts = new Array<number>(256).fill(0);
    for (const byte of seededDice(5).bytes(256 * 100)) counts[byte]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(50);
    expect(Math.max(...counts)).toBeLessThan(150);
  });
});

function udp(address: string, port: number): Endpoint {
  return { address, port, transport: 'udp' };
}

function tcp(address: string, port: number): Endpoint {
  return { address, port, transport: 'tcp' };
}
