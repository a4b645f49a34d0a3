import {
  type Answering,
  type Catalogue,
  type Clock,
  type Endpoint,
  encodeText,
  type Network,
  type Protocol,
  type VirtualDevice,
} from '@quietport/core';
import { openNetwork, systemClock } from '@quietport/node';
import { ManualClock, type ServedDevice, serveDevice, simulateLan } from '@quietport/virtual';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { next, textOf } from './describe-network.ts';

const GROUP = '239.255.77.2';
const BROADCAST = '127.255.255.255';

describeServing('in the simulated world', () => {
  const clock = new ManualClock();
  const { network } = simulateLan({ clock, seed: 7 }).host({ name: 'desk', interfaces: [], privileged: false });
  return { network, clock };
});
describeServing('on real sockets', () => ({
  network: openNetwork({ allowedInterfaces: ['lo'] }),
  clock: systemClock,
}));

function describeServing(name: string, open: () => { network: Network; clock: Clock }): void {
  describe(`virtual devices ${name}`, () => {
    let world: { network: Network; clock: Clock };
    let served: ServedDevice[];
    const { signal } = new AbortController();
    beforeEach(() => {
      world = open();
      served = [];
    });
    afterEach(async () => {
      for (const one of served) await one.close();
    });

    const serve = async (address: string, answerings: readonly Answering[]) => {
      const one = await serveDevice(world.network, device(address), [room(() => answerings)], {
        clock: world.clock,
        only: 'loopback',
      });
      served.push(one);
      return one;
    };
    const asking = () => world.network.udp({ family: 4, interface: 'lo', broadcast: true });

    it('answer a broadcast each from its own address', async () => {
      for (const address of ['127.0.0.41', '127.0.0.42']) await serve(address, [echo({ broadcast: true })]);
      const socket = await asking();
      const heard: string[] = [];
      const both = new Promise<void>((resolve) => {
        socket.listen(({ from }) => {
          heard.push(from.address);
          if (heard.length === 2) resolve();
        });
      });
      await socket.send(encodeText('who'), to(BROADCAST, ECHO));
      await both;
      expect(heard.sort()).toEqual(['127.0.0.41', '127.0.0.42']);
      socket.close();
    });

    it('answer a group, and a question to themselves alone', async () => {
      const { received } = await serve('127.0.0.41', [echo({ groups: [GROUP] })]);
      const socket = await asking();
      for (const place of [GROUP, '127.0.0.41']) {
        const answer = next(socket);
        await socket.send(encodeText('who'), to(place, ECHO));
        expect((await answer).from).toEqual(to('127.0.0.41', ECHO));
      }
      expect(received(ECHO, 'udp')).toBe(6);
      socket.close();
    });

    it('announce themselves to a group, and say farewell', async () => {
      const ear = await world.network.udp({
        family: 4,
        interface: 'lo',
        address: GROUP,
        port: ECHO + 1,
        shared: true,
        groups: [GROUP],
      });
      const said = (text: string) => [{ bytes: encodeText(text), to: to(GROUP, ECHO + 1) }];
      const hello = next(ear);
      const one = await serve('127.0.0.41', [{ ...echo({}), announce: said('hello'), farewell: said('bye') }]);
      expect(textOf((await hello).bytes)).toBe('hello');
      const bye = next(ear);
      await one.close();
      expect(textOf((await bye).bytes)).toBe('bye');
      ear.close();
    });

    it('talk on a stream, and end it when they are done', async () => {
      await serve('127.0.0.41', [
        {
          on: 'tcp',
          port: ECHO,
          open: () => ({
            greet: () => [encodeText('ready\n')],
            take: (bytes) => (textOf(bytes) === 'bye' ? 'close' : [bytes]),
          }),
        },
      ]);
      const stream = await world.network.connect(at('127.0.0.41', ECHO), signal);
      if (typeof stream === 'string') throw new Error(stream);
      expect(textOf((await stream.read()) ?? new Uint8Array())).toBe('ready\n');
      await stream.write(encodeText('echo'));
      expect(textOf((await stream.read()) ?? new Uint8Array())).toBe('echo');
      await stream.write(encodeText('bye'));
      expect(await stream.read()).toBeUndefined();
      stream.close();
    });

    it('serve the pages of several rooms on one port', async () => {
      const page = (path: string): Answering => ({
        on: 'http',
        port: ECHO,
        serve: (asked) => ({ status: asked.path === path ? 200 : 404, headers: {}, body: encodeText(path) }),
      });
      await serve('127.0.0.41', [page('/a'), page('/b')]);
      for (const [path, status] of [
        ['/a', 200],
        ['/b', 200],
        ['/c', 404],
      ] as const) {
        const url = `http://127.0.0.41:${ECHO}${path}`;
        const outcome = await world.network.http({ url, method: 'GET', headers: {}, maxBytes: 100 }, signal);
        expect(outcome).toMatchObject({ is: 'answered', response: { status } });
      }
    });

    it('count what comes to a print port', async () => {
      const one = await serve('127.0.0.41', [{ on: 'sink', port: ECHO }, echo({})]);
      expect([one.connections(ECHO), one.received(ECHO, 'tcp')]).toEqual([0, 0]);
      const stream = await world.network.connect(at('127.0.0.41', ECHO), signal);
      if (typeof stream === 'string') throw new Error(stream);
      await stream.write(new Uint8Array(1000));
      stream.close();
      // each question that is answered gives the device a turn in which to take what has come
      const socket = await asking();
      for (let turn = 0; turn < 1000 && one.received(ECHO, 'tcp') < 1000; turn++) {
        const answer = next(socket);
        await socket.send(encodeText('turn'), to('127.0.0.41', ECHO));
        await answer;
      }
      expect([one.connections(ECHO), one.received(ECHO, 'tcp')]).toEqual([1, 1000]);
      socket.close();
    });

    it('know before they speak where a taken port has moved to', async () => {
      const holder = await world.network.udp({ family: 4, address: '127.0.0.41', port: 223 }).catch(() => undefined);
      const one = await serveDevice(
        world.network,
        device('127.0.0.41'),
        [
          room((self) => [
            { ...echo({}), port: 223, answer: () => [{ bytes: encodeText(String(self.port(223, 'udp'))) }] },
          ]),
        ],
        { clock: world.clock },
      );
      served.push(one);
      const socket = await asking();
      const answer = next(socket);
      await socket.send(encodeText('where'), to('127.0.0.41', 20_223));
      expect(textOf((await answer).bytes)).toBe('20223');
      expect(one.device.port(223, 'udp')).toBe(20_223);
      expect(one.device.port(ECHO, 'udp')).toBe(ECHO);
      socket.close();
      holder?.close();
    });

    it('a taken port above 1023 is a fault, and nothing stays open', async () => {
      const holder = await world.network.listen(at('127.0.0.41', ECHO), (stream) => stream.close());
      await expect(serve('127.0.0.41', [echo({}), { on: 'sink', port: ECHO }])).rejects.toMatchObject({
        code: 'network/address-in-use',
      });
      (await world.network.udp({ family: 4, address: '127.0.0.41', port: ECHO })).close();
      await holder.close();
    });

    it('of loopback alone stand on no other address', async () => {
      const elsewhere = serveDevice(world.network, device('192.0.2.9'), [], { clock: world.clock, only: 'loopback' });
      await expect(elsewhere).rejects.toThrow('192.0.2.9');
    });
  });
}

describe('a virtual device', () => {
  it('answers after its delay, by the clock, and not after it is closed', async () => {
    const clock = new ManualClock();
    const { network } = simulateLan({ clock, seed: 7 }).host({ name: 'desk', interfaces: [] });
    const slow: Answering = {
      ...echo({}),
      answer: ({ bytes }) => [1000, 2000].map((delayMs) => ({ bytes, delayMs })),
    };
    const one = await serveDevice(network, device('127.0.0.41'), [room(() => [slow])], { clock });
    const socket = await network.udp({ family: 4, interface: 'lo' });
    const heard: number[] = [];
    socket.listen(() => heard.push(clock.monotonic()));
    await socket.send(encodeText('who'), to('127.0.0.41', ECHO));
    await clock.advance(999);
    expect(heard).toEqual([]);
    await clock.advance(1);
    expect(heard).toEqual([1000]);
    await one.close();
    await clock.runUntilIdle();
    expect(heard).toEqual([1000]);
  });

  it('answers on its segment to broadcasts of both kinds, but not when it answers loopback alone', async () => {
    const clock = new ManualClock();
    const lan = simulateLan({ clock, seed: 7 });
    const host = (name: string, address: string) =>
      lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] }).network;
    await serveDevice(host('printer', '192.0.2.9'), device('192.0.2.9'), [room(() => [echo({ broadcast: true })])], {
      clock,
    });
    const socket = await host('desk', '192.0.2.2').udp({ family: 4, interface: 'eth0', broadcast: true });
    for (const address of ['192.0.2.255', '255.255.255.255']) {
      const answer = next(socket);
      await socket.send(encodeText('who'), to(address, ECHO));
      expect((await answer).from.address).toBe('192.0.2.9');
    }
  });

  it('stays silent for rooms that it does not speak', async () => {
    const { network } = simulateLan({ clock: new ManualClock(), seed: 7 }).host({ name: 'desk', interfaces: [] });
    const catalogue: Catalogue = [{ ...room(() => [{ on: 'sink', port: ECHO }]), id: 'other' }];
    await serveDevice(network, device('127.0.0.41'), catalogue, { clock: new ManualClock() });
    expect(await network.connect(at('127.0.0.41', ECHO), new AbortController().signal)).toBe('refused');
  });
});

const ECHO = 42_317;

function echo(options: { broadcast?: boolean; groups?: readonly string[] }): Answering & { readonly on: 'udp' } {
  return {
    on: 'udp',
    port: ECHO,
    broadcast: options.broadcast ?? false,
    groups: options.groups ?? [],
    answer: ({ bytes }) => [{ bytes }],
  };
}

function room(answers: (self: VirtualDevice) => readonly Answering[]): Protocol {
  return {
    id: 'echo',
    title: 'Echo',
    ports: [],
    probes: [],
    describe: () => ({ ok: true, value: null, fields: [] }),
    answers,
  };
}

function device(address: string): VirtualDevice {
  return {
    id: address,
    kind: 'printer',
    make: 'ACME',
    model: 'One',
    serial: address,
    uuid: '00000000-0000-4000-8000-000000000001',
    mac: '02:00:00:00:00:01',
    firmware: '1',
    name: 'one',
    hostname: 'one',
    location: '',
    deviceId: '',
    address,
    prefixLength: 8,
    gateway: '0.0.0.0',
    state: 'idle',
    stateReasons: [],
    supplies: [],
    impressions: 0,
    speaks: ['echo'],
    quirks: {},
    recordings: {},
    port: (standard) => standard,
  };
}

function at(address: string, port: number): Endpoint {
  return { address, port, transport: 'tcp' };
}

function to(address: string, port: number): Endpoint {
  return { address, port, transport: 'udp' };
}
