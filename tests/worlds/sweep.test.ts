import {
  catalogue,
  equalBytes,
  type HostProbe,
  ipv4Number,
  type Network,
  parseIp,
  parsePrefix,
  type SweepOrder,
  sweep,
  type Told,
  type UdpSocket,
  type VirtualDevice,
} from '@quietport/core';
import { demoFleet, type Faults, ManualClock, serveDevice, simulateLan } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';
import { lookFrom, openGate } from '../support/world.ts';

const PORT = 161;
const token = Uint8Array.of(1, 2, 3, 4);

/** A question that is its token, and an answer that repeats it. */
const probe: HostProbe = {
  id: 'echo',
  reach: 'host',
  ports: [{ port: PORT, transport: 'udp', service: 'echo' }],
  sweep: {
    port: PORT,
    packet: (_community, bytes) => bytes,
    read: ({ from, bytes }, sent) =>
      equalBytes(bytes, sent) ? { from, protocol: 'echo', raw: bytes, claims: [] } : undefined,
  },
  *talk() {
    yield* [];
    return { is: 'silent' };
  },
};

const subnet = (count: number) => Array.from({ length: count }, (_, i) => `10.0.${i >> 8}.${i & 0xff}`).slice(1);

interface Swept {
  readonly order?: Partial<SweepOrder>;
  readonly faults?: Faults;
  readonly rate?: number;
  /** Which addresses answer. */
  readonly live: readonly string[];
  readonly asked: readonly string[];
  readonly seed?: number;
}

/** Sweeps a simulated segment; every packet that leaves is noted with its time. */
async function world({ order = {}, faults = {}, rate = 200_000, live, asked, seed = 1 }: Swept) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed, segments: { office: faults } });
  const here = lan.host({ name: 'here', interfaces: [{ segment: 'office', addresses: ['10.0.255.1/16'] }] });
  const crowd = lan.host({
    name: 'crowd',
    interfaces: [{ segment: 'office', addresses: live.map((address) => `${address}/16`) }],
  });
  const ears = new Map<string, UdpSocket>();
  for (const address of live) {
    const ear = await crowd.network.udp({ family: 4, address, port: PORT });
    ear.listen(({ from, bytes }) => void ear.send(bytes, from));
    ears.set(address, ear);
  }
  const sent: { readonly address: string; readonly at: number }[] = [];
  let port = 0;
  let closed = false;
  const spied: Pick<Network, 'udp'> = {
    udp: async (options) => {
      const socket = await here.network.udp(options);
      port = socket.local.port;
      return {
        local: socket.local,
        listen: (listener) => socket.listen(listener),
        send: (bytes, to) => socket.send(bytes, to),
        post: (bytes, to) => socket.post(bytes, to),
        sendEach: (bytes, addresses, to) => {
          for (const address of addresses) sent.push({ address, at: clock.monotonic() });
          return socket.sendEach(bytes, addresses, to);
        },
        close: () => {
          closed = true;
          socket.close();
        },
      };
    },
  };
  // a sweep opens sockets and nothing else
  const gate = openGate(spied as Network, clock, { rate });
  const told: Told[] = [];
  const stop = new AbortController();
  const work = sweep(
    {
      questions: [{ probe, sweep: probe.sweep!, port: PORT }],
      addresses: asked,
      community: 'public',
      token,
      passes: 8,
      waitMs: 700,
      ...order,
    },
    gate,
    clock,
    (row) => told.push(row),
    stop.signal,
  );
  return { clock, crowd, ears, gate, sent, told, stop, work, closed: () => closed, mouth: () => port };
}

async function swept(input: Swept) {
  const all = await world(input);
  const result = await all.clock.runUntil(all.work);
  return { ...all, ...result, times: (address: string) => all.sent.filter((row) => row.address === address).length };
}

const forty = subnet(256)
  .filter((_, i) => i % 6 === 0)
  .slice(0, 40);

it('finds more named virtual devices than are asked one by one where their port had to move', async () => {
  // twenty agents at once take more turns of the queue than the clock waits for by itself
  const clock = new ManualClock({ settle: () => new Promise((done) => setImmediate(done)) });
  const lan = simulateLan({ clock, seed: 1 });
  const here = lan.host({ name: 'here', interfaces: [{ segment: 'office', addresses: ['10.0.0.200/24'] }] });
  const addresses = forty.slice(0, 20);
  const devices = lan.host({
    name: 'devices',
    interfaces: [{ segment: 'office', addresses: addresses.map((address) => `${address}/24`) }],
  });
  const printer = demoFleet.find(({ id }) => id === 'office-mfp')!;
  const port = (standard: number) => (standard === 161 ? 20161 : standard);
  for (const address of addresses)
    await serveDevice(devices.network, { ...printer, address, port }, catalogue, { clock });
  const values = addresses.map((address) => ipv4Number(parseIp(address)!));
  const { looked } = await clock.runUntil(
    lookFrom(
      here.network,
      clock,
      catalogue.filter(({ id }) => id === 'snmp'),
      {
        bySegment: false,
        ranges: values.map((value) => ({ first: value, last: value })),
        fleet: {
          prefix: parsePrefix('10.0.0.0/24')!,
          moved: [{ standard: 161, actual: 20161, transport: 'udp' }],
        },
      },
      { standardPort: (_, port) => (port === 20161 ? 161 : port) },
    ),
  );
  expect(looked).toMatchObject({ answered: 20 });
});

describe('a sweep', () => {
  it('without loss finds everybody, asks who answered once and who is silent twice', async () => {
    const { answered, passes, times, gate, told } = await swept({ live: forty, asked: subnet(256) });
    expect([...answered].sort()).toEqual([...forty].sort());
    expect(told).toHaveLength(40);
    expect(passes).toBe(2);
    expect(times('10.0.0.1')).toBe(1);
    expect(times('10.0.0.2')).toBe(2);
    const packets = 255 + (255 - 40);
    expect(gate.ledger.rows()).toEqual([{ port: PORT, transport: 'udp', probe: 'echo', packets, bytes: 4 * packets }]);
  });

  it('at ten percent loss each way asks until nobody is probably missing: 40 of 40, seed after seed', async () => {
    const missed: number[] = [];
    for (let seed = 1; seed <= 12; seed++) {
      const { answered, passes } = await swept({
        live: forty,
        asked: subnet(128).concat(forty),
        faults: { loss: 0.1 },
        seed,
      });
      missed.push(40 - answered.size);
      expect(passes).toBeLessThanOrEqual(7);
    }
    // each stops with less than a twentieth of a host missing on average
    expect(missed.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(1);
  });

  it('gives up after eight passes where the losses are beyond reason', async () => {
    const { passes, times } = await swept({ live: forty, asked: forty, faults: { loss: 0.6 } });
    expect(passes).toBe(8);
    expect(Math.max(...forty.map(times))).toBe(8);
  });

  it('asks a silent network twice, waits as long as it was told, and ends', async () => {
    const { answered, passes, clock } = await swept({ live: [], asked: subnet(64) });
    expect([answered.size, passes]).toEqual([0, 2]);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(1_400);
    expect(clock.monotonic()).toBeLessThan(1_700);
  });

  it('asks once where once is the most', async () => {
    expect((await swept({ live: [], asked: subnet(64), order: { passes: 1 } })).sent).toHaveLength(63);
  });

  it('waits no longer than the network is slow: a near one takes a fraction of a second', async () => {
    const near = await swept({ live: forty, asked: subnet(256), faults: { delayMs: 1 } });
    const far = await swept({ live: forty, asked: subnet(256), faults: { delayMs: 150 } });
    expect(near.clock.monotonic()).toBeLessThan(300);
    expect(far.clock.monotonic()).toBeGreaterThan(600);
    expect(far.answered.size).toBe(40);
  });

  it('hears a late answer of an earlier pass, and counts its host once', async () => {
    const faults = { delayMs: 10, jitterMs: 320 };
    const { answered, told } = await swept({ live: forty, asked: subnet(256), faults, seed: 3 });
    expect(answered.size).toBe(40);
    expect(new Set(told.map((row) => row.from.address)).size).toBe(40);
  });

  it('takes a doubled answer for one host', async () => {
    const { answered, told } = await swept({ live: forty, asked: subnet(256), faults: { duplication: 1 } });
    expect(answered.size).toBe(40);
    expect(told.length).toBeGreaterThan(40);
  });

  it('takes nothing from an address that it did not ask, from another port, or with another token', async () => {
    const { work, clock, crowd, ears, told, mouth } = await world({
      live: ['10.0.0.1', '10.0.9.9'],
      asked: subnet(64),
    });
    await clock.settle();
    const to = { address: '10.0.255.1', port: mouth(), transport: 'udp' as const };
    const stranger = ears.get('10.0.9.9')!;
    const asked = ears.get('10.0.0.1')!;
    const otherPort = await crowd.network.udp({ family: 4, address: '10.0.0.1' });
    await stranger.send(token, to);
    await asked.send(Uint8Array.of(9, 9, 9, 9), to);
    await otherPort.send(token, to);
    const { answered } = await clock.runUntil(work);
    expect([...answered]).toEqual(['10.0.0.1']);
    expect(told.map((row) => row.from.address)).toEqual(['10.0.0.1']);
  });

  it('keeps to the rate', async () => {
    const { sent } = await swept({ live: [], asked: subnet(512), rate: 100 });
    // each packet counts, also a second one to the same address
    const packets = sent.map(({ at }, i) => ({ at, address: String(i) }));
    expect(mostWithin(packets, 1_000)).toBeLessThanOrEqual(111);
  });

  it('never has more neighbours unresolved than the kernel keeps, over all passes, and wastes no time', async () => {
    const limit = 100;
    const { sent, answered, passes, clock } = await swept({
      live: forty,
      asked: subnet(512),
      order: { neighbourLimit: limit },
      faults: { loss: 0.02 },
    });
    expect(answered.size).toBe(40);
    expect(mostWithin(sent, 3_000)).toBeLessThanOrEqual(limit);
    expect(clock.monotonic()).toBeLessThan(3_200 * Math.ceil((passes * 511) / limit));
  });

  it('asks all questions of an address together, so that it takes one place among the neighbours', async () => {
    const question = { probe, sweep: probe.sweep!, port: PORT };
    const { sent, clock } = await swept({
      live: [],
      asked: subnet(200),
      order: { questions: [question, question], neighbourLimit: 100, passes: 1 },
    });
    expect(sent).toHaveLength(398);
    expect(clock.monotonic()).toBeLessThan(3_100 + 800);
  });

  it('ends with its signal at once, in mid-pass and while it waits, and closes its socket', async () => {
    const sending = await world({ live: [], asked: subnet(4096), rate: 100 });
    await sending.clock.advance(500);
    sending.stop.abort();
    await sending.clock.settle();
    expect(sending.closed()).toBe(true);
    expect(sending.sent.length).toBeLessThan(80);

    const waiting = await world({ live: [], asked: subnet(64) });
    await waiting.clock.advance(300);
    expect(waiting.closed()).toBe(false);
    waiting.stop.abort();
    await waiting.clock.settle();
    expect(waiting.closed()).toBe(true);

    const resolving = await world({ live: [], asked: subnet(512), order: { neighbourLimit: 10 } });
    await resolving.clock.advance(5_000);
    resolving.stop.abort();
    await resolving.clock.settle();
    expect(resolving.closed()).toBe(true);
    expect(resolving.sent).toHaveLength(20);
  });
});

describe('a look at a range', () => {
  const range = [{ first: 0x0a000001, last: 0x0a000040 }];
  const officeMfp: VirtualDevice = {
    ...demoFleet.find((device) => device.id === 'office-mfp')!,
    address: '10.0.0.9',
    prefixLength: 16,
  };

  async function looked(sweepOnly: boolean) {
    const clock = new ManualClock();
    const lan = simulateLan({ clock, seed: 1 });
    const on = (name: string, address: string) =>
      lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/16`] }] });
    const here = on('here', '10.0.255.1');
    await serveDevice(on('there', officeMfp.address).network, officeMfp, catalogue, { clock });
    const looking = lookFrom(here.network, clock, catalogue, { bySegment: false, ranges: range, sweepOnly });
    await clock.runUntilIdle(300_000);
    return looking;
  }

  it('tells who answers and asks nothing more where only that is wanted', async () => {
    const { observations, attempts, gate } = await looked(true);
    expect(new Set(observations.map((row) => row.from.address))).toEqual(new Set(['10.0.0.9']));
    expect(attempts).toEqual([]);
    expect(gate.ledger.rows().every((row) => row.transport === 'udp')).toBe(true);
  });

  it('asks whoever answered everything else', async () => {
    const { observations, gate } = await looked(false);
    expect(observations.map((row) => row.protocol)).toContain('ipp');
    expect(gate.ledger.rows().some((row) => row.transport === 'tcp')).toBe(true);
  });
});

/** The most different addresses that were asked within any stretch of so many milliseconds. */
function mostWithin(sent: readonly { readonly at: number; readonly address: string }[], ms: number): number {
  const inside = new Map<string, number>();
  let most = 0;
  let first = 0;
  for (const { at, address } of sent) {
    inside.set(address, (inside.get(address) ?? 0) + 1);
    for (; sent[first]!.at <= at - ms; first++) {
      const old = sent[first]!.address;
      const left = inside.get(old)! - 1;
      if (left === 0) inside.delete(old);
      else inside.set(old, left);
    }
    most = Math.max(most, inside.size);
  }
  return most;
}
